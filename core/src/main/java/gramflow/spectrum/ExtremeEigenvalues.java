package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;

/**
 * λ_min and λ_max of a formed symmetric matrix: λ_max by Lanczos on K, λ_min by Lanczos on (K + sI)⁻¹ through Cholesky's factorisation, which finds it in
 * some ten solves however small it is. Both vectors are then improved until the residual, computed in twice the precision, no longer falls.
 *
 * <p>The error that is reported is that residual and, since entries of K are rounded numbers, u·λ_max: an eigenvalue of about that size or less has no
 * digit, and its bracket contains zero. n³/3 flops, and memory for a second K in double precision.
 */
public final class ExtremeEigenvalues {
    /** Precision to which the vector of λ_max is found: a step or three more than its eigenvalue needs, for a bound that shows all its digits. */
    private static final double LARGEST_TOLERANCE = 1e-13;
    /** Precision to which a vector of (K + sI)⁻¹ is found, relative to its eigenvalue: improvements rid it of large eigenvalues of K, not of the next smallest. */
    private static final double TOLERANCE = 1e-12;
    /** Solves at most: beyond, eigenvalues lie so close together that any of them will do. */
    private static final long SOLVES = 120;
    /** Roundings of λ_max, times √n, that K is shifted by first where it is singular to rounding; what Cholesky's factorisation errs by stays well below. */
    private static final double SHIFT = 8;
    /** How a shift that was too small grows. */
    private static final double GROWTH = 100;
    /** Improvements of a vector at most; one or two are usual. */
    private static final int IMPROVEMENTS = 4;
    /** A relative error that counts as converged. */
    private static final double CONVERGED = 1e-8;
    /** Roundings of λ_max that count as converged: as far as two sound methods differ. */
    private static final double ROUNDINGS = 20;

    private final Matrix k;
    private final Products on;
    private final Progress progress;
    private final CompensatedProduct product;
    private final Matrix residual;

    private ExtremeEigenvalues(Matrix k, Products on, Progress progress) {
        this.k = k;
        this.on = on;
        this.progress = progress;
        product = new CompensatedProduct(k, on.workers());
        residual = Matrix.zeros(Precision.F64, k.rows(), 1);
    }

    /**
     * Both ends of the spectrum.
     *
     * @param k n × n, n ≥ 1, symmetric, both triangles, of either precision; positive definite or not
     * @param progress hears of each stage, and may cancel
     * @throws IllegalArgumentException if it is not square or has entries that are not finite
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    public static Extremes of(Matrix k, Products on, Progress progress) {
        SymmetricOperator operator = SymmetricOperator.of(k, on);
        Extreme largest = Lanczos.DEFAULT.withTolerance(LARGEST_TOLERANCE).largest(operator, on, progress);
        return new ExtremeEigenvalues(k, on, progress).both(largest);
    }

    private Extremes both(Extreme found) {
        double norm = Math.max(Math.abs(found.value()), k.precision() == Precision.F64 ? 0 : on.maxAbs(k));
        Extreme largest = judged(found.vector(), product.quotient(found.vector(), residual), norm, found.products());
        if (k.rows() == 1 || norm == 0) {
            return new Extremes(largest, largest);
        }
        double shift = 0;
        while (true) {
            try {
                return new Extremes(smallest(shift, norm), largest);
            } catch (NotPositiveDefiniteException e) {
                shift = shift == 0 ? SHIFT * Math.sqrt((double) k.rows()) * Precision.F64.unitRoundoff() * norm : GROWTH * shift;
            }
        }
    }

    private Extreme smallest(double shift, double norm) {
        Matrix factor = Matrix.zeros(Precision.F64, k.rows(), k.rows());
        on.workers().forEach(k.rows(), (i, worker) -> {
            factor.block(i, i + 1, 0, i + 1).assign(k.block(i, i + 1, 0, i + 1));
            factor.set(i, i, factor.get(i, i) + shift);
        });
        Cholesky cholesky = Cholesky.inPlace(factor, on, progress);
        Extreme inverse = Lanczos.DEFAULT.withTolerance(TOLERANCE).withProducts(SOLVES).largest(new Inverse(cholesky), on, progress);
        Matrix v = inverse.vector();
        Matrix best = v;
        CompensatedProduct.Quotient quotient = product.quotient(v, residual);
        long products = inverse.products();
        for (int i = 0; i < IMPROVEMENTS; i++) {
            // A step of inverse iteration, as a correction: (θ + s)(K + sI)⁻¹v = v − (K + sI)⁻¹(Kv − θv).
            cholesky.solve(residual);
            Matrix next = best.copy(Precision.F64);
            on.axpy(-1, residual, next);
            RandomVectors.normalise(next, on);
            CompensatedProduct.Quotient better = product.quotient(next, residual);
            products++;
            boolean fell = better.residual() < quotient.residual() / 2;
            if (better.residual() < quotient.residual()) {
                best = next;
                quotient = better;
            }
            if (!fell) {
                break;
            }
        }
        return judged(best, quotient, norm, products);
    }

    private static Extreme judged(Matrix vector, CompensatedProduct.Quotient quotient, double norm, long products) {
        double error = quotient.residual() + Precision.F64.unitRoundoff() * norm;
        boolean converged = error <= Math.max(CONVERGED * Math.abs(quotient.value()), ROUNDINGS * Precision.F64.unitRoundoff() * norm);
        return new Extreme(quotient.value(), error, converged, vector, products);
    }

    private record Inverse(Cholesky cholesky) implements SymmetricOperator {
        @Override
        public long order() {
            return cholesky.order();
        }

        @Override
        public void apply(Matrix x, Matrix y) {
            y.assign(x);
            cholesky.solve(y);
        }
    }
}
