package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.concurrent.CancellationException;

/**
 * K·x = b by preconditioned conjugate gradients (Hestenes and Stiefel 1952), for K positive definite. The residual that decides is the true one, b − K·x computed
 * anew: where the recurrence has drifted from it, the iteration starts again from there. Immutable, and safe to share between threads.
 *
 * @param tolerance of ‖b − Kx‖/‖b‖, &gt; 0
 * @param iterations most products with K in iterations, ≥ 1
 */
public record ConjugateGradients(double tolerance, int iterations) {

    /** A relative residual of 1e-8, at most 10,000 iterations. */
    public static final ConjugateGradients DEFAULT = new ConjugateGradients(1e-8, 10_000);

    /** A true residual that fell by less than this since it was last computed no longer falls: rounding has the last word. */
    private static final double PROGRESS = 0.5;

    /** How it ended. */
    public enum Ending {
        /** The true residual is within the tolerance. */
        CONVERGED,
        /** The iterations were used up. */
        ITERATIONS,
        /** The true residual no longer falls: K is too ill-conditioned for the tolerance in this precision. */
        STAGNATED,
        /** A direction p with pᵀKp ≤ 0, or a preconditioner that is not positive: the method does not apply. */
        NOT_POSITIVE_DEFINITE
    }

    /**
     * What was found.
     *
     * @param x n × 1 f64
     * @param iterations products with K, those for true residuals not counted
     * @param relativeResidual ‖b − Kx‖/‖b‖, computed from x
     * @param ending why it stopped
     */
    public record Solution(Matrix x, int iterations, double relativeResidual, Ending ending) {
        /** Whether the tolerance was reached. */
        public boolean converged() {
            return ending == Ending.CONVERGED;
        }
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public ConjugateGradients {
        if (!(tolerance > 0) || iterations < 1) {
            throw new IllegalArgumentException(
                    "tolerance %s, iterations %d; expected above 0, at least 1".formatted(tolerance, iterations));
        }
    }

    /** The same with another tolerance. */
    public ConjugateGradients withTolerance(double other) {
        return new ConjugateGradients(other, iterations);
    }

    /** The same with another limit. */
    public ConjugateGradients withIterations(int other) {
        return new ConjugateGradients(tolerance, other);
    }

    /** As {@link #solve(SymmetricOperator, SymmetricOperator, Matrix, Products, Progress)}, without a preconditioner. */
    public Solution solve(SymmetricOperator k, Matrix b, Products on, Progress progress) {
        return solve(k, new Identity(k.order()), b, on, progress);
    }

    /**
     * Solves.
     *
     * @param k positive definite
     * @param preconditioner applies M⁻¹, positive definite, close to K⁻¹
     * @param b n × 1 f64
     * @param progress hears of iterations, and may cancel
     * @throws IllegalArgumentException if the shapes do not fit, or a number is not finite
     * @throws CancellationException if {@code progress} says so
     */
    public Solution solve(SymmetricOperator k, SymmetricOperator preconditioner, Matrix b, Products on, Progress progress) {
        if (preconditioner.order() != k.order() || b.rows() != k.order() || b.cols() != 1 || b.precision() != Precision.F64) {
            throw new IllegalArgumentException(
                    "conjugate gradients: K is of order %d, the preconditioner %d, b is %s; expected n, n and n x 1 f64".formatted(
                            k.order(), preconditioner.order(), b.shape()));
        }
        double norm = on.norm(b);
        if (!Double.isFinite(norm)) {
            throw new IllegalArgumentException("conjugate gradients: b has a norm that is " + norm + ", expected a finite number");
        }
        return new Run(k, preconditioner, b, norm, on, progress).run();
    }

    private record Identity(long order) implements SymmetricOperator {
        @Override
        public void apply(Matrix x, Matrix y) {
            y.assign(x);
        }
    }

    private final class Run {
        private final SymmetricOperator k;
        private final SymmetricOperator preconditioner;
        private final Matrix b;
        private final double norm;
        private final Products on;
        private final Progress progress;
        private final Matrix x;
        private final Matrix r;
        private final Matrix z;
        private final Matrix p;
        private final Matrix q;
        private int done;

        Run(SymmetricOperator k, SymmetricOperator preconditioner, Matrix b, double norm, Products on, Progress progress) {
            this.k = k;
            this.preconditioner = preconditioner;
            this.b = b;
            this.norm = norm;
            this.on = on;
            this.progress = progress;
            x = Matrix.zeros(Precision.F64, b.rows(), 1);
            r = b.copy(Precision.F64);
            z = Matrix.zeros(Precision.F64, b.rows(), 1);
            p = Matrix.zeros(Precision.F64, b.rows(), 1);
            q = Matrix.zeros(Precision.F64, b.rows(), 1);
        }

        Solution run() {
            progress.begin("conjugate gradients", iterations);
            if (norm == 0) {
                return new Solution(x, 0, 0, Ending.CONVERGED);
            }
            double before = 1;
            while (true) {
                Ending ending = untilRecurrenceEnds();
                k.apply(x, q);
                r.assign(b);
                on.axpy(-1, q, r);
                double residual = on.norm(r) / norm;
                if (residual <= tolerance) {
                    return new Solution(x, done, residual, Ending.CONVERGED);
                }
                if (ending == Ending.CONVERGED && !(residual <= PROGRESS * before)) {
                    ending = Ending.STAGNATED;
                }
                if (ending != Ending.CONVERGED) {
                    return new Solution(x, done, residual, ending);
                }
                before = residual;
            }
        }

        /** Iterates from the residual r until its recurrence says that it is small enough. */
        private Ending untilRecurrenceEnds() {
            double rho = 0;
            for (boolean first = true; on.norm(r) > tolerance * norm; first = false) {
                if (progress.cancelled()) {
                    throw new CancellationException();
                }
                if (done == iterations) {
                    return Ending.ITERATIONS;
                }
                preconditioner.apply(r, z);
                double next = on.dot(r, z);
                if (first) {
                    p.assign(z);
                } else {
                    RandomVectors.scale(p, next / rho, on);
                    on.axpy(1, z, p);
                }
                rho = next;
                k.apply(p, q);
                done++;
                progress.advance(1);
                double curvature = on.dot(p, q);
                if (!(rho > 0 && curvature > 0)) {
                    return Ending.NOT_POSITIVE_DEFINITE;
                }
                on.axpy(rho / curvature, p, x);
                on.axpy(-rho / curvature, q, r);
            }
            return Ending.CONVERGED;
        }
    }
}
