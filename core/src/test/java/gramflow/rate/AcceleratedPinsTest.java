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
    void theOptimisedMethodOnAParabolaAttainsItsBoundAndAlternates() {
        for (double beta : BETAS) {
            for (int n : new int[]{1, 2, 3, 10, 100, 1000}) {
                List<Kept> run = Runs.states(Quadratic.diagonal(beta), new OptimisedGradient(), Until.steps(n), 1.5);
                for (Kept s : run) {
                    double sign = s.step() % 2 == 0 ? 1 : -1;
                    assertThat(s.w()[0]).isEqualTo(sign * 1.5 / OptimisedGradient.theta(s.step(), n), rounding(1.5));
                }
                double theta = OptimisedGradient.theta(n, n);
                assertThat(run.getLast().value()).isEqualTo(beta * 2.25 / (2 * theta * theta), rounding(beta * 2.25));
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
    void noPointOfTheHardProblemImprovesOnTheStartAndTheNextIsTheMinimiser() {
        for (double g : new double[]{0.3, 5}) {
            for (double r : RADII) {
                for (int t : new int[]{1, 2, 3, 10, 100, 1000}) {
                    Problem hard = WorstCases.hardForSubgradients(t, r, g);
                    double[] start = new double[t];
                    GradientDescent method = new GradientDescent(StepRules.subgradient(r, t));
                    List<Kept> run = Runs.states(hard, method, Until.steps(t), start);
                    double infimum = -g * r / Math.sqrt(t);
                    for (Kept s : run.subList(0, t)) {
                        assertThat(s.value() - infimum).as("step %d", s.step()).isEqualTo(g * r / Math.sqrt(t), rounding(g * r));
                    }
                    double[] minimiser = hard.facts().minimiser().orElseThrow();
                    assertThat(Math.sqrt(Vectors.squaredDistance(run.getLast().w(), minimiser))).isEqualTo(0, rounding(r));
                    assertThat(run.getLast().value()).isEqualTo(infimum, rounding(g * r));
                    Runs.assertAllHold(hard, method, Until.steps(t), start);
                }
            }
        }
    }
}
