package gramflow.gram;

import gramflow.backend.Triangle;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import org.jspecify.annotations.Nullable;

/**
 * A Gram matrix to be computed: K = X·Xᵀ, or K(X, X′) = X·X′ᵀ.
 *
 * <pre>{@code
 * Gram gram = Gram.of(x);
 * GramPlan plan = gram.plan();              // what it will cost
 * Matrix k = Matrix.zeros(x.precision(), plan.rows(), plan.cols());
 * GramReport report = gram.compute(k, Progress.NONE);
 * }</pre>
 *
 * <p>A symmetric K is so to the last bit, and the bits of any K depend on the rows and the backend's numeric key alone, not on the number of threads.
 * Immutable, and safe to share between threads; the rows are read where they are, so they must not change while K is computed.
 */
public final class Gram {
    private final Matrix x;
    private final @Nullable Matrix other;
    private final @Nullable Products products;

    private Gram(Matrix x, @Nullable Matrix other, @Nullable Products products) {
        this.x = x;
        this.other = other;
        this.products = products;
    }

    /**
     * K = X·Xᵀ, on the best backend and all CPUs of the machine unless {@link #with} names others.
     *
     * @param x n × d, one example a row; for XᵀX pass the {@link Matrix#transpose view}
     */
    public static Gram of(Matrix x) {
        return new Gram(x, null, null);
    }

    /**
     * K(X, X′) = X·X′ᵀ, on the best backend and all CPUs of the machine unless {@link #with} names others.
     *
     * @param x n × d
     * @param other m × d, of the same precision
     * @throws IllegalArgumentException if the rows differ in length or precision
     */
    public static Gram of(Matrix x, Matrix other) {
        if (x.cols() != other.cols() || x.precision() != other.precision()) {
            throw new IllegalArgumentException(
                    "gram: X is %s, X' is %s; expected n x d and m x d of one precision".formatted(x.shape(), other.shape()));
        }
        return new Gram(x, other, null);
    }

    /** The same on a backend and workers of one's choice. */
    public Gram with(Products on) {
        return new Gram(x, other, on);
    }

    /**
     * What computing it costs.
     *
     * @throws IllegalArgumentException if K would have more than 2⁶³ bytes
     */
    public GramPlan plan() {
        return other == null
                ? GramPlan.symmetric(x.rows(), x.cols(), x.precision())
                : GramPlan.rectangular(x.rows(), other.rows(), x.cols(), x.precision());
    }

    /**
     * Computes K into {@code target}, both triangles, whatever it held before.
     *
     * @param target n × n, or n × m; must not overlap the rows
     * @param progress hears of it in flops, and may cancel: what is finished of {@code target} then stays as it is
     * @return the plan and the time
     * @throws IllegalArgumentException if the target's shape or precision does not fit
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    public GramReport compute(Matrix target, Progress progress) {
        GramPlan plan = plan();
        // Found only now: whoever names a backend is not to wait for, or fail by, the search for another.
        Products on = products == null ? Products.auto() : products;
        long begin = System.nanoTime();
        if (other == null) {
            on.gram(1, x, 0, Triangle.BOTH, target, progress);
        } else {
            on.gemm(1, x, other.transpose(), 0, target, progress);
        }
        return new GramReport(plan, (System.nanoTime() - begin) / 1e9);
    }
}
