package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleUnaryOperator;

/**
 * tr f(K) by stochastic Lanczos quadrature (Ubaru, Chen and Saad, SIAM J. Matrix Anal. 38, 2017): for random signs z, zᵀf(K)z has that mean, and Lanczos from z gives it as a
 * Gauss quadrature over K's spectrum. Immutable, and safe to share between threads; deterministic for a seed and for any number of threads.
 *
 * @param probes random vectors, ≥ 2: the error falls as their root
 * @param steps products for each, ≥ 1: memory for that many times n doubles
 * @param seed of the vectors
 */
public record StochasticQuadrature(int probes, int steps, long seed) {

    /** 30 probes of 60 steps. */
    public static final StochasticQuadrature DEFAULT = new StochasticQuadrature(30, 60, 1);

    /**
     * An estimate of a trace.
     *
     * @param value the mean over the probes
     * @param standardError of that mean: of the choice of vectors alone, quadrature is taken to be exact
     * @param products products with K
     */
    public record Estimate(double value, double standardError, long products) {
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public StochasticQuadrature {
        if (probes < 2 || steps < 1) {
            throw new IllegalArgumentException("probes %d, steps %d; expected at least 2, at least 1".formatted(probes, steps));
        }
    }

    /** The same with another number of probes. */
    public StochasticQuadrature withProbes(int other) {
        return new StochasticQuadrature(other, steps, seed);
    }

    /** The same with another number of steps. */
    public StochasticQuadrature withSteps(int other) {
        return new StochasticQuadrature(probes, other, seed);
    }

    /** The same with another seed. */
    public StochasticQuadrature withSeed(long other) {
        return new StochasticQuadrature(probes, steps, other);
    }

    /** log det K, as tr log K; as {@link #trace}. K must be positive definite beyond rounding. */
    public Estimate logDeterminant(SymmetricOperator k, Products on, Progress progress) {
        return trace(k, Math::log, on, progress);
    }

    /**
     * tr f(K).
     *
     * @param f on K's spectrum
     * @param progress hears of products, and may cancel
     * @throws IllegalArgumentException if a product is not finite
     * @throws ArithmeticException if f is not finite at an eigenvalue found: log at one that is not positive
     * @throws CancellationException if {@code progress} says so
     */
    public Estimate trace(SymmetricOperator k, DoubleUnaryOperator f, Products on, Progress progress) {
        SplittableRandom random = new SplittableRandom(seed);
        Matrix z = Matrix.zeros(Precision.F64, k.order(), 1);
        double[] values = new double[probes];
        double mean = 0;
        long products = 0;
        progress.begin("trace", (double) probes * Math.min(steps, k.order()));
        for (int i = 0; i < probes; i++) {
            RandomVectors.signs(random, z);
            LanczosBasis basis = new LanczosBasis(k, z, steps, on);
            while (basis.canStep()) {
                if (progress.cancelled()) {
                    throw new CancellationException();
                }
                basis.step();
                progress.advance(1);
            }
            products += basis.size();
            values[i] = k.order() * quadrature(basis.ritz(), f);
            mean += values[i] / probes;
        }
        double variance = 0;
        for (double value : values) {
            variance += (value - mean) * (value - mean) / (probes - 1);
        }
        return new Estimate(mean, Math.sqrt(variance / probes), products);
    }

    private static double quadrature(LanczosBasis.Ritz ritz, DoubleUnaryOperator f) {
        double sum = 0;
        for (int i = 0; i < ritz.size(); i++) {
            double weight = ritz.first(i) * ritz.first(i);
            double value = f.applyAsDouble(ritz.value(i));
            if (weight > 0 && !Double.isFinite(value)) {
                throw new ArithmeticException(
                        "f is " + value + " at the eigenvalue " + ritz.value(i) + " that was found, expected a finite number");
            }
            sum += weight > 0 ? weight * value : 0;
        }
        return sum;
    }
}
