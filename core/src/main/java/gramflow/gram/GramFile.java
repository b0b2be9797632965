package gramflow.gram;

import gramflow.gram.BandLayout.Kind;
import gramflow.io.DataException;
import gramflow.io.NpyFile;
import gramflow.machine.Progress;
import gramflow.matrix.Products;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * A Gram matrix that goes to a file band by band, within a budget of memory, and survives whatever ends the process.
 *
 * <pre>{@code
 * FilePlan plan = GramFile.plan(tiles, products, FileFormat.NPY, 1L << 30, rates);
 * try (GramFile file = GramFile.open(Path.of("K.npy"), tiles, products, plan, Map.of("kernel", "linear"))) {
 *     FileReport report = file.run(Progress.NONE);
 * }
 * }</pre>
 *
 * <p>The file grows as {@code K.npy.part}, with {@code K.npy.journal} beside it, which has a checksum of every band that the disk has. If the run ends early, the same call goes on: bands
 * whose checksum is right are kept, all others computed, and the file ends with the bits of an undisturbed run. Other factors, options, or another numeric key are refused. When all is
 * on the disk, the file takes its name and the journal is deleted. Not thread-safe.
 */
public final class GramFile implements AutoCloseable {
    static final String PART = ".part";
    static final String JOURNAL = ".journal";
    private static final String KIND = "bands";
    private static final String HEIGHT = "band-rows";

    private final Path place;
    private final Path part;
    private final KernelTiles tiles;
    private final Products on;
    private final Journal journal;
    private final FilePlan plan;
    private final BandLayout layout;
    private boolean complete;

    private GramFile(Path place, Path part, KernelTiles tiles, Products on, Journal journal, FilePlan plan) {
        this.place = place;
        this.part = part;
        this.tiles = tiles;
        this.on = on;
        this.journal = journal;
        this.plan = plan;
        this.layout = plan.layout();
    }

    /**
     * Plans the way to a file. {@link FilePlan#fits} says whether the budget can be kept at all.
     *
     * @param tiles K
     * @param on who computes
     * @param format form of the file
     * @param budget resident memory of the process to keep to, in bytes
     * @param rates what the machine does a second
     * @throws IllegalArgumentException if K is not symmetric, but the format asks for it, or it has more than 2⁶³ bytes
     */
    public static FilePlan plan(KernelTiles tiles, Products on, FileFormat format, long budget, Rates rates) {
        if (format == FileFormat.PACKED && !tiles.symmetric()) {
            throw new IllegalArgumentException(
                    "a K of %d x %d that is not symmetric cannot be packed".formatted(tiles.rows(), tiles.cols()));
        }
        return FilePlan.of(Shape.of(tiles), format, budget, rates, !on.backend().entriesStandAlone());
    }

    /**
     * The most rows of such a K for which the budget and the disk suffice, its columns growing with them if it is symmetric; 0 if there are none.
     *
     * @param diskBytes room on the disk
     */
    public static long largestRows(KernelTiles tiles, Products on, FileFormat format, long budget, long diskBytes) {
        Shape shape = Shape.of(tiles);
        Rates any = new Rates(1, 1);
        long low = 0;
        // Beyond this the file would be larger than any there is.
        long high = 1L << 29;
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            long n = Math.max(1, middle / tiles.granularity()) * tiles.granularity();
            FilePlan plan = FilePlan.of(shape.withRows(n), format, budget, any, !on.backend().entriesStandAlone());
            if (plan.fits() && plan.fileBytes() <= diskBytes) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low / tiles.granularity() * tiles.granularity();
    }

    /**
     * Opens the journal beside {@code out}: begins a run, or takes up one that ended early, with the bands that one had.
     *
     * @param out the file to be; one that is there is replaced when all is done
     * @param plan how; a run that is taken up keeps its own bands
     * @param options what else K depends on, by name, for a person: they must be the same when a run is taken up
     * @throws DataException if another run writes this output, or the one found depends on something else
     * @throws IOException if the machine cannot
     */
    public static GramFile open(Path out, KernelTiles tiles, Products on, FilePlan plan, Map<String, String> options) throws IOException {
        if (Files.isDirectory(out)) {
            throw new DataException(out, "is a folder, expected a file to write");
        }
        // Through a link, the file it leads to is replaced, not the link.
        Path place = Files.exists(out) ? out.toRealPath() : out.toAbsolutePath();
        Map<String, String> same = new LinkedHashMap<>(options);
        same.put("rows", Long.toString(tiles.rows()));
        same.put("columns", Long.toString(tiles.cols()));
        same.put("precision", tiles.precision().label());
        same.put("format", plan.format().name());
        same.put("factors", tiles.digest());
        same.put("numeric-key", on.backend().numericKey(tiles.precision()));
        Map<String, String> fields = new LinkedHashMap<>(same);
        fields.put(KIND, plan.layout().kind().name());
        fields.put(HEIGHT, Long.toString(plan.bandRows()));
        Journal journal;
        try {
            journal = Journal.open(beside(place, JOURNAL), fields);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new DataException(out, "no folder " + place.getParent());
        } catch (AccessDeniedException e) {
            throw new DataException(out, "may not be written: its folder takes no new file");
        }
        try {
            journal.requireSame(same);
            return new GramFile(place, beside(place, PART), tiles, on, journal, settled(plan, tiles, journal));
        } catch (RuntimeException | Error e) {
            journal.close();
            throw e;
        }
    }

    /** The plan with the bands that the journal has. */
    private static FilePlan settled(FilePlan plan, KernelTiles tiles, Journal journal) {
        BandLayout layout = new BandLayout(Kind.of(journal.fields().getOrDefault(KIND, "")), tiles.rows(), tiles.cols(), tiles.precision(),
                Long.parseLong(journal.fields().getOrDefault(HEIGHT, "0")));
        if (layout.equals(plan.layout())) {
            return plan;
        }
        // The rates are gone, but for the ratio of predicted times it takes them as the first plan did.
        Rates rates = new Rates(plan.flops() / plan.seconds(), plan.fileBytes() / plan.seconds());
        return FilePlan.of(Shape.of(tiles), layout, plan.budget(), rates);
    }

    static Path beside(Path place, String suffix) {
        return place.resolveSibling(place.getFileName() + suffix);
    }

    /** The plan; its bands are those of the run that is taken up, if there is one. */
    public FilePlan plan() {
        return plan;
    }

    /** Whether an earlier run is taken up. */
    public boolean resumed() {
        return journal.resumed();
    }

    /** Bands that an earlier run says it has finished. */
    public int bandsFound() {
        return journal.finished().size();
    }

    /** Bytes that are still to be written, by what the journal says. */
    public long bytesLeft() {
        long left = layout.bytesInFile();
        for (int band : journal.finished().keySet()) {
            left -= layout.bytesInFile(band);
        }
        return left;
    }

    /**
     * Computes what is missing and gives the file its name.
     *
     * @param progress hears of it, first in bytes checked, if there are some, then in flops, and may cancel: what is computed by then is kept
     * @return the account
     * @throws IOException if the machine cannot; the message says what is kept
     * @throws CancellationException if {@code progress} says so; the message says what is kept
     */
    public FileReport run(Progress progress) throws IOException {
        long begin = System.nanoTime();
        int found = bandsFound();
        try {
            FileReport report;
            try (BandFile file = BandFile.open(part, header(), layout)) {
                TileClock clock = new TileClock(layout);
                List<Integer> missing = missing(file, progress, clock);
                Staging work = new Staging(layout, missing);
                new BandPipeline(tiles, on, layout, file, journal, clock, progress).run(work);
                file.extend();
                file.force();
                int kept = layout.count() - missing.size();
                double flops = work.flops(tiles.inner());
                report = new FileReport(plan, (System.nanoTime() - begin) / 1e9, kept, found - kept, flops, clock.times());
            }
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            complete = true;
            forceFolder(place);
            journal.delete();
            return report;
        } catch (CancellationException e) {
            CancellationException told = new CancellationException("stopped" + kept());
            told.initCause(e);
            throw told;
        } catch (IOException e) {
            throw new IOException(place + ": " + e.getMessage() + kept(), e);
        }
    }

    private String kept() {
        int finished = journal.finished().size();
        return finished == 0
                ? ""
                : "; %d of %d bands are kept in %s, and the same command goes on from there".formatted(finished, layout.count(),
                        part.getFileName());
    }

    private byte[] header() {
        return plan.format() == FileFormat.PACKED
                ? PackedHeader.of(layout, PackedHeader.Content.KERNEL)
                : NpyFile.header(layout.precision(), layout.rows(), layout.cols());
    }

    /** The bands that the file does not have, or not with the checksum that the journal has. */
    private List<Integer> missing(BandFile file, Progress progress, TileClock clock) throws IOException {
        List<Integer> missing = new ArrayList<>();
        if (!journal.finished().isEmpty()) {
            progress.begin("check", (double) Math.max(1, layout.bytesInFile() - bytesLeft()));
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment scratch = journal.finished().isEmpty() ? MemorySegment.NULL : arena.allocate(layout.largestBand());
            for (int band = 0; band < layout.count(); band++) {
                Integer checksum = journal.finished().get(band);
                if (progress.cancelled()) {
                    throw new CancellationException();
                }
                TileClock.Lap check = clock.begin();
                if (checksum == null) {
                    missing.add(band);
                } else if (file.holds(band, checksum, scratch)) {
                    clock.end(FileReport.Phase.CHECK, band, check);
                    progress.advance((double) layout.bytesInFile(band));
                } else {
                    missing.add(band);
                    journal.forget(band);
                }
            }
        }
        return missing;
    }

    /** Sees to it that the new name survives a power cut, where the system lets a folder be forced. */
    static void forceFolder(Path place) {
        Path folder = place.getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (IOException e) {
                // Windows opens no folder. The file is whole under one name or the other.
                return;
            }
        }
    }

    /** Ends it. What is finished stays for a later run; if nothing is, nothing is left. */
    @Override
    public void close() throws IOException {
        try (Journal closing = journal) {
            if (!complete && closing.finished().isEmpty()) {
                Files.deleteIfExists(part);
                closing.delete();
            }
        }
    }
}
