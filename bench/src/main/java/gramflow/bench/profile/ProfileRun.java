package gramflow.bench.profile;

import gramflow.backend.Roofs;
import gramflow.gram.FileFormat;
import gramflow.gram.FilePlan;
import gramflow.gram.FileReport;
import gramflow.gram.Gram;
import gramflow.gram.GramFile;
import gramflow.gram.KernelTiles;
import gramflow.gram.RateProbe;
import gramflow.gram.Rates;
import gramflow.gram.Tangent;
import gramflow.io.Synthetic;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.model.Jacobian;
import gramflow.model.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs of one kernel for several n: each draws its examples, evaluates the model, computes K to a file within the budget and deletes it again, several times if it is soon done.
 *
 * @param d length of an example
 * @param precision of all numbers
 * @param on who computes
 * @param model a network and its parameters; null for products of the examples
 * @param format of the file
 * @param budget resident memory to keep to, in bytes
 * @param folder where the file is made
 */
public record ProfileRun(long d, Precision precision, Products on, @Nullable Parameterised model, FileFormat format, long budget,
        Path folder) {
    private static final long PROBE_BYTES = 1L << 27;
    /** What is done in a hundredth of a second says more of the system's mood than of n: short runs are repeated for so long, and the fastest counts. */
    private static final double REPEATED_SECONDS = 1.5;
    private static final int MOST_RUNS = 7;

    /**
     * A network with its parameters.
     *
     * @param network the network
     * @param w its parameters
     */
    public record Parameterised(Network network, Matrix w) {
    }

    /** Factors that are there, and what making them took. */
    private record Input(KernelTiles tiles, double read, double forward, double backward) {
    }

    /**
     * Profiles one n.
     *
     * @throws IOException if the machine cannot write
     * @throws IllegalArgumentException if the budget does not suffice
     */
    public ProfileRow run(long n, Progress progress) throws IOException {
        Watch.clear();
        Input input = input(n);
        KernelTiles tiles = input.tiles;
        double roof = roof();
        long bytes = tiles.rows() * tiles.cols() * precision.bytes();
        Rates rates = new Rates(RateProbe.flopsPerSecond(tiles, on),
                RateProbe.bytesPerSecond(folder, Math.clamp(bytes / 8, 1, PROBE_BYTES)));
        FilePlan plan = GramFile.plan(tiles, on, format, budget, rates);
        if (!plan.fits()) {
            throw new IllegalArgumentException("n = %d takes %d bytes of memory, there are %d".formatted(n, plan.memoryBytes(), budget));
        }
        ToFile best = toFile(tiles, plan, progress);
        double spent = best.report.seconds();
        for (int runs = 1; runs < MOST_RUNS && spent < REPEATED_SECONDS; runs++) {
            ToFile next = toFile(tiles, plan, progress);
            spent += next.report.seconds();
            best = next.report.seconds() < best.report.seconds() ? next : best;
        }
        // Whatever disturbs a roof makes it too low: the better of one before and one after.
        return new ProfileRow(n, d, input.read, input.forward, input.backward, best.report, Math.max(roof, roof()), Watch.residentBytes(),
                best.balance);
    }

    private double roof() {
        return Roofs.fma(precision, on.workers().threads()).gflops() * 1e9;
    }

    /** One way of K to the file. */
    private record ToFile(FileReport report, double balance) {
    }

    private ToFile toFile(KernelTiles tiles, FilePlan plan, Progress progress) throws IOException {
        Path out = Files.createTempDirectory(folder, ".gramflow-profile").resolve("K");
        try (GramFile file = GramFile.open(out, tiles, on, plan, Map.of())) {
            Watch threads = Watch.begin();
            FileReport report = file.run(progress);
            return new ToFile(report, threads.balance());
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(out.getParent());
        }
    }

    /** The most rows for which memory and disk suffice, each by itself. */
    public GramProfile summary(String kernel, java.util.List<ProfileRow> rows) throws IOException {
        if (rows.isEmpty()) {
            return new GramProfile(kernel, rows, 0, 0);
        }
        KernelTiles tiles = input(Math.min(rows.getFirst().n(), 1000)).tiles;
        long free = Files.getFileStore(folder).getUsableSpace();
        return new GramProfile(kernel, rows, GramFile.largestRows(tiles, on, format, budget, Long.MAX_VALUE),
                GramFile.largestRows(tiles, on, format, Long.MAX_VALUE, free));
    }

    private Input input(long n) {
        long begin = System.nanoTime();
        Matrix x = new Synthetic(Synthetic.Kind.SPHERE, n, d).generate(0, precision, on.workers());
        double read = secondsSince(begin);
        if (model == null) {
            return new Input(Gram.of(x).tiles(), read, 0, 0);
        }
        begin = System.nanoTime();
        Jacobian jacobian = model.network.jacobian(model.w, x, on);
        double forward = secondsSince(begin);
        begin = System.nanoTime();
        KernelTiles tiles = Gram.of(Tangent.of(jacobian)).tiles();
        return new Input(tiles, read, forward, secondsSince(begin));
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }
}
