package gramflow.bench.command;

import gramflow.backend.Triangle;
import gramflow.gram.KernelEntries;
import gramflow.gram.KernelTiles;
import gramflow.io.NpyFile;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.spectrum.Eigendecomposition;
import gramflow.spectrum.RandomlyPivotedCholesky;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code gram --rank}: K ≈ F'F where n² is out of the question, by randomly pivoted Cholesky, with the trace of what it leaves out, and the largest eigenvalues.
 *
 * @param low the factor
 * @param eigenvalues the largest of F'F, descending
 * @param seconds of the factor
 * @param out where F went, if anywhere
 */
record GramLowRank(RandomlyPivotedCholesky low, List<Double> eigenvalues, double seconds, @Nullable Path out) {
    private static final int SHOWN = 5;
    /** The JVM without its heap, and a heap as the launcher bounds it. */
    private static final double JVM_BYTES = 1.1e8;
    private static final double HEAP_BYTES = 5.4e8;

    /** Memory of F, of the rows of K that are looked at, and of those in its own precision, for each row of K. */
    static double bytesPerExample(int rank, Precision precision) {
        return 8.0 * rank + 64 * (8 + (precision == Precision.F64 ? 0 : 4));
    }

    /**
     * Computes it.
     *
     * @param rank rows of F at most
     * @param seed of the pivots
     * @param store the memory to keep to
     * @param out where F goes, rank × n f64; nowhere if null
     * @throws ShortageException if F does not fit in memory
     * @throws IOException if F cannot be written
     */
    static GramLowRank of(KernelTiles tiles, int rank, long seed, StoreOptions store, Products on, @Nullable Path out, Progress progress)
            throws IOException {
        if (!tiles.symmetric()) {
            throw new UsageException("--rank goes with a K of one set of examples, not with --data2");
        }
        double bytes = tiles.rows() * bytesPerExample(rank, tiles.precision());
        double all = bytes + tiles.inputBytes() + JVM_BYTES + Math.min(HEAP_BYTES, (double) Runtime.getRuntime().maxMemory());
        if (store.limited() && all > store.budget()) {
            throw new ShortageException("a factor of %d x %d f64 takes %s, --memory allows %s; expected a smaller --rank, or fewer --rows"
                    .formatted(rank, tiles.rows(), Quantity.bytes((long) all), Quantity.bytes(store.budget())));
        }
        Room.requireMemory("a factor of %d x %d f64".formatted(rank, tiles.rows()), (long) bytes);
        long begin = System.nanoTime();
        RandomlyPivotedCholesky low = RandomlyPivotedCholesky.of(new KernelEntries(tiles, on), rank, seed, on, progress);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Matrix f = low.factor();
        Matrix small = Matrix.zeros(Precision.F64, f.rows(), f.rows());
        on.gram(1, f, 0, Triangle.BOTH, small, Progress.NONE);
        double[] values = Eigendecomposition.values(small, on, Progress.NONE);
        List<Double> largest = Arrays.stream(values).boxed().toList().reversed().stream().limit(SHOWN).toList();
        if (out != null) {
            NpyFile.write(out, f);
        }
        return new GramLowRank(low, largest, seconds, out);
    }

    void tell(PrintWriter to) {
        to.printf(Locale.ROOT, "low rank %d of %d: trace %.6g, %.3g of it left out (%.3g relative); took %s%n", low.rank(),
                low.factor().cols(),
                low.trace(), low.residualTrace(), low.residualTrace() / low.trace(), Quantity.seconds(seconds));
        to.printf(Locale.ROOT, "largest eigenvalues, each too small by %.3g at most: %s%n", low.residualTrace(),
                String.join(" ", eigenvalues.stream().map(v -> String.format(Locale.ROOT, "%.6g", v)).toList()));
        if (out != null) {
            to.printf(Locale.ROOT, "wrote    %s, F of K = F'F%n", out);
        }
        to.flush();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "gramflow-lowrank/1");
        json.put("n", low.factor().cols());
        json.put("rank", low.rank());
        json.put("trace", low.trace());
        json.put("trace_error", low.residualTrace());
        json.put("largest_eigenvalues", eigenvalues);
        json.put("pivots", Arrays.stream(low.pivots()).boxed().toList());
        json.put("seconds", seconds);
        if (out != null) {
            json.put("out", out.toString());
        }
        return json;
    }
}
