package gramflow.matrix;

import gramflow.backend.Activation;
import gramflow.backend.Backend;
import gramflow.backend.Backends;
import gramflow.backend.RowLoss;
import gramflow.backend.Triangle;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.ProductPair;
import gramflow.memory.Strided;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Products of matrices on a backend and a number of workers: shapes are checked here, once. Immutable, and safe to share between threads.
 *
 * <p>{@code Products.auto()} takes the best backend of the machine and all its CPUs.
 *
 * @param backend who computes
 * @param workers on which threads
 */
public record Products(Backend backend, Workers workers) {

    /** The backend {@link Backends#auto}, on as many threads as there are CPUs. */
    public static Products auto() {
        return new Products(Backends.auto(), Workers.shared());
    }

    /** The same on another backend. */
    public Products withBackend(Backend other) {
        return new Products(other, workers);
    }

    /** The same on other workers. */
    public Products withWorkers(Workers other) {
        return new Products(backend, other);
    }

    /** A·B, in new memory. 2·m·n·k flops. */
    public Matrix times(Matrix a, Matrix b) {
        Matrix c = Matrix.zeros(a.precision(), a.rows(), b.cols());
        gemm(1, a, b, 0, c);
        return c;
    }

    /**
     * C ← α·A·B + β·C. For a transposed factor pass its {@link Matrix#transpose view}. With β = 0, C is overwritten, whatever it held. 2·m·n·k flops.
     *
     * @param a m × k
     * @param b k × n
     * @param c m × n; must not overlap a or b
     * @throws IllegalArgumentException if shapes or precisions do not fit
     */
    public void gemm(double alpha, Matrix a, Matrix b, double beta, Matrix c) {
        gemm(alpha, a, b, beta, c, Progress.NONE);
    }

    /**
     * As {@link #gemm(double, Matrix, Matrix, double, Matrix)}, telling of it in flops.
     *
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    public void gemm(double alpha, Matrix a, Matrix b, double beta, Matrix c, Progress progress) {
        if (a.cols() != b.rows() || c.rows() != a.rows() || c.cols() != b.cols()) {
            throw new IllegalArgumentException(
                    "gemm: A is %s, B is %s, C is %s; expected m x k, k x n, m x n".formatted(a.shape(), b.shape(), c.shape()));
        }
        checkPrecision("gemm", c, a, b);
        backend.gemm(alpha, a.strided(), b.strided(), beta, c.strided(), workers, progress);
    }

    /** X·Xᵀ with both triangles, in new memory: n·(n+1)·d flops. */
    public Matrix gram(Matrix x) {
        Matrix k = Matrix.zeros(x.precision(), x.rows(), x.rows());
        gram(1, x, 0, Triangle.BOTH, k, Progress.NONE);
        return k;
    }

    /**
     * K ← α·X·Xᵀ + β·K on a triangle of K; for XᵀX pass the {@link Matrix#transpose view}. With β = 0 the triangle is overwritten, whatever it held.
     * n·(n+1)·d flops.
     *
     * @param x n × d
     * @param k n × n; must not overlap x
     * @param progress hears of it in flops, and may cancel
     * @throws IllegalArgumentException if shapes or precisions do not fit
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    public void gram(double alpha, Matrix x, double beta, Triangle triangle, Matrix k, Progress progress) {
        if (k.rows() != x.rows() || k.cols() != x.rows()) {
            throw new IllegalArgumentException("gram: X is %s, K is %s; expected n x d, n x n".formatted(x.shape(), k.shape()));
        }
        checkPrecision("gram", k, x);
        backend.gram(alpha, x.strided(), beta, triangle, k.strided(), workers, progress);
    }

    /**
     * K ← Σ_l (s_l·A_l·A_lᵀ + c_l) ∘ (D_l·D_lᵀ) + β·K on a triangle of K: the tangent kernel of a net, layer by layer. With β = 0 the triangle is
     * overwritten, whatever it held. Σ_l {@link ProductPair#flops} flops.
     *
     * @param pairs n × n and {@linkplain ProductPair#symmetric symmetric} each
     * @param k n × n; must not overlap a factor
     * @param progress hears of it in flops, and may cancel
     * @throws IllegalArgumentException if shapes or precisions do not fit, or a pair is not symmetric
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    public void hadamard(List<ProductPair> pairs, double beta, Triangle triangle, Matrix k, Progress progress) {
        checkPairs(pairs, k);
        if (!pairs.stream().allMatch(ProductPair::symmetric)) {
            throw new IllegalArgumentException(
                    "hadamard: a pair is not symmetric, expected products of rows with themselves for a triangle of K");
        }
        backend.hadamard(pairs, beta, triangle, k.strided(), workers, progress);
    }

    /**
     * K ← Σ_l (s_l·A_l·A_l′ᵀ + c_l) ∘ (D_l·D_l′ᵀ) + β·K, all entries. With β = 0, K is overwritten, whatever it held. Σ_l {@link ProductPair#flops} flops.
     *
     * @param pairs n × m each
     * @param k n × m; must not overlap a factor
     * @param progress hears of it in flops, and may cancel
     * @throws IllegalArgumentException if shapes or precisions do not fit
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    public void hadamard(List<ProductPair> pairs, double beta, Matrix k, Progress progress) {
        checkPairs(pairs, k);
        backend.hadamard(pairs, beta, k.strided(), workers, progress);
    }

    private static void checkPairs(List<ProductPair> pairs, Matrix k) {
        for (ProductPair pair : pairs) {
            if (pair.rows() != k.rows() || pair.cols() != k.cols() || pair.a().precision() != k.precision()) {
                throw new IllegalArgumentException("hadamard: a pair gives %d x %d %s, K is %s; expected one shape and precision".formatted(
                        pair.rows(), pair.cols(), pair.a().precision().label(), k.shape()));
            }
        }
    }

    /** A·x, in new memory. 2·m·n flops; for Aᵀ·x pass the {@link Matrix#transpose view}. */
    public Matrix timesVector(Matrix a, Matrix x) {
        Matrix y = Matrix.zeros(a.precision(), a.rows(), 1);
        matvec(1, a, x, 0, y);
        return y;
    }

    /**
     * y ← α·A·x + β·y. For Aᵀ·x pass the {@link Matrix#transpose view}. With β = 0, y is overwritten, whatever it held. 2·m·n flops; A is read once.
     *
     * @param a m × n
     * @param x n × 1
     * @param y m × 1; must not overlap a or x
     * @throws IllegalArgumentException if shapes or precisions do not fit
     */
    public void matvec(double alpha, Matrix a, Matrix x, double beta, Matrix y) {
        matvec(alpha, a, x, beta, y, Progress.NONE);
    }

    /**
     * As {@link #matvec(double, Matrix, Matrix, double, Matrix)}, telling of it in flops.
     *
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    public void matvec(double alpha, Matrix a, Matrix x, double beta, Matrix y, Progress progress) {
        if (x.rows() != a.cols() || x.cols() != 1 || y.rows() != a.rows() || y.cols() != 1) {
            throw new IllegalArgumentException(
                    "matvec: A is %s, x is %s, y is %s; expected m x n, n x 1, m x 1".formatted(a.shape(), x.shape(), y.shape()));
        }
        checkPrecision("matvec", y, a, x);
        backend.matvec(alpha, a.strided(), x.strided(), beta, y.strided(), workers, progress);
    }

    /**
     * z = X·w, g ← Xᵀ·φ′(z), reading X once: a loss of n examples, each with its row of X, and its gradient. 4·n·d flops and the loss's.
     *
     * @param x n × d
     * @param w d × 1
     * @param loss φ of each row; called from several threads, for different rows
     * @param g d × 1; must not overlap x or w
     * @return Σ φᵢ(zᵢ)
     * @throws IllegalArgumentException if shapes or precisions do not fit
     */
    public double lossGradient(Matrix x, Matrix w, RowLoss loss, Matrix g) {
        if (w.rows() != x.cols() || w.cols() != 1 || g.rows() != x.cols() || g.cols() != 1) {
            throw new IllegalArgumentException(
                    "loss gradient: X is %s, w is %s, g is %s; expected n x d, d x 1, d x 1".formatted(x.shape(), w.shape(), g.shape()));
        }
        checkPrecision("loss gradient", g, x, w);
        return backend.lossGradient(x.strided(), w.strided(), loss, g.strided(), workers, Progress.NONE);
    }

    /**
     * y ← α·x + y, each product rounded before it is added. 2 flops an entry.
     *
     * @param x any shape
     * @param y the same shape; must not overlap x
     * @throws IllegalArgumentException if shapes or precisions differ
     */
    public void axpy(double alpha, Matrix x, Matrix y) {
        checkShape("axpy", x, y);
        checkPrecision("axpy", y, x);
        backend.axpy(alpha, x.strided(), y.strided(), workers);
    }

    /**
     * y ← x ∘ y, entry by entry, each product rounded once. One flop an entry.
     *
     * @param x any shape
     * @param y the same shape; must not overlap x
     * @throws IllegalArgumentException if shapes or precisions differ
     */
    public void multiply(Matrix x, Matrix y) {
        checkShape("multiply", x, y);
        checkPrecision("multiply", y, x);
        backend.multiply(x.strided(), y.strided(), workers);
    }

    /**
     * y ← x ∘ (y + scale·1·biasᵀ); scale·bias is rounded, then the sum, then the product. 2 flops an entry.
     *
     * @param x n × m
     * @param y n × m; must not overlap x
     * @param bias m × 1, of the precision of y; must not overlap y
     * @throws IllegalArgumentException if shapes or precisions do not fit
     */
    public void multiply(Matrix x, Matrix y, double scale, Matrix bias) {
        checkShape("multiply", x, y);
        checkPrecision("multiply", y, x);
        checkBias("multiply", "y", y, bias);
        backend.multiply(x.strided(), y.strided(), scale, bias.strided(), workers);
    }

    /**
     * φ, φ′ and φ″ of every entry of z, as far as there is a matrix for them: the value within 2 units in the last place, a derivative within those or within
     * 2⁻⁵²·sup|φ⁽ᵏ⁾|; in single precision that, rounded once more.
     *
     * @param z any shape
     * @param value where φ(z) goes, of the shape and precision of z; not overlapping it, or z itself; null if nobody wants it
     * @param slope where φ′(z) goes, or null; must overlap nothing else
     * @param curvature where φ″(z) goes, or null; must overlap nothing else
     * @throws IllegalArgumentException if shapes or precisions differ
     */
    public void activate(Activation activation, Matrix z, @Nullable Matrix value, @Nullable Matrix slope, @Nullable Matrix curvature) {
        checkActivated("value", value, z);
        checkActivated("slope", slope, z);
        checkActivated("curvature", curvature, z);
        backend.activate(activation, z.strided(), strided(value), strided(slope), strided(curvature), workers);
    }

    /**
     * The same of every entry of z + scale·1·biasᵀ.
     *
     * @param z n × m
     * @param bias m × 1, of the precision of z; must overlap nothing that is written
     * @throws IllegalArgumentException if shapes or precisions do not fit
     */
    public void activate(Activation activation, Matrix z, double scale, Matrix bias, @Nullable Matrix value, @Nullable Matrix slope,
            @Nullable Matrix curvature) {
        checkActivated("value", value, z);
        checkActivated("slope", slope, z);
        checkActivated("curvature", curvature, z);
        checkBias("activate", "z", z, bias);
        backend.activate(activation, z.strided(), scale, bias.strided(), strided(value), strided(slope), strided(curvature), workers);
    }

    private static void checkBias(String operation, String what, Matrix z, Matrix bias) {
        if (bias.rows() != z.cols() || bias.cols() != 1 || bias.precision() != z.precision()) {
            throw new IllegalArgumentException("%s: %s is %s, the bias %s; expected n x m, m x 1, of one precision".formatted(operation,
                    what, z.shape(), bias.shape()));
        }
    }

    private static void checkActivated(String what, @Nullable Matrix result, Matrix z) {
        if (result != null && (result.rows() != z.rows() || result.cols() != z.cols() || result.precision() != z.precision())) {
            throw new IllegalArgumentException(
                    "activate: z is %s, the %s is %s; expected one shape and precision".formatted(z.shape(), what, result.shape()));
        }
    }

    private static @Nullable Strided strided(@Nullable Matrix matrix) {
        return matrix == null ? null : matrix.strided();
    }

    /**
     * Σ xᵢ·yᵢ over all entries, row after row; 0 if there are none. 2 flops an entry.
     *
     * @param x any shape
     * @param y the same shape; may be x
     * @throws IllegalArgumentException if shapes or precisions differ
     */
    public double dot(Matrix x, Matrix y) {
        checkShape("dot", x, y);
        checkPrecision("dot", y, x);
        return backend.dot(x.strided(), y.strided(), workers);
    }

    /**
     * The Euclidean norm of a vector, Frobenius' of a matrix: √Σ xᵢ², also where the squares would overflow or underflow. 0 if there are no entries, NaN if one
     * is NaN, else ∞ if one is ±∞. 2 flops an entry.
     */
    public double norm(Matrix x) {
        return backend.norm(x.strided(), workers);
    }

    /** Σ xᵢ over all entries; 0 if there are none. One flop an entry. */
    public double sum(Matrix x) {
        return backend.sum(x.strided(), workers);
    }

    /** max |xᵢ| over all entries, exact; 0 if there are none, NaN if one is NaN. */
    public double maxAbs(Matrix x) {
        return backend.maxAbs(x.strided(), workers);
    }

    private static void checkShape(String product, Matrix x, Matrix y) {
        if (x.rows() != y.rows() || x.cols() != y.cols()) {
            throw new IllegalArgumentException("%s: x is %s, y is %s; expected one shape".formatted(product, x.shape(), y.shape()));
        }
    }

    private static void checkPrecision(String product, Matrix result, Matrix... factors) {
        Precision expected = result.precision();
        for (Matrix factor : factors) {
            if (factor.precision() != expected) {
                throw new IllegalArgumentException(
                        "%s: a factor is %s, the result is %s; expected one precision".formatted(product, factor.shape(),
                                result.shape()));
            }
        }
    }
}
