package gramflow.problem;

import java.util.SplittableRandom;

/** Estimates of ∇F whose mean, given the point, is ∇F, or a subgradient. */
@FunctionalInterface
public interface GradientOracle {

    /**
     * gradient ← an estimate of ∇F(w).
     *
     * @param step which step of the run, from 0
     * @param w not changed
     * @param random the run's: all that is drawn is drawn from it
     * @param gradient overwritten
     */
    void estimate(long step, double[] w, SplittableRandom random, double[] gradient);
}
