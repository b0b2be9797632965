package gramflow.backend;

import gramflow.kernel.Activations;
import gramflow.kernel.Fill;
import gramflow.kernel.ScalarVectors;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.ProductPair;
import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Dense products, and sums over entries. All operands of a call have one precision; the output overlaps no input; shapes are those stated, checked by {@code matrix} above and
 * trusted here. NaN and ∞ in the inputs pass through as in the plain loops of the scalar backend. Implementations are thread-safe and hold no state of
 * a call.
 *
 * <p>A result depends on the inputs and the {@linkplain #numericKey numeric key} alone: never on the number of threads, never on the run. Of a
 * matrix–vector product the inputs include the strides of the matrix; of any product of a linked library they include those of every operand. The one exception is which of the many NaNs a NaN is: Java
 * leaves that open, and C2 makes use of it.
 *
 * <p>{@link #dot}, {@link #axpy}, {@link #norm}, {@link #sum} and {@link #maxAbs} take the entries of a block of any shape, row after row: a vector of any
 * stride, or a whole matrix; their bits depend neither on strides nor on where the memory is. Results that are numbers are doubles in either precision, but
 * partial sums may be taken in that of the entries, and overflow where it does.
 */
public interface Backend {

    /** Short name, as on the command line: {@code vector}, {@code scalar}, … */
    String name();

    /** What is underneath, with version where there is one, for a person: {@code "Vector API, 512 bits, tile 12x2"}. */
    String description();

    /**
     * All that decides the bits of a result besides the inputs: backend, species, tile, blocks of the inner dimension, FMA or not. Results under equal
     * keys are bit-identical.
     */
    String numericKey(Precision precision);

    /**
     * Whether the bits of an entry of a product follow from its two rows alone, in either order: not from the block it is computed in, nor from its place there. Then a block and its
     * mirror image may be computed each for itself. The built-in backends keep this; of a linked library nobody knows, so the default is no.
     */
    default boolean entriesStandAlone() {
        return false;
    }

    /**
     * C ← α·A·B + β·C. With β = 0, C is overwritten, whatever it held (NaN too). 2·m·n·k flops.
     *
     * @param a m × k
     * @param b k × n
     * @param c m × n
     * @param workers who does it
     * @param progress hears of it in flops; cancelling throws {@link java.util.concurrent.CancellationException}
     */
    void gemm(double alpha, Strided a, Strided b, double beta, Strided c, Workers workers, Progress progress);

    /**
     * K ← α·X·Xᵀ + β·K on a triangle of K. With β = 0 that triangle is overwritten, whatever it held; with {@link Triangle#BOTH} and β ≠ 0 K is taken to
     * be symmetric and its lower triangle read. n·(n+1)·d flops.
     *
     * @param x n × d
     * @param k n × n
     * @param workers who does it
     * @param progress hears of it in flops; cancelling throws {@link java.util.concurrent.CancellationException}
     */
    void gram(double alpha, Strided x, double beta, Triangle triangle, Strided k, Workers workers, Progress progress);

    /**
     * K ← Σ_l (s_l·A_l·A_lᵀ + c_l) ∘ (D_l·D_lᵀ) + β·K on a triangle of K, ∘ being multiplication entry by entry: the tangent kernel of a net, layer by layer. With β = 0 that triangle is
     * overwritten, whatever it held; with {@link Triangle#BOTH} K is symmetric to the bit. Σ_l {@link ProductPair#flops} flops.
     *
     * <p>This default does it in square tiles by means of {@link #gemm} and {@link #gram}.
     *
     * @param pairs n × n and {@linkplain ProductPair#symmetric symmetric} each
     * @param k n × n
     * @param workers who does it
     * @param progress hears of it in flops; cancelling throws {@link java.util.concurrent.CancellationException}
     */
    default void hadamard(List<ProductPair> pairs, double beta, Triangle triangle, Strided k, Workers workers, Progress progress) {
        HadamardByProducts.run(this, pairs, beta, triangle.fill(), k, workers, progress);
    }

    /**
     * K ← Σ_l (s_l·A_l·A_l′ᵀ + c_l) ∘ (D_l·D_l′ᵀ) + β·K, all entries. With β = 0, K is overwritten, whatever it held. Σ_l {@link ProductPair#flops} flops.
     *
     * <p>This default does it in square tiles by means of {@link #gemm}.
     *
     * @param pairs n × m each
     * @param k n × m
     * @param workers who does it
     * @param progress hears of it in flops; cancelling throws {@link java.util.concurrent.CancellationException}
     */
    default void hadamard(List<ProductPair> pairs, double beta, Strided k, Workers workers, Progress progress) {
        HadamardByProducts.run(this, pairs, beta, Fill.ALL, k, workers, progress);
    }

    /**
     * y ← α·A·x + β·y. With β = 0, y is overwritten, whatever it held (NaN too). For Aᵀ·x pass the {@linkplain Strided#transpose transposed} view: A is read
     * along the way it lies in memory either way. 2·m·n flops; A is read once.
     *
     * @param a m × n
     * @param x n × 1
     * @param y m × 1
     * @param workers who does it
     * @param progress hears of it in flops; cancelling throws {@link java.util.concurrent.CancellationException}
     */
    void matvec(double alpha, Strided a, Strided x, double beta, Strided y, Workers workers, Progress progress);

    /**
     * The loss of a linear predictor and its gradient: z = X·w, g ← Xᵀ·φ′(z), returning Σ φᵢ(zᵢ). The built-in backends read X once, and apply the loss to a few rows at a time while they are in
     * cache; this default reads it twice. 4·n·d flops and the loss's.
     *
     * @param x n × d
     * @param w d × 1
     * @param loss φ of each row; called from the workers' threads, for different rows
     * @param g d × 1
     * @param workers who does it
     * @param progress hears of it in flops; cancelling throws {@link java.util.concurrent.CancellationException}
     */
    default double lossGradient(Strided x, Strided w, RowLoss loss, Strided g, Workers workers, Progress progress) {
        double[] residuals = new double[Math.toIntExact(x.rows())];
        Strided z = new Strided(MemorySegment.ofArray(residuals), Precision.F64, x.rows(), 1, 1, 1);
        Strided products = x.precision() == Precision.F64
                ? z
                : new Strided(MemorySegment.ofArray(new float[residuals.length]), Precision.F32, x.rows(), 1, 1, 1);
        matvec(1, x, w, 0, products, workers, progress);
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = products.get(i, 0);
        }
        double sum = loss.residuals(0, 1, residuals, residuals.length);
        for (int i = 0; i < residuals.length; i++) {
            products.set(i, 0, residuals[i]);
        }
        matvec(1, x.transpose(), products, 0, g, workers, progress);
        return sum;
    }

    /**
     * y ← α·x + y. The built-in backends round each product before they add it, so that they agree to the bit. With α = 0, ∞ and NaN in x still make NaN. 2 flops
     * an entry.
     *
     * @param x of the shape of y
     * @param y any shape
     * @param workers who does it
     */
    void axpy(double alpha, Strided x, Strided y, Workers workers);

    /**
     * y ← x ∘ y, entry by entry, each product rounded once. One flop an entry.
     *
     * @param x of the shape of y
     * @param y any shape
     * @param workers who does it
     */
    default void multiply(Strided x, Strided y, Workers workers) {
        ScalarVectors.multiply(x, y);
    }

    /**
     * y ← x ∘ (y + scale·1·biasᵀ): how a layer's output moves with its biases, behind an activation of slopes x. scale·bias is rounded, then the sum, then the product, each in the precision of y. 2 flops an
     * entry.
     *
     * @param x n × m
     * @param y n × m
     * @param bias m × 1, overlapping neither
     * @param workers who does it
     */
    default void multiply(Strided x, Strided y, double scale, Strided bias, Workers workers) {
        ScalarVectors.multiply(x, y, scale, bias);
    }

    /**
     * φ, φ′ and φ″ of every entry of z, as far as there is a block for them. In double precision the value is within 2 units in the last place, and a derivative
     * within those or within 2⁻⁵²·sup|φ⁽ᵏ⁾|, whichever is larger; in single precision it is that, rounded once more. φ(±∞) and its derivatives are their limits; of NaN all is NaN.
     *
     * <p>The same entry gives the same bits on every backend: all that matters is whether the hardware fuses multiply and add. This default takes one entry at a time.
     *
     * @param z any shape
     * @param value where φ(z) goes: of the shape and precision of z, not overlapping it, or z itself; null if nobody wants it
     * @param slope where φ′(z) goes, or null
     * @param curvature where φ″(z) goes, or null
     * @param workers who does it
     */
    default void activate(Activation activation, Strided z, @Nullable Strided value, @Nullable Strided slope, @Nullable Strided curvature,
            Workers workers) {
        Activations.scalar().apply(activation.formula(), z, value, slope, curvature, workers);
    }

    /**
     * The same of every entry of z + scale·1·biasᵀ, what a layer does with its biases on the way; the product is rounded, and then the sum, in the precision of z.
     *
     * @param z n × m
     * @param bias m × 1, overlapping nothing that is written
     */
    default void activate(Activation activation, Strided z, double scale, Strided bias, @Nullable Strided value, @Nullable Strided slope,
            @Nullable Strided curvature, Workers workers) {
        Activations.scalar().apply(activation.formula(), z, scale, bias, value, slope, curvature, workers);
    }

    /**
     * Σ xᵢ·yᵢ; 0 if there are no entries. 2 flops an entry.
     *
     * @param x any shape
     * @param y the same shape; may be x
     * @param workers who does it
     */
    double dot(Strided x, Strided y, Workers workers);

    /**
     * The Euclidean norm √Σ xᵢ² (of a matrix: Frobenius'), to a few roundings also where squares would overflow or underflow; it overflows only if it is beyond
     * the largest double. 0 if there are no entries, NaN if one is NaN, else ∞ if one is ±∞. 2 flops an entry.
     *
     * @param x any shape
     * @param workers who does it
     */
    double norm(Strided x, Workers workers);

    /**
     * Σ xᵢ; 0 if there are no entries. One flop an entry.
     *
     * @param x any shape
     * @param workers who does it
     */
    double sum(Strided x, Workers workers);

    /**
     * The maximum norm max |xᵢ|, exact; 0 if there are no entries, NaN if one is NaN.
     *
     * @param x any shape
     * @param workers who does it
     */
    double maxAbs(Strided x, Workers workers);

    /** Largest order of a triangle that {@link #solveTriangle} takes; 0, the default, where there is none. */
    default int triangleOrder(Precision precision) {
        return 0;
    }

    /**
     * X ← X·L⁻ᵀ by forward substitution. m·n² flops.
     *
     * @param l n × n, n ≤ {@link #triangleOrder}; its lower triangle counts
     * @param x m × n
     * @param workers who does it
     */
    default void solveTriangle(Strided l, Strided x, Workers workers) {
        throw new UnsupportedOperationException(name() + " solves no triangles: triangleOrder is 0");
    }

    /** Factorisations of the library underneath, if it has them; empty in the built-in backends. */
    default Optional<Lapack> lapack() {
        return Optional.empty();
    }
}
