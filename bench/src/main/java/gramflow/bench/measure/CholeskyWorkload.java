package gramflow.bench.measure;

import gramflow.backend.Backend;
import gramflow.backend.Backends;
import gramflow.backend.Lapack;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.spectrum.Cholesky;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A = L·Lᵀ of a diagonally dominant matrix, into memory that a copy of A's lower triangle has been put into: the copy, n² elements moved for n³/3 flops, is part of every call. On one thread a library's own
 * factorisation is what is measured, where it has one; on more, and for backends without, it is core's, on their products.
 */
final class CholeskyWorkload implements Workload {
    /** Rows of the small factorisation: beyond a panel of core's, so that it takes all its paths. */
    private static final long SMALL = 700;
    private static final long SEED = 1;
    private static final int ENTRIES = 64;
    private static final double SAFETY = 2;

    private final Products products;
    private final Optional<Lapack> lapack;
    private final Matrix a;
    private final Matrix l;

    private CholeskyWorkload(Backend backend, Row row) {
        products = new Products(backend, Workers.of(row.threads()));
        lapack = row.threads() == 1 ? backend.lapack() : Optional.empty();
        long n = row.n();
        a = Matrix.zeros(row.precision(), n, n);
        l = Matrix.zeros(row.precision(), n, n);
        // All bits one is NaN in either precision: what is above the diagonal stays so, and an entry that is never written shows.
        l.strided().segment().fill((byte) 0xFF);
        SplittableRandom random = new SplittableRandom(SEED);
        for (long i = 0; i < n; i++) {
            for (long j = 0; j < i; j++) {
                a.set(i, j, 2 * random.nextDouble() - 1);
            }
            a.set(i, i, (double) n);
        }
    }

    static CholeskyWorkload of(Row row) {
        return of(Backends.named(row.backend()), row);
    }

    static CholeskyWorkload of(Backend backend, Row row) {
        return new CholeskyWorkload(backend, row);
    }

    @Override
    public void run() {
        run(a.rows());
    }

    @Override
    public void runSmall() {
        run(Math.min(SMALL, a.rows()));
    }

    private void run(long n) {
        Matrix part = l.block(0, n, 0, n);
        products.workers().forEach(n, (i, worker) -> part.block(i, i + 1, 0, i + 1).assign(a.block(i, i + 1, 0, i + 1)));
        if (lapack.isPresent()) {
            long done = lapack.get().cholesky(part.strided());
            if (done < n) {
                throw new IllegalStateException("pivot %d is not positive".formatted(done));
            }
        } else {
            Cholesky.inPlace(part, products, Progress.NONE);
        }
    }

    /** Entries of L·Lᵀ against A: each is off by at most (n+1)·u·Σ|lᵢₖ·lⱼₖ|, to first order; twice that is allowed. */
    @Override
    public Check check() {
        long n = a.rows();
        double bound = SAFETY * (n + 1) * a.precision().unitRoundoff();
        SplittableRandom random = new SplittableRandom(SEED);
        double residual = 0;
        String fault = "";
        for (int e = 0; e < ENTRIES + 2; e++) {
            long p = e == 0 ? n - 1 : random.nextLong(n);
            long q = e == 0 ? n - 1 : e == 1 ? 0 : random.nextLong(n);
            long i = Math.max(p, q);
            long j = Math.min(p, q);
            double error = error(i, j);
            if (!(error <= bound) && fault.isEmpty()) {
                fault = "entry (%d, %d) of L L' is off by %.1e of its terms, allowed %.1e".formatted(i, j, error, bound);
            }
            residual = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(residual, error);
            if (i > j && !Double.isNaN(l.get(j, i))) {
                fault = "entry (%d, %d) lies above the triangle asked for, and was written".formatted(j, i);
            }
        }
        return new Check(residual, bound, fault);
    }

    private double error(long i, long j) {
        double sum = 0;
        double scale = 0;
        for (long k = 0; k <= j; k++) {
            double term = l.get(i, k) * l.get(j, k);
            sum += term;
            scale += Math.abs(term);
        }
        return Math.abs(sum - a.get(i, j)) / scale;
    }

    @Override
    public String library() {
        return lapack.map(Lapack::description).orElse(products.backend().description());
    }

    @Override
    public String setup() {
        Precision precision = a.precision();
        return (lapack.isPresent() ? "LAPACK potrf; " : "core's Cholesky; ") + products.backend().numericKey(precision);
    }
}
