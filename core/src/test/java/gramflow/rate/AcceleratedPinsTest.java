package gramflow.rate;

import gramflow.flow.GradientDescent;
import gramflow.flow.Nesterov;
import gramflow.flow.OptimisedGradient;
import gramflow.flow.Outcome;
import gramflow.flow.StepRules;
import gramflow.flow.Until;
import gramflow.problem.Problem;
import gramflow.problem.Quadratic;
import gramflow.problem.Vectors;
import gramflow.problem.WorstCases;
import gramflow.rate.Runs.Kept;
import java.util.List;
import org.junit.jupiter.api.Test;

import static gramflow.rate.Runs.BETAS;
import static gramflow.rate.Runs.RADII;
import static gramflow.rate.Runs.rounding;
import static org.assertj.core.api.Assertions.assertThat;

/** A10 and A11: accelerated descent and subgradients, pinned where their bounds are attained. */
class AcceleratedPinsTest {

    @Test
    void nesterovOnHuberAttains2BetaRSquaredOverItsPolynomial() {
        for (double beta : BETAS) {
            for (double r : RADII) {
                for (int n = 1; n <= 1000; n++) {
                    double polynomial = (double) n * n + 5 * n + 6;
                    Problem huber = WorstCases.huber(beta, 4 * r / polynomial);
                    assertThat(Runs.last(huber, new Nesterov(false), Until.steps(n), r).value()).as("n = %d", n).isEqualTo(
                            2 * beta * r * r / polynomial,
                            rounding(beta * r * r));
                }
            }
        }
    }

    @Test
    void nesterovsMomentaAre0AndAQuarterAndTwoFifths() {
        Problem parabola = Quadratic.diagonal(0.5, 1);
        double x1 = 0.5;
        double y1 = x1;
        double x2 = 0.5 * y1;
        double y2 = x2 + 0.25 * (x2 - x1);
        double x3 = 0.5 * y2;
        double y3 = x3 + 0.4 * (x3 - x2);
        double x4 = 0.5 * y3;
        List<Kept> run = Runs.states(parabola, new Nesterov(false), Until.steps(4), 1, 0);
        assertThat(run).extracting(s -> s.w()[0]).containsExactly(1.0, x1, x2, x3, x4);
    }

    @Test
    void theOptimisedMethodOnAParabolaAttainsItsBoundAndAlternatesForEveryN() {
        double[] theta = new double[1001];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = OptimisedGradient.theta(i, theta.length);
        }
        for (double beta : BETAS) {
            for (int n = 1; n <= 1000; n++) {
                double end = OptimisedGradient.theta(n, n);
                int last = n;
                double[] worst = new double[1];
                Outcome outcome = new OptimisedGradient().run(Quadratic.diagonal(beta), new double[]{1.5}, Until.steps(n), s -> {
                    double expected = (s.step() % 2 == 0 ? 1.5 : -1.5) / (s.step() == last ? end : theta[(int) s.step()]);
                    worst[0] = Math.max(worst[0], Math.abs(s.w()[0] - expected));
                });
                assertThat(worst[0]).as("n = %d", n).isEqualTo(0, rounding(1.5));
                assertThat(outcome.value()).as("n = %d", n).isEqualTo(beta * 2.25 / (2 * end * end), rounding(beta * 2.25));
            }
        }
        assertThat(OptimisedGradient.theta(1, 1)).isEqualTo(2);
    }

    @Test
    void theOptimisedMethodOnHuberAttainsItsBound() {
        for (double beta : BETAS) {
            for (double r : RADII) {
                for (int n = 1; n <= 1000; n++) {
                    double theta = OptimisedGradient.theta(n, n);
                    Problem huber = WorstCases.huber(beta, r / (theta * theta));
                    Outcome last = Runs.last(huber, new OptimisedGradient(), Until.steps(n), r);
                    assertThat(last.value()).as("n = %d", n).isEqualTo(beta * r * r / (2 * theta * theta), rounding(beta * r * r));
                    assertThat(last.w()[0]).isEqualTo(r / 2 * (1 + 1 / (theta * theta)), rounding(r));
                }
            }
        }
    }

    @Test
    void acceleratedBoundsHoldOnRandomQuadratics() {
        for (long seed = 1; seed <= 6; seed++) {
            Quadratic f = Quadratic.rotated(seed, Quadratic.logarithmicSpectrum(20, 1e-4, 10)).withCentre(Runs.gaussian(20, seed));
            for (int n : new int[]{1, 7, 400}) {
                Runs.assertAllHold(f, new Nesterov(false), Until.steps(n), Runs.gaussian(20, seed + 9));
                Runs.assertAllHold(f, new Nesterov(true), Until.steps(n), Runs.gaussian(20, seed + 9));
                Runs.assertAllHold(f, new OptimisedGradient(), Until.steps(n), Runs.gaussian(20, seed + 9));
            }
        }
    }

    @Test
    void noPointOfTheHardProblemImprovesOnTheStartAndTheNextIsTheMinimiserForEveryT() {
        hardProblems(0.3, RADII[1]);
        hardProblems(5, RADII[0]);
    }

    private static void hardProblems(double g, double r) {
        for (int t = 1; t <= 1000; t++) {
            Problem hard = WorstCases.hardForSubgradients(t, r, g);
            double[] start = new double[t];
            GradientDescent method = new GradientDescent(StepRules.subgradient(r, t));
            double infimum = -g * r / Math.sqrt(t);
            double gap = g * r / Math.sqrt(t);
            int end = t;
            double[] worst = new double[1];
            Outcome last = method.run(hard, start, Until.steps(t),
                    s -> worst[0] = s.step() < end ? Math.max(worst[0], Math.abs(s.value() - infimum - gap)) : worst[0]);
            assertThat(worst[0]).as("t = %d", t).isEqualTo(0, rounding(g * r));
            double[] minimiser = hard.facts().minimiser().orElseThrow();
            assertThat(Math.sqrt(Vectors.squaredDistance(last.w(), minimiser))).as("t = %d", t).isEqualTo(0, rounding(r));
            assertThat(last.value()).as("t = %d", t).isEqualTo(infimum, rounding(g * r));
        }
        for (int t : new int[]{1, 2, 3, 10, 100, 1000}) {
            Runs.assertAllHold(WorstCases.hardForSubgradients(t, r, g), new GradientDescent(StepRules.subgradient(r, t)), Until.steps(t),
                    new double[t]);
        }
    }
}
