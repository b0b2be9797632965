package gramflow.gram;

import gramflow.gram.BandLayout.Kind;
import java.util.Locale;

/**
 * How K goes to a file within a budget of memory, and what that costs; known before the work begins. Two bands of rows are in memory: one is computed while the other is written. Immutable.
 *
 * @param gram K and the flops and bytes of any way to compute it
 * @param format form of the file
 * @param bothTriangles whether a symmetric K is computed twice over, each band whole: where that is sooner done than writing a mirror image in pieces
 * @param staged whether mirror images of a symmetric K wait in the file until their own rows are computed
 * @param bands number of bands
 * @param bandRows rows of a band
 * @param flops flops that are done: about twice those of {@code gram} with both triangles
 * @param fileBytes bytes of K on the disk
 * @param memoryBytes resident memory of the process at most: factors, two bands, the heap with its packed factors, and the JVM's own
 * @param budget memory it was to keep to
 * @param seconds predicted wall time
 */
public record FilePlan(GramPlan gram, FileFormat format, boolean bothTriangles, boolean staged, int bands, long bandRows, double flops,
        long fileBytes,
        long memoryBytes, long budget, double seconds) {

    /** Resident memory of a JVM that has loaded this code, its heap and the matrices left out: about 90 MB were seen. */
    private static final long JVM_BYTES = 110_000_000;
    /** What the heap has been seen to take, beside packed factors, where nothing holds it back: what the Vector API allocates until it is compiled. */
    private static final long FREE_HEAP_BYTES = 900_000_000;

    /** Beyond this a longer band makes nothing faster, and what a kill loses grows. */
    private static final long LONGEST_BAND = 256_000_000;
    /** Below this waiting for the disk once a band begins to tell. */
    private static final long SHORTEST_BAND = 16_000_000;
    /** With fewer bands, computing the first and writing the last, which nothing overlaps, begin to tell. */
    private static final long FEWEST_BANDS = 12;
    /** Rows of a band are a multiple of every micro-tile's. */
    private static final long STEP = 96;

    /**
     * Plans.
     *
     * @param tiles K
     * @param format form of the file
     * @param budget resident memory to keep to, in bytes
     * @param rates what the machine does a second
     * @param mirrored whether entries may differ from their mirror image in the last bits when computed each for itself, so that both triangles must not be
     */
    static FilePlan of(Shape tiles, FileFormat format, long budget, Rates rates, boolean mirrored) {
        if (!tiles.symmetric() || format == FileFormat.PACKED || mirrored) {
            return of(tiles, !tiles.symmetric() ? Kind.FULL : format == FileFormat.PACKED ? Kind.PACKED : Kind.MIRRORED, budget, rates);
        }
        FilePlan twice = of(tiles, Kind.FULL, budget, rates);
        FilePlan once = of(tiles, Kind.MIRRORED, budget, rates);
        FilePlan staged = of(tiles, Kind.STAGED, budget, rates);
        FilePlan first = twice.seconds <= once.seconds ? twice : once;
        return staged.seconds < first.seconds && staged.fits() ? staged : first;
    }

    /** Plans for bands of that kind, of the rows that fit in the budget; of the fewest possible if none do. */
    static FilePlan of(Shape tiles, Kind kind, long budget, Rates rates) {
        long rowBytes = Math.max(1, tiles.cols() * tiles.precision().bytes());
        long step = Math.ceilDiv(STEP, tiles.granularity()) * tiles.granularity();
        long longest = Math.clamp(tiles.rows() * rowBytes / FEWEST_BANDS, SHORTEST_BAND, LONGEST_BAND) / rowBytes;
        long height = Math.min(tiles.rows(), Math.max(step, longest));
        while (height > tiles.granularity() && memory(tiles, layout(tiles, kind, height)) > budget) {
            height = height * 7 / 8;
        }
        height = height >= step ? height / step * step : Math.max(tiles.granularity(), height / tiles.granularity() * tiles.granularity());
        return of(tiles, layout(tiles, kind, height), budget, rates);
    }

    /** The plan of bands that are settled, by a journal for instance. */
    static FilePlan of(Shape tiles, BandLayout layout, long budget, Rates rates) {
        double flops = layout.flops(tiles.inner());
        double computing = flops / rates.flopsPerSecond();
        double bytes = layout.bytesInFile();
        double writing = switch (layout.kind()) {
            case MIRRORED -> bytes / Math.min(MIRRORED_BYTES_PER_SECOND, rates.bytesPerSecond());
            // Half of it is written, read back, and written again.
            case STAGED -> 2 * bytes / rates.bytesPerSecond() + bytes / STAGED_BYTES_PER_SECOND;
            default -> bytes / rates.bytesPerSecond();
        };
        // The first band is computed, and the last written, by itself.
        double seconds = Math.max(computing, writing) + Math.min(computing, writing) / Math.max(1, layout.count())
                + STARTING_SECONDS + (2.0 * layout.largestBand() + tiles.scratchBytes(layout.height())) / FRESH_BYTES_PER_SECOND;
        boolean twice = tiles.symmetric() && layout.kind() == Kind.FULL;
        return new FilePlan(tiles.plan(), layout.kind() == Kind.PACKED ? FileFormat.PACKED : FileFormat.NPY, twice,
                layout.kind() == Kind.STAGED, layout.count(),
                layout.height(), flops, layout.bytesInFile(), memory(tiles, layout), budget, seconds);
    }

    /** Mirror images go to the file in pieces of a band's height, through the system's cache: 160 to 550 MB/s were seen, however fast the disk. */
    private static final double MIRRORED_BYTES_PER_SECOND = 3e8;

    /** What the CPU does of K's bytes a second where mirror images are staged: transposing, copying and checksums, on one thread. */
    private static final double STAGED_BYTES_PER_SECOND = 2e9;

    /** Threads, their first pieces of code, and the file's name at the end: 0.05 s in a JVM that has written a file before, 0.3 in a fresh one. */
    private static final double STARTING_SECONDS = 0.15;
    /** At which memory comes that nobody had before, with its zeros: 0.5 to 1.5 GB/s were seen. */
    private static final double FRESH_BYTES_PER_SECOND = 1e9;

    private static BandLayout layout(Shape tiles, Kind kind, long height) {
        return new BandLayout(kind, tiles.rows(), tiles.cols(), tiles.precision(), Math.max(1, height));
    }

    private static long memory(Shape tiles, BandLayout layout) {
        long heap = Runtime.getRuntime().maxMemory();
        // Packed factors lie in the heap, and never take all of it.
        double used = heap < FREE_HEAP_BYTES
                ? (double) heap
                : Math.min((double) heap, FREE_HEAP_BYTES + (double) tiles.scratchBytes(layout.height()));
        double bytes = JVM_BYTES + used + tiles.inputBytes() + tiles.streamBytes(layout.height()) + 2.0 * layout.largestBand()
                + BandFile.memoryBytes(layout);
        return (long) bytes;
    }

    /** Whether the budget is kept. */
    public boolean fits() {
        return memoryBytes <= budget;
    }

    BandLayout layout() {
        Kind kind = format == FileFormat.PACKED
                ? Kind.PACKED
                : staged ? Kind.STAGED : gram.symmetric() && !bothTriangles ? Kind.MIRRORED : Kind.FULL;
        return new BandLayout(kind, gram.rows(), gram.cols(), gram.precision(), bandRows);
    }

    /** One line for a person. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s; to a file of %d bytes, %s, in %d bands of %d rows; memory %d of %d bytes; about %.3g s",
                gram, fileBytes,
                bothTriangles ? "both triangles computed" : "each entry computed once", bands, bandRows, memoryBytes, budget, seconds);
    }
}
