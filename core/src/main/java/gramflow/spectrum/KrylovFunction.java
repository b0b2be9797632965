package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.concurrent.CancellationException;

/**
 * f(K)·v by Lanczos: y = ‖v‖·Vᵀ·f(T)·e₁. It adapts to the spectrum: some tens of products for a kernel matrix, whose eigenvalues fall fast, whatever t.
 *
 * <p>The bounds on the error (L1 to L3 of docs/theory.md) cost nothing: the residual of the differential equation that y solves is a multiple of one vector, and its coefficient
 * has one sign at all times. Immutable, and safe to share between threads.
 *
 * @param steps most products, ≥ 1: memory for that many times n doubles
 * @param tolerance bound on the error to reach, relative to ‖v‖ times the largest |f| on the spectrum found
 * @param lambdaMin a lower bound of K's spectrum: 0 for a Gram matrix; {@link SpectralFunction.Kind#INVERSE} has a bound only if it is positive
 */
public record KrylovFunction(int steps, double tolerance, double lambdaMin) {

    /** At most 300 products, a tolerance of 1e-12, K positive semidefinite. */
    public static final KrylovFunction DEFAULT = new KrylovFunction(300, 1e-12, 0);

    /** Steps between two looks at the bound. */
    private static final int LOOK = 4;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public KrylovFunction {
        if (steps < 1 || !(tolerance >= 0) || !Double.isFinite(lambdaMin)) {
            throw new IllegalArgumentException(
                    "steps %d, tolerance %s, lambdaMin %s; expected at least 1, at least 0, a finite number".formatted(steps, tolerance,
                            lambdaMin));
        }
    }

    /** The same with another limit. */
    public KrylovFunction withSteps(int other) {
        return new KrylovFunction(other, tolerance, lambdaMin);
    }

    /** The same with another tolerance. */
    public KrylovFunction withTolerance(double other) {
        return new KrylovFunction(steps, other, lambdaMin);
    }

    /** The same with another lower bound of the spectrum. */
    public KrylovFunction withLambdaMin(double other) {
        return new KrylovFunction(steps, tolerance, other);
    }

    /**
     * f(K)·v.
     *
     * @param v n × 1 f64
     * @param progress hears of products, and may cancel
     * @throws IllegalArgumentException if the shape does not fit, or a number is not finite
     * @throws CancellationException if {@code progress} says so
     */
    public FunctionProduct times(SymmetricOperator k, SpectralFunction f, Matrix v, Products on, Progress progress) {
        if (v.rows() != k.order() || v.cols() != 1 || v.precision() != Precision.F64) {
            throw new IllegalArgumentException(
                    "f(K)v: K is of order %d, v is %s; expected n and n x 1 f64".formatted(k.order(), v.shape()));
        }
        LanczosBasis basis = new LanczosBasis(k, v, steps, on);
        progress.begin("f(K)v", steps);
        Matrix y = Matrix.zeros(Precision.F64, v.rows(), 1);
        if (basis.norm() == 0) {
            return new FunctionProduct(y, 0, true, 0);
        }
        double error = Double.POSITIVE_INFINITY;
        boolean converged = false;
        while (basis.canStep() && !converged) {
            if (progress.cancelled()) {
                throw new CancellationException();
            }
            basis.step();
            progress.advance(1);
            if (basis.size() % LOOK == 0 || !basis.canStep()) {
                LanczosBasis.Ritz ritz = basis.ritz();
                error = bound(f, ritz, basis.residual()) * basis.norm();
                converged = error <= tolerance * basis.norm() * largest(f, ritz);
            }
        }
        basis.times(f::at, y);
        return new FunctionProduct(y, error, converged, basis.size());
    }

    private static double largest(SpectralFunction f, LanczosBasis.Ritz ritz) {
        double largest = 0;
        for (int i = 0; i < ritz.size(); i++) {
            largest = Math.max(largest, Math.abs(f.at(ritz.value(i))));
        }
        return largest;
    }

    /** Bound on the error for ‖v‖ = 1. */
    private double bound(SpectralFunction f, LanczosBasis.Ritz ritz, double beta) {
        if (beta == 0) {
            return 0;
        }
        double t = f.time();
        double growth = Math.exp(Math.max(0, -lambdaMin) * t);
        double[] sums = new double[3];
        for (int i = 0; i < ritz.size(); i++) {
            double weight = ritz.first(i) * ritz.last(i);
            double theta = ritz.value(i);
            sums[0] += weight * SpectralFunction.psi(theta, t);
            sums[1] += weight * SpectralFunction.integralOfPsi(theta, t);
            sums[2] += weight / theta;
        }
        return switch (f.kind()) {
            case EXPONENTIAL -> growth * beta * Math.abs(sums[0]);
            case PSI -> beta * Math.min(growth * Math.abs(sums[1]), Math.abs(sums[0]) * SpectralFunction.psi(lambdaMin, t));
            case INVERSE -> lambdaMin > 0 ? beta * Math.abs(sums[2]) / lambdaMin : Double.POSITIVE_INFINITY;
        };
    }
}
