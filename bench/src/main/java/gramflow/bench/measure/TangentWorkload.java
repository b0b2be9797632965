package gramflow.bench.measure;

import gramflow.backend.Triangle;
import gramflow.gram.Gram;
import gramflow.gram.GramPlan;
import gramflow.gram.Tangent;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.memory.ProductPair;
import gramflow.memory.Strided;
import gramflow.model.Jacobian;
import gramflow.model.Outputs;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The tangent kernel of a net d-512-512-1 from its parameters on: activations, sensitivities, products. */
final class TangentWorkload extends NetWorkload {
    /** Width of a hidden layer. */
    static final long WIDTH = 512;
    /** Examples of the small call: more than a tile of K, so that it takes all its paths. */
    private static final long SMALL = 300;
    private static final int ENTRIES = 8;
    private static final double SAFETY = 2;

    /** How it is computed. */
    enum Way {
        /** As {@link Gram} does it: products of a layer are multiplied while they are in cache. */
        FUSED,
        /** As one does it with a BLAS: two products of rows for each layer, n × n each, and a pass that multiplies and adds them. */
        PRODUCTS,
        /** Rows of J written out, and their products. */
        ROWS
    }

    private final Way way;
    private final Jacobian jacobian;
    private final Jacobian small;
    private final Matrix k;
    private final List<Matrix> temporaries;

    TangentWorkload(Row row, Way way) {
        super(row, row.d(), WIDTH, WIDTH, 1);
        this.way = way;
        jacobian = all();
        small = few(SMALL);
        long n = row.n();
        k = Matrix.zeros(row.precision(), n, n);
        temporaries = way == Way.PRODUCTS
                ? List.of(Matrix.zeros(row.precision(), n, n), Matrix.zeros(row.precision(), n, n))
                : List.of();
    }

    /** Flops of activations and sensitivities for n examples. */
    static double factorFlops(double n, double d) {
        return 2 * n * (d * WIDTH + (double) WIDTH * WIDTH + WIDTH + (double) WIDTH * WIDTH);
    }

    /** Σ of the lengths of rows whose products are taken. */
    static double lengths(double d) {
        return d + 4.0 * WIDTH;
    }

    /** Flops of all of it, however it is done: those of {@link Way#FUSED}. */
    static double flops(double n, double d) {
        return n * (n + 1) * lengths(d) + factorFlops(n, d);
    }

    /** Numbers read or written: factors and K's lower triangle. */
    static double elements(double n, double d) {
        return n * lengths(d) + n * (n + 1) / 2;
    }

    /** p. */
    static double parameters(double d) {
        return d * WIDTH + (double) WIDTH * WIDTH + WIDTH + 2.0 * WIDTH + 1;
    }

    @Override
    public void run() {
        run(jacobian);
    }

    @Override
    public void runSmall() {
        run(small);
    }

    private void run(Jacobian j) {
        long n = j.examples();
        Matrix target = k.block(0, n, 0, n);
        j.moveTo(w);
        switch (way) {
            case FUSED -> products.hadamard(j.pairs(Outputs.ALL), 0, Triangle.LOWER, target, Progress.NONE);
            case PRODUCTS -> byProducts(j.pairs(Outputs.ALL), target);
            case ROWS -> Gram.of(Tangent.of(j).by(GramPlan.Way.EXPLICIT_ROWS)).with(products).compute(target, Progress.NONE);
        }
    }

    private void byProducts(List<ProductPair> pairs, Matrix target) {
        long n = target.rows();
        Matrix left = temporaries.get(0).block(0, n, 0, n);
        Matrix right = temporaries.get(1).block(0, n, 0, n);
        boolean first = true;
        for (ProductPair pair : pairs) {
            products.backend().gram(pair.scale(), pair.a(), 0, Triangle.LOWER, left.strided(), products.workers(), Progress.NONE);
            Strided d = pair.d();
            if (d != null) {
                products.backend().gram(1, d, 0, Triangle.LOWER, right.strided(), products.workers(), Progress.NONE);
            }
            add(left, d == null ? null : right, pair.shift(), target, first);
            first = false;
        }
    }

    /** Lower triangle of target ← (left + shift) ∘ right, added to what it holds unless it is the first. */
    private void add(Matrix left, @Nullable Matrix right, double shift, Matrix target, boolean first) {
        products.workers().forEach(target.rows(),
                (i, worker) -> RowProduct.add(left.rows(i, i + 1), right == null ? null : right.rows(i, i + 1),
                        shift, target.rows(i, i + 1), i + 1, first));
    }

    /** Entries against products of rows written out from the same activations and sensitivities: off by Σ(lengths)·u of Σ|terms| at most, twice that allowed. */
    @Override
    public Check check() {
        double bound = SAFETY * lengths() * w.precision().unitRoundoff();
        SplittableRandom random = new SplittableRandom(1);
        double residual = 0;
        String fault = "";
        long n = k.rows();
        for (int e = 0; e < ENTRIES; e++) {
            long p = e == 0 ? n - 1 : random.nextLong(n);
            long q = e == 1 ? 0 : random.nextLong(n);
            long i = Math.max(p, q);
            long j = Math.min(p, q);
            double error = error(i, j);
            if (!(error <= bound) && fault.isEmpty()) {
                fault = "entry (%d, %d) of K is off by %.1e of its terms, allowed %.1e".formatted(i, j, error, bound);
            }
            residual = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(residual, error);
        }
        return new Check(residual, bound, fault);
    }

    private double error(long i, long j) {
        Matrix left = jacobian.rows(i, i + 1);
        Matrix right = jacobian.rows(j, j + 1);
        double sum = 0;
        double scale = 0;
        for (long c = 0; c < left.cols(); c++) {
            double term = left.get(0, c) * right.get(0, c);
            sum += term;
            scale += Math.abs(term);
        }
        return Math.abs(sum - k.get(i, j)) / scale;
    }

    @Override
    public String setup() {
        return switch (way) {
            case FUSED -> "fused; ";
            case PRODUCTS -> "two products a layer, then multiplied; ";
            case ROWS -> "explicit rows; ";
        } + super.setup();
    }
}
