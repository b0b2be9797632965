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
 * Runs of one kernel for several n: each draws its examples, evaluates the model, computes K to a file within the budget and deletes it again.
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
    private static final double PROBE_SHARE = 0.1;

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
        double roof = Roofs.fma(precision, on.workers().threads()).gflops() * 1e9;
        long bytes = tiles.rows() * tiles.cols() * precision.bytes();
        Rates rates = new Rates(RateProbe.flopsPerSecond(tiles, on, PROBE_SHARE),
                RateProbe.bytesPerSecond(folder, Math.clamp(bytes / 8, 1, PROBE_BYTES)));
        FilePlan plan = GramFile.plan(tiles, on, format, budget, rates);
        if (!plan.fits()) {
            throw new IllegalArgumentException("n = %d takes %d bytes of memory, there are %d".formatted(n, plan.memoryBytes(), budget));
        }
        Path out = Files.createTempDirectory(folder, ".gramflow-profile").resolve("K");
        try (GramFile file = GramFile.open(out, tiles, on, plan, Map.of())) {
            Watch threads = Watch.begin();
            FileReport report = file.run(progress);
            double balance = threads.balance();
            return new ProfileRow(n, d, input.read, input.forward, input.backward, report, roof, Watch.residentBytes(), balance);
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
