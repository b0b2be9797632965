package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import java.util.concurrent.CancellationException;

/**
 * A = L·Lᵀ of a symmetric positive definite matrix, by halving: factor the first half, solve for what is below it, subtract its square from the second
 * half, factor that. All but blocks of {@value SmallCholesky#ORDER} rows are products of large matrices, and each entry is updated log₂ n times in all. n³/3 flops.
 *
 * <p>Computed L satisfies L·Lᵀ = A + E with |E| ≤ (n+1)u·|L||Lᵀ| to first order (Higham, Accuracy and Stability, 10.3). The same bits for any number of
 * threads. Immutable as long as nobody writes to the factor; solving from several threads is safe.
 */
public final class Cholesky {
    private final Matrix factor;
    private final Products on;

    private Cholesky(Matrix factor, Products on) {
        this.factor = factor;
        this.on = on;
    }

    /**
     * Factors a copy of A; as {@link #inPlace}.
     *
     * @param a n × n; its lower triangle is read
     */
    public static Cholesky of(Matrix a, Products on) {
        Matrix copy = Matrix.zeros(a.precision(), a.rows(), a.cols());
        for (long i = 0; i < Math.min(a.rows(), a.cols()); i++) {
            copy.block(i, i + 1, 0, i + 1).assign(a.block(i, i + 1, 0, i + 1));
        }
        return inPlace(copy, on, Progress.NONE);
    }

    /**
     * Factors A where it is.
     *
     * @param a n × n; L replaces its lower triangle, and what is above the diagonal is neither read nor written
     * @param progress hears of it in flops, and may cancel
     * @throws IllegalArgumentException if A is not square
     * @throws NotPositiveDefiniteException at the first pivot that is not positive: rows before it are factored then
     * @throws CancellationException if {@code progress} says so
     */
    public static Cholesky inPlace(Matrix a, Products on, Progress progress) {
        if (a.rows() != a.cols()) {
            throw new IllegalArgumentException("Cholesky: the matrix is " + a.shape() + ", expected n x n");
        }
        double n = a.rows();
        progress.begin("Cholesky", n * n * n / 3);
        new Halves(on, progress).factor(a, 0);
        return new Cholesky(a, on);
    }

    /**
     * A factor that is there.
     *
     * @param l n × n; its lower triangle is L, and what is above the diagonal is not read
     * @throws IllegalArgumentException if L is not square
     */
    public static Cholesky ofFactor(Matrix l, Products on) {
        if (l.rows() != l.cols()) {
            throw new IllegalArgumentException("Cholesky: the factor is " + l.shape() + ", expected n x n");
        }
        return new Cholesky(l, on);
    }

    private static final class Halves {
        private final Products on;
        private final Progress progress;
        private final TriangularSolve solve;
        private final double[][] block = new double[SmallCholesky.ORDER][SmallCholesky.ORDER];

        Halves(Products on, Progress progress) {
            this.on = on;
            this.progress = progress;
            solve = new TriangularSolve(on);
        }

        void factor(Matrix a, long first) {
            if (progress.cancelled()) {
                throw new CancellationException();
            }
            long n = a.rows();
            if (n <= SmallCholesky.ORDER) {
                block(a, first);
                return;
            }
            long m = TriangularSolve.half(n);
            Matrix below = a.block(m, n, 0, m);
            factor(a.block(0, m, 0, m), first);
            solve.forward(a.block(0, m, 0, m), below.transpose());
            Subtraction.square(on, below, a.block(m, n, m, n));
            double rest = n - m;
            progress.advance(rest * m * n);
            factor(a.block(m, n, m, n), first + m);
        }

        private void block(Matrix a, long first) {
            int n = (int) a.rows();
            SmallCholesky.read(a, block);
            int done = SmallCholesky.factor(block, n);
            if (done < n) {
                SmallCholesky.write(block, a.block(0, done, 0, done));
                throw new NotPositiveDefiniteException(first + done, block[done][done]);
            }
            SmallCholesky.write(block, a);
            progress.advance((double) n * n * n / 3);
        }
    }

    /** n. */
    public long order() {
        return factor.rows();
    }

    /** The matrix whose lower triangle is L; what is above the diagonal is not part of it. */
    public Matrix factor() {
        return factor;
    }

    /**
     * B ← A⁻¹·B. 2n²r flops.
     *
     * @param b n × r, of the precision of A
     * @throws IllegalArgumentException if shape or precision does not fit
     */
    public void solve(Matrix b) {
        check(b);
        TriangularSolve solve = new TriangularSolve(on);
        solve.forward(factor, b);
        solve.backward(factor, b);
    }

    /** B ← L⁻¹·B. n²r flops; as {@link #solve}. */
    public void solveLower(Matrix b) {
        check(b);
        new TriangularSolve(on).forward(factor, b);
    }

    /** B ← L⁻ᵀ·B. n²r flops; as {@link #solve}. */
    public void solveLowerTransposed(Matrix b) {
        check(b);
        new TriangularSolve(on).backward(factor, b);
    }

    private void check(Matrix b) {
        if (b.rows() != order() || b.precision() != factor.precision()) {
            throw new IllegalArgumentException(
                    "Cholesky: A is %s, B is %s; expected n x n, n x r of one precision".formatted(factor.shape(), b.shape()));
        }
    }

    /** log det A = 2·Σ log Lᵢᵢ. */
    public double logDeterminant() {
        double sum = 0;
        for (long i = 0; i < order(); i++) {
            sum += Math.log(factor.get(i, i));
        }
        return 2 * sum;
    }
}
