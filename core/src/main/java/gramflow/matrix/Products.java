package gramflow.matrix;

import gramflow.backend.Backend;
import gramflow.backend.Backends;
import gramflow.backend.Triangle;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;

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
