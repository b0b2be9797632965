package gramflow.bench.command;

import gramflow.gram.FileFormat;
import gramflow.gram.FilePlan;
import gramflow.gram.FileReport;
import gramflow.gram.FileReport.Phase;
import gramflow.gram.Gram;
import gramflow.gram.GramFile;
import gramflow.gram.GramReport;
import gramflow.gram.KernelTiles;
import gramflow.gram.RateProbe;
import gramflow.gram.Rates;
import gramflow.machine.Progress;
import gramflow.matrix.Products;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The way of K to a file, as {@code gram} goes it: plans, refuses what has no room, computes, and tells of it. */
final class GramToFile implements AutoCloseable {
    /** A probe of the disk takes this part of the file's size at most. */
    private static final long PROBE_PART = 32;
    private static final long PROBE_BYTES = 1L << 28;
    /** Below this the plan is not worth a probe: the disk is taken to write this much a second. */
    private static final double ASSUMED_BYTES_PER_SECOND = 4e8;

    private final GramFile file;
    private final Rates rates;

    private GramToFile(GramFile file, Rates rates) {
        this.file = file;
        this.rates = rates;
    }

    /**
     * Plans, and opens the file or takes up the run that left it.
     *
     * @param options what K depends on besides its numbers, for a person
     * @throws ShortageException if memory or disk do not suffice, with the most rows for which they do
     */
    static GramToFile open(Gram gram, Products on, Path out, StoreOptions store, Map<String, String> options) throws IOException {
        KernelTiles tiles = gram.tiles();
        if (store.format() == FileFormat.PACKED && !tiles.symmetric()) {
            throw new UsageException("--format packed holds a symmetric K, but this is K(X, X2); expected --format npy");
        }
        long budget = store.budget();
        Path folder = Objects.requireNonNullElse((Files.exists(out) ? out.toRealPath() : out.toAbsolutePath()).getParent(), Path.of(""));
        long free = Files.getFileStore(folder).getUsableSpace();
        // First as if nothing took any time: what has no room need not be measured.
        FilePlan size = GramFile.plan(tiles, on, store.format(), budget, new Rates(1, 1));
        if (!size.fits()) {
            throw new ShortageException("%s: a K of %s takes %s of memory, %s %s%s".formatted(out, sizes(tiles),
                    Quantity.bytes(size.memoryBytes()), store.limited() ? "--memory allows" : "this machine has left",
                    Quantity.bytes(budget),
                    fitting(tiles, on, store.format(), budget, Long.MAX_VALUE)));
        }
        double flops = RateProbe.flopsPerSecond(tiles, on);
        long probe = Math.min(PROBE_BYTES, size.fileBytes() / PROBE_PART);
        double disk = probe < PROBE_BYTES / PROBE_PART || 2 * probe > free
                ? ASSUMED_BYTES_PER_SECOND
                : RateProbe.bytesPerSecond(folder, probe);
        Rates rates = new Rates(flops, disk);
        GramFile file = GramFile.open(out, tiles, on, GramFile.plan(tiles, on, store.format(), budget, rates), options);
        try {
            if (file.bytesLeft() > free) {
                throw new ShortageException("%s: K of %s takes %s, the disk has %s left%s".formatted(out, sizes(tiles),
                        Quantity.bytes(file.bytesLeft()), Quantity.bytes(free), fitting(tiles, on, store.format(), budget, free)));
            }
            if (!file.plan().fits()) {
                throw new ShortageException("%s: the run to go on with takes %s of memory, this one may take %s".formatted(out,
                        Quantity.bytes(file.plan().memoryBytes()), Quantity.bytes(budget)));
            }
            return new GramToFile(file, rates);
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private static String sizes(KernelTiles tiles) {
        return "%d x %d %s".formatted(tiles.rows(), tiles.cols(), tiles.precision().label());
    }

    private static String fitting(KernelTiles tiles, Products on, FileFormat format, long budget, long disk) {
        long rows = GramFile.largestRows(tiles, on, format, budget, disk);
        return rows < 1 ? "" : "; %d rows would fit (--rows %d)".formatted(rows, rows);
    }

    /** Whether each triangle of a symmetric K is computed for itself. */
    boolean bothTriangles() {
        return file.plan().bothTriangles();
    }

    /** One line: bands, memory, time; and what an earlier run left. */
    void tellPlan(PrintWriter to) {
        FilePlan plan = file.plan();
        String way = plan.bothTriangles()
                ? ", both triangles computed: sooner done than one and its mirror image in pieces"
                : plan.staged() ? ", mirror images wait in the file for their rows" : "";
        to.printf(Locale.ROOT, "file     %s in %d bands of %d rows%s; memory up to %s of %s; about %s: %.1f GF/s, disk %s/s%n",
                Quantity.bytes(plan.fileBytes()), plan.bands(), plan.bandRows(), way, Quantity.bytes(plan.memoryBytes()),
                Quantity.bytes(plan.budget()), Quantity.seconds(plan.seconds()), rates.flopsPerSecond() / 1e9,
                Quantity.bytes((long) rates.bytesPerSecond()));
        if (file.resumed()) {
            to.printf(Locale.ROOT, "resume   %d of %d bands are there and will be checked%n", file.bandsFound(), plan.bands());
        }
        to.flush();
    }

    /** Does the work; the account is also that of the products alone. */
    Done run(Progress progress) throws IOException {
        FileReport report = file.run(progress);
        return new Done(report);
    }

    /**
     * What was done.
     *
     * @param report the account of the file
     */
    record Done(FileReport report) {
        /** The time of products; of all of them at the rate of those that this run did, if an earlier one had done some. */
        GramReport products() {
            double seconds = report.seconds(Phase.COMPUTE) * report.plan().flops() / report.flops();
            return new GramReport(report.plan().gram(), report.flops() > 0 ? seconds : report.seconds());
        }

        /** The time beside them. */
        double besides() {
            return Math.max(0, report.seconds() - report.seconds(Phase.COMPUTE));
        }

        /** One line: predicted beside measured. */
        void tell(PrintWriter to) {
            to.printf(Locale.ROOT, "file     took %s, predicted %s%s; compute %s, write %s, force %s, wait %s%n",
                    Quantity.seconds(report.seconds()), Quantity.seconds(report.plan().seconds()),
                    report.kept() + report.recomputed() > 0
                            ? " for all; %d bands kept, %d found damaged".formatted(report.kept(), report.recomputed())
                            : "",
                    Quantity.seconds(report.seconds(Phase.COMPUTE)), Quantity.seconds(report.seconds(Phase.WRITE)),
                    Quantity.seconds(report.seconds(Phase.FORCE)), Quantity.seconds(report.seconds(Phase.WAIT)));
            to.flush();
        }

        /** The same for a program. */
        Map<String, ?> json() {
            FilePlan plan = report.plan();
            Map<String, Object> seconds = new LinkedHashMap<>();
            seconds.put("predicted", plan.seconds());
            seconds.put("measured", report.seconds());
            for (Phase phase : Phase.values()) {
                seconds.put(phase.name().toLowerCase(Locale.ROOT), report.seconds(phase));
            }
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("format", plan.format().name().toLowerCase(Locale.ROOT));
            json.put("bands", plan.bands());
            json.put("band_rows", plan.bandRows());
            json.put("bands_kept", report.kept());
            json.put("bands_damaged", report.recomputed());
            json.put("both_triangles", plan.bothTriangles());
            json.put("staged", plan.staged());
            json.put("bytes", plan.fileBytes());
            json.put("memory_predicted", plan.memoryBytes());
            json.put("memory_budget", plan.budget());
            json.put("flops", report.flops());
            json.put("seconds", seconds);
            return json;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
