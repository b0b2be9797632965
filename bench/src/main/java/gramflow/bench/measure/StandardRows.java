package gramflow.bench.measure;

import gramflow.memory.Precision;
import java.util.ArrayList;
import java.util.List;

import static gramflow.bench.measure.Kernel.CHOLESKY;
import static gramflow.bench.measure.Kernel.EXPLICIT_ROWS;
import static gramflow.bench.measure.Kernel.GD_STEP;
import static gramflow.bench.measure.Kernel.GEMM;
import static gramflow.bench.measure.Kernel.GRADIENT;
import static gramflow.bench.measure.Kernel.GRAM;
import static gramflow.bench.measure.Kernel.JVP;
import static gramflow.bench.measure.Kernel.MATVEC;
import static gramflow.bench.measure.Kernel.NTK;
import static gramflow.bench.measure.Kernel.NTK_PRODUCTS;
import static gramflow.bench.measure.Kernel.VJP;
import static gramflow.memory.Precision.F32;
import static gramflow.memory.Precision.F64;

/**
 * The fixed lists of rows. A row costs about three seconds, so the quick list has at most {@value #QUICK_LIMIT}, shared among all kernels; further lists
 * contain it. The scalar backend is there to be compared with, and only up to n = {@value #SCALAR_LIMIT}.
 */
final class StandardRows {
    /** Rows of the quick list, for 90 seconds. */
    static final int QUICK_LIMIT = 28;
    /** Larger products take plain loops too long. */
    static final long SCALAR_LIMIT = 512;
    /** Name of the backend of plain loops. */
    static final String SCALAR = "scalar";

    private final List<Row> rows = new ArrayList<>();
    private final List<String> backends;
    private final int cpus;

    private StandardRows(List<String> backends, int cpus) {
        this.backends = backends;
        this.cpus = cpus;
    }

    /**
     * The list.
     *
     * @param backends names of the backends that run here, the one {@code auto} takes first
     * @param cpus CPUs of the machine
     */
    static List<Row> of(Effort effort, List<String> backends, int cpus) {
        StandardRows list = new StandardRows(backends, cpus);
        list.quick();
        if (effort != Effort.QUICK) {
            list.usual();
        }
        if (effort == Effort.FULL) {
            list.full();
        }
        return List.copyOf(list.rows);
    }

    /**
     * The same, and for each kernel asked for by name that this list leaves to a longer one, the first row it has there: whoever names a kernel is not to be told that there is none.
     *
     * @param named kernels asked for
     */
    static List<Row> of(Effort effort, List<String> backends, int cpus, List<Kernel> named) {
        List<Row> rows = new ArrayList<>(of(effort, backends, cpus));
        for (Kernel kernel : named) {
            if (rows.stream().noneMatch(row -> row.kernel() == kernel)) {
                of(Effort.FULL, backends, cpus).stream().filter(row -> row.kernel() == kernel).findFirst().ifPresent(rows::add);
            }
        }
        return List.copyOf(rows);
    }

    private void quick() {
        String best = backends.getFirst();
        both(best, F64, 4096, 1024, 1);
        both(best, F64, 1536, 768, 1);
        add(GRAM, best, F32, 4096, 1024, 1);
        add(GRAM, best, F32, 1536, 768, 1);
        if (cpus > 1) {
            both(best, F64, 4096, 1024, cpus);
        }
        add(MATVEC, best, F64, 8192, 8192, 1);
        if (cpus > 1) {
            add(MATVEC, best, F64, 8192, 8192, cpus);
        }
        add(CHOLESKY, best, F64, 2048, 2048, 1);
        // Smaller than the full list's: a fork first evaluates the net until it is steady, and that is most of the row's time.
        add(NTK, best, F64, 1024, 784, 1);
        add(GRADIENT, best, F64, 256, 784, 1);
        // As many numbers as MNIST's test set has, beyond most caches.
        add(GD_STEP, best, F64, 10_000, 784, 1);
        add(GRAM, best, F64, 128, 128, 1);
        add(GRAM, best, F64, 32, 32, 1);
        both(SCALAR, F64, 512, 512, 1);
        add(GRAM, SCALAR, F64, 32, 32, 1);
        for (String other : others()) {
            if (rows.size() < QUICK_LIMIT) {
                add(GRAM, other, F64, 1536, 768, 1);
            }
        }
    }

    /** Odd shapes, and sizes between: what a user's own data looks like. */
    private void usual() {
        String best = backends.getFirst();
        both(best, F64, 1291, 977, 1);
        both(best, F64, 512, 512, 1);
        add(GEMM, best, F64, 128, 128, 1);
        add(GEMM, best, F64, 32, 32, 1);
        add(GEMM, best, F32, 4096, 1024, 1);
        add(GEMM, best, F32, 1536, 768, 1);
        add(MATVEC, best, F64, 512, 512, 1);
        add(GRADIENT, best, F64, 1024, 784, 1);
        add(JVP, best, F64, 1024, 784, 1);
        add(VJP, best, F64, 1024, 784, 1);
    }

    private void full() {
        String best = backends.getFirst();
        for (Precision precision : Precision.values()) {
            both(best, precision, 2688, 1024, 1);
            both(best, precision, 1291, 977, 1);
            both(best, precision, 257, 129, 1);
            both(best, precision, 4099, 33, 1);
            both(best, precision, 33, 4099, 1);
            add(MATVEC, best, precision, 4099, 33, 1);
            add(MATVEC, best, precision, 33, 4099, 1);
            add(MATVEC, best, precision, 1291, 977, 1);
        }
        for (Precision precision : Precision.values()) {
            add(NTK, best, precision, 4096, 784, 1);
            add(NTK_PRODUCTS, best, precision, 4096, 784, 1);
            add(NTK, best, precision, 1024, 784, 1);
            add(GRADIENT, best, precision, 1024, 784, 1);
            add(JVP, best, precision, 1024, 784, 1);
            add(VJP, best, precision, 1024, 784, 1);
        }
        add(NTK, best, F64, 2048, 784, 1);
        add(EXPLICIT_ROWS, best, F64, 1024, 784, 1);
        add(MATVEC, best, F32, 8192, 8192, 1);
        add(GRAM, SCALAR, F32, 512, 512, 1);
        if (cpus > 1) {
            add(GRAM, best, F32, 4096, 1024, cpus);
        }
        add(CHOLESKY, best, F64, 8192, 8192, 1);
        add(CHOLESKY, best, F32, 8192, 8192, 1);
        if (cpus > 1) {
            add(CHOLESKY, best, F64, 8192, 8192, cpus);
        }
        for (String other : others()) {
            add(CHOLESKY, other, F64, 8192, 8192, 1);
            add(NTK_PRODUCTS, other, F64, 4096, 784, 1);
            both(other, F64, 1536, 768, 1);
            both(other, F64, 4096, 1024, 1);
            both(other, F32, 4096, 1024, 1);
            add(MATVEC, other, F64, 8192, 8192, 1);
        }
    }

    private List<String> others() {
        return backends.stream().skip(1).filter(name -> !name.equals(SCALAR)).toList();
    }

    private void both(String backend, Precision precision, long n, long d, int threads) {
        add(GRAM, backend, precision, n, d, threads);
        add(GEMM, backend, precision, n, d, threads);
    }

    private void add(Kernel kernel, String backend, Precision precision, long n, long d, int threads) {
        Row row = new Row(kernel, backend, precision, n, d, threads);
        boolean tooSlow = backend.equals(SCALAR) && n > SCALAR_LIMIT;
        if (!tooSlow && !rows.contains(row)) {
            rows.add(row);
        }
    }
}
