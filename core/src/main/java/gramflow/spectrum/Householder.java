package gramflow.spectrum;

import gramflow.backend.Triangle;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.concurrent.CancellationException;

/**
 * A = Q·T·Qᵀ with T tridiagonal, by reflections that are gathered into blocks (Dongarra, Sorensen and Hammarling, J. Comput. Appl. Math. 27, 1989): half of
 * the 4n³/3 flops are matrix–vector products with what is left of A, bound by memory, the other half rank-2b updates, bound by the FMA units.
 */
final class Householder {
    /** Reflections in a block: enough for an update to run at the rate of products, few enough to keep the vectors of a block in a second-level cache. */
    private static final int BLOCK = 32;
    /** Below this a column of a matrix whose entries reach 2⁻³⁰⁰ is zero to rounding, and its reflection would not be orthogonal: subnormal numbers have few digits. */
    private static final double NOTHING = 0x1p-900;

    private final Matrix a;
    private final Products on;
    private final int n;
    private final double[] d;
    private final double[] e;
    private final double[] tau;
    /** Vectors v and w of the block, in turns, and the same with the two exchanged: A − PᵀR is the update. */
    private final Matrix p;
    private final Matrix r;
    private final Matrix coefficients = Matrix.zeros(Precision.F64, 2 * BLOCK, 1);
    private final Matrix x;
    private final Matrix w;

    private Householder(Matrix a, Products on) {
        this.a = a;
        this.on = on;
        n = Math.toIntExact(a.rows());
        d = new double[n];
        e = new double[Math.max(0, n - 1)];
        tau = new double[Math.max(0, n - 1)];
        p = Matrix.zeros(Precision.F64, 2 * BLOCK, n);
        r = Matrix.zeros(Precision.F64, 2 * BLOCK, n);
        x = Matrix.zeros(Precision.F64, n, 1);
        w = Matrix.zeros(Precision.F64, n, 1);
    }

    /**
     * Reduces a symmetric matrix.
     *
     * @param a n × n f64 with both triangles, of finite entries whose largest is between 2⁻³⁰⁰ and 2³⁰⁰, or all zero; destroyed, and kept for
     *        {@link #transposedQ}
     * @throws CancellationException if {@code progress}, which hears of it in flops, says so
     */
    static Householder reduce(Matrix a, Products on, Progress progress) {
        Householder reduction = new Householder(a, on);
        progress.begin("tridiagonalisation", 4.0 / 3 * a.rows() * a.rows() * a.rows());
        for (int k = 0; k < reduction.n; k += BLOCK) {
            if (progress.cancelled()) {
                throw new CancellationException();
            }
            reduction.block(k, Math.min(reduction.n, k + BLOCK));
            double left = reduction.n - k;
            progress.advance(4 * left * left * Math.min(BLOCK, left));
        }
        return reduction;
    }

    /** The diagonal of T. */
    double[] diagonal() {
        return d;
    }

    /** What is beside it, n − 1 entries. */
    double[] beside() {
        return e;
    }

    private void block(int from, int to) {
        for (int i = from; i < to; i++) {
            column(i, i - from);
        }
        if (to < n) {
            on.gemm(-1, p.block(0, 2L * (to - from), to, n).transpose(), r.block(0, 2L * (to - from), to, n), 1, a.block(to, n, to, n));
        }
    }

    /** Column i of A, brought up to date with the j reflections of the block before it, gives d[i], e[i] and reflection i. */
    private void column(int i, int j) {
        Matrix current = x.rows(i, n);
        current.assign(a.block(i, i + 1, i, n).transpose());
        if (j > 0) {
            Matrix before = coefficients.rows(0, 2L * j);
            before.assign(r.block(0, 2L * j, i, i + 1));
            on.matvec(-1, p.block(0, 2L * j, i, n).transpose(), before, 1, current);
        }
        d[i] = current.get(0, 0);
        if (i + 1 == n) {
            return;
        }
        Matrix v = x.rows(i + 1, n);
        double alpha = v.get(0, 0);
        double rest = i + 2 < n ? on.norm(x.rows(i + 2, n)) : 0;
        if (rest < NOTHING) {
            e[i] = alpha;
            tau[i] = 0;
            v.strided().segment().asSlice(0, (long) (n - i - 1) * Double.BYTES).fill((byte) 0);
        } else {
            double beta = -Math.copySign(Math.hypot(alpha, rest), alpha);
            e[i] = beta;
            tau[i] = (beta - alpha) / beta;
            scale(v, 1 / (alpha - beta));
        }
        v.set(0, 0, 1);
        Matrix product = w.rows(i + 1, n);
        on.matvec(tau[i], a.block(i + 1, n, i + 1, n), v, 0, product);
        if (j > 0) {
            Matrix before = coefficients.rows(0, 2L * j);
            on.matvec(-tau[i], r.block(0, 2L * j, i + 1, n), v, 0, before);
            on.matvec(1, p.block(0, 2L * j, i + 1, n).transpose(), before, 1, product);
        }
        on.axpy(-tau[i] / 2 * on.dot(product, v), v, product);
        Matrix vRow = v.transpose();
        p.block(2L * j, 2L * j + 1, i + 1, n).assign(vRow);
        r.block(2L * j + 1, 2L * j + 2, i + 1, n).assign(vRow);
        p.block(2L * j + 1, 2L * j + 2, i + 1, n).assign(product.transpose());
        r.block(2L * j, 2L * j + 1, i + 1, n).assign(product.transpose());
        a.block(i, i + 1, i + 1, n).assign(vRow);
    }

    private static void scale(Matrix v, double factor) {
        for (long i = 0; i < v.rows(); i++) {
            v.set(i, 0, v.get(i, 0) * factor);
        }
    }

    /**
     * Qᵀ, in new memory: 4n³/3 flops, nearly all of them products.
     *
     * @throws CancellationException if {@code progress}, which hears of it in flops, says so
     */
    Matrix transposedQ(Progress progress) {
        Matrix result = Matrix.zeros(Precision.F64, n, n);
        for (int i = 0; i < n; i++) {
            result.set(i, i, 1);
        }
        progress.begin("reflections", 4.0 / 3 * n * n * n);
        Matrix q = result.transpose();
        for (int from = (n - 1) / BLOCK * BLOCK; from >= 0; from -= BLOCK) {
            if (progress.cancelled()) {
                throw new CancellationException();
            }
            int to = Math.min(n - 1, from + BLOCK);
            if (to > from) {
                reflect(from, to, q.block(from + 1, n, from + 1, n));
            }
            double left = n - from;
            progress.advance(4 * left * left * (to - from));
        }
        return result;
    }

    /** Q ← (I − Vᵀ·S·V)·Q on the part of Q that reflections from … to touch, V their vectors and S upper triangular. */
    private void reflect(int from, int to, Matrix q) {
        int count = to - from;
        Matrix v = p.block(0, count, 0, n - from - 1);
        for (int j = 0; j < count; j++) {
            int i = from + j;
            for (long k = 0; k < j; k++) {
                v.set(j, k, 0);
            }
            v.block(j, j + 1, j, n - from - 1).assign(a.block(i, i + 1, i + 1, n));
        }
        Matrix products = Matrix.zeros(Precision.F64, count, count);
        on.gram(1, v, 0, Triangle.BOTH, products, Progress.NONE);
        Matrix s = Matrix.zeros(Precision.F64, count, count);
        for (int j = 0; j < count; j++) {
            s.set(j, j, tau[from + j]);
            for (int i = 0; i < j; i++) {
                double sum = 0;
                for (int l = i; l < j; l++) {
                    sum += s.get(i, l) * products.get(l, j);
                }
                s.set(i, j, -tau[from + j] * sum);
            }
        }
        Matrix vq = on.times(v, q);
        on.gemm(-1, v.transpose(), on.times(s, vq), 1, q);
    }
}
