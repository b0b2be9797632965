package gramflow.gram;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.ProductPair;
import gramflow.model.Jacobian;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Gram matrix to be computed: K = X·Xᵀ, K(X, X′) = X·X′ᵀ, the tangent kernel K = J·Jᵀ of a {@link Jacobian}, or
 * any sum of such products multiplied entry by entry.
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
    private final Factors factors;
    private final @Nullable Products products;

    private Gram(Factors factors, @Nullable Products products) {
        this.factors = factors;
        this.products = products;
    }

    /**
     * K = X·Xᵀ, on the best backend and all CPUs of the machine unless {@link #with} names others.
     *
     * @param x n × d, one example a row; for XᵀX pass the {@link Matrix#transpose view}
     */
    public static Gram of(Matrix x) {
        return of(List.of(ProductPair.of(1, x.strided(), 0, null)));
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
        return of(List.of(new ProductPair(1, x.strided(), other.strided(), 0, 1, null, null)));
    }

    /**
     * K = Σ_l (s_l·A_l·A_l′ᵀ + c_l) ∘ (D_l·D_l′ᵀ): a pair for each layer is the tangent kernel of a net.
     *
     * @param pairs of one shape and precision
     * @throws IllegalArgumentException if there is none, or they differ in shape or precision
     */
    public static Gram of(List<ProductPair> pairs) {
        return new Gram(new PairFactors(new PairTiles(pairs)), null);
    }

    /** A K whose blocks come from anywhere: from rows that stay in their file, {@link StreamedTiles}. */
    public static Gram of(KernelTiles tiles) {
        return new Gram(new TileFactors(tiles), null);
    }

    /** The tangent kernel J·Jᵀ, for all outputs: n·o × n·o. */
    public static Gram of(Jacobian jacobian) {
        return of(Tangent.of(jacobian));
    }

    /** The tangent kernel as it is asked for. */
    public static Gram of(Tangent tangent) {
        return new Gram(new TangentFactors(tangent), null);
    }

    /** The same on a backend and workers of one's choice. */
    public Gram with(Products on) {
        return new Gram(factors, on);
    }

    /**
     * What computing it costs.
     *
     * @throws IllegalArgumentException if K would have more than 2⁶³ bytes
     */
    public GramPlan plan() {
        return factors.plan();
    }

    /**
     * K block by block, for whoever needs a part of it, or has no room for the whole: {@link GramFile}. Of a tangent kernel this makes the factors.
     *
     * @throws IllegalStateException if its entries are laid out in another way than as a matrix
     */
    public KernelTiles tiles() {
        return factors.tiles();
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
        if (target.rows() != plan.rows() || target.cols() != plan.cols() || target.precision() != plan.precision()) {
            throw new IllegalArgumentException("gram: K is %d x %d %s, its target is %s".formatted(plan.rows(), plan.cols(),
                    plan.precision().label(), target.shape()));
        }
        factors.compute(target, on, progress);
        return new GramReport(plan, (System.nanoTime() - begin) / 1e9);
    }
}
