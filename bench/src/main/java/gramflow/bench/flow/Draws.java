package gramflow.bench.flow;

import gramflow.problem.FiniteSum;
import gramflow.problem.GradientOracle;
import gramflow.problem.Minibatches;
import gramflow.problem.Problem;
import gramflow.problem.Vectors;
import java.util.SplittableRandom;

/**
 * What a stochastic method draws.
 *
 * @param batch terms of a sum at a time
 * @param replacement whether each is drawn from all of them
 * @param noise standard deviation of what is added to each coordinate of the gradient of a problem that is no sum
 * @param runs how often all of it is repeated, for the mean
 * @param seed of the first run; each further run has the next one
 */
public record Draws(int batch, boolean replacement, double noise, int runs, long seed) {
    /** Estimates to measure G with. */
    private static final int SAMPLES = 64;

    /** Checks the numbers. */
    public Draws {
        if (batch < 1) {
            throw new IllegalArgumentException("--batch " + batch + ": expected at least 1");
        }
        if (runs < 1) {
            throw new IllegalArgumentException("--runs " + runs + ": expected at least 1");
        }
        if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("--noise " + noise + ": expected a number not below 0");
        }
    }

    /** Estimates of the gradient: of a few terms where F is a sum, else with noise added. */
    GradientOracle oracle(Subject subject) {
        if (subject.sum().isPresent()) {
            FiniteSum sum = subject.sum().orElseThrow();
            int size = (int) Math.min(batch, sum.terms());
            return replacement ? Minibatches.withReplacement(sum, size) : Minibatches.withoutReplacement(sum, size);
        }
        Problem problem = subject.problem();
        return (step, w, random, gradient) -> {
            problem.valueAndGradient(w, gradient);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += noise * random.nextGaussian();
            }
        };
    }

    /** The root of the mean of ‖g‖² at the start. */
    double slope(Subject subject) {
        GradientOracle oracle = oracle(subject);
        SplittableRandom random = new SplittableRandom(seed);
        double[] start = subject.start();
        double[] estimate = new double[start.length];
        double sum = 0;
        for (int k = 0; k < SAMPLES; k++) {
            oracle.estimate(k, start, random, estimate);
            sum += Vectors.squaredNorm(estimate) / SAMPLES;
        }
        return Math.sqrt(sum);
    }
}
