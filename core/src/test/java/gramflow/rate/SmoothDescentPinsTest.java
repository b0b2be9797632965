package gramflow.rate;

import gramflow.flow.GradientDescent;
import gramflow.flow.StepRules;
import gramflow.flow.Until;
import gramflow.problem.Problem;
import gramflow.problem.Quadratic;
import gramflow.problem.WorstCases;
import gramflow.rate.Runs.Kept;
import java.util.List;
import org.junit.jupiter.api.Test;

import static gramflow.rate.Runs.BETAS;
import static gramflow.rate.Runs.rounding;
import static org.assertj.core.api.Assertions.assertThat;

/** A1: descent on smooth functions, pinned where its bounds are attained. */
class SmoothDescentPinsTest {
    private static final int STEPS = 1000;

    @Test
    void oneStepOnAParabolaAttainsTheBoundForEveryStepSize() {
        for (double beta : BETAS) {
            for (double share : new double[]{0.1, 0.7, 1, 1.5, 1.99}) {
                Runs.assertAllHold(Quadratic.diagonal(beta), new GradientDescent(StepRules.constant(share / beta)), Until.steps(STEPS),
                        new double[]{3});
            }
            for (int hundredths = 1; hundredths < 200; hundredths++) {
                double eta = hundredths / 100.0 / beta;
                List<Kept> run = Runs.states(Quadratic.diagonal(beta), new GradientDescent(StepRules.constant(eta)), Until.steps(1), 3);
                double bound = 2 / (eta * (2 - eta * beta)) * (run.getFirst().value() - run.getLast().value());
                double scale = 9 * beta * beta;
                assertThat(run.getFirst().gradientNorm() * run.getFirst().gradientNorm()).isEqualTo(bound, rounding(scale));
            }
        }
    }

    /**
     * Widths of a stair that are powers of two, so that every point of the run is exact: at the edge of a stair an error to the right doubles with each step, and 50 steps would make a unit of the last
     * bit.
     */
    private static final double[] STAIRS = {0.25, 1, 8};

    @Test
    void everyStepOfTheStaircaseAttains4BetaOver3t() {
        for (double beta : BETAS) {
            for (double h : STAIRS) {
                double m = beta * h;
                List<Kept> run = Runs.states(WorstCases.staircase(beta, m), new GradientDescent(), Until.steps(STEPS), 0);
                for (int t = 1; t <= STEPS; t++) {
                    Kept state = run.get(t);
                    assertThat(state.gradientNorm()).as("step %d", t).isEqualTo(m, rounding(m));
                    assertThat(state.value()).isEqualTo(-3 * t * m * m / (4 * beta), rounding(t * m * m / beta));
                    assertThat(4 * beta / (3.0 * t) * (run.getFirst().value() - state.value())).isEqualTo(m * m, rounding(m * m));
                }
                Runs.assertAllHold(WorstCases.staircase(beta, m), new GradientDescent(), Until.steps(STEPS), new double[]{0});
            }
        }
    }

    @Test
    void theStaircaseIntoAValleyAttains4BetaOver3tMinus1ForEveryT() {
        for (double beta : BETAS) {
            for (double h : STAIRS) {
                double m = beta * h;
                for (int t = 1; t <= STEPS; t++) {
                    Problem valley = WorstCases.staircaseIntoValley(beta, m, t);
                    long end = t;
                    double[] least = {Double.POSITIVE_INFINITY};
                    double[] ends = new double[2];
                    new GradientDescent().run(valley, new double[]{0}, Until.steps(t), s -> {
                        least[0] = s.step() < end ? Math.min(least[0], s.gradientNorm()) : least[0];
                        ends[s.step() == 0 ? 0 : 1] = s.value();
                    });
                    assertThat(least[0] * least[0]).as("t = %d", t).isEqualTo(4 * beta / (3.0 * t - 1) * (ends[0] - ends[1]),
                            rounding(m * m));
                }
                for (int t = 1; t <= STEPS; t = t < 10 ? t + 1 : t * 2 + 1) {
                    Runs.assertAllHold(WorstCases.staircaseIntoValley(beta, m, t), new GradientDescent(), Until.steps(t + 3),
                            new double[]{0});
                }
            }
        }
    }

    @Test
    void aBumpyBowlObeysItsGradientDomination() {
        for (double w0 = -9.9; w0 < 10; w0 += 0.7) {
            Runs.assertAllHold(WorstCases.bumpyBowl(), new GradientDescent(), Until.steps(STEPS), new double[]{w0});
            Runs.assertAllHold(WorstCases.bumpyBowl(), new GradientDescent(StepRules.backtracking(1)), Until.steps(100), new double[]{w0});
        }
    }
}
