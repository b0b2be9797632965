package gramflow.rate;

import gramflow.flow.GradientDescent;
import gramflow.flow.StepRules;
import gramflow.flow.Until;
import gramflow.problem.Problem;
import gramflow.problem.Quadratic;
import gramflow.rate.Runs.Kept;
import java.util.List;
import org.junit.jupiter.api.Test;

import static gramflow.rate.Runs.BETAS;
import static gramflow.rate.Runs.rounding;
import static org.assertj.core.api.Assertions.assertThat;

/** A5 and A7: descent on strongly convex functions, pinned on quadratics. */
class StronglyConvexPinsTest {
    private static final int STEPS = 1000;

    @Test
    void everyCoordinateShrinksByItsOwnFactor() {
        for (double beta : BETAS) {
            double[] spectrum = Quadratic.logarithmicSpectrum(7, beta / 500, beta);
            double[] start = Runs.gaussian(7, 3);
            for (double share : new double[]{0.3, 1, 1.9}) {
                double eta = share / beta;
                List<Kept> run = Runs.states(Quadratic.diagonal(spectrum), new GradientDescent(StepRules.constant(eta)), Until.steps(STEPS),
                        start);
                for (Kept s : run) {
                    for (int j = 0; j < 7; j++) {
                        assertThat(s.w()[j]).isEqualTo(Math.pow(1 - eta * spectrum[j], (double) s.step()) * start[j],
                                rounding(Math.abs(start[j])));
                    }
                }
            }
        }
    }

    @Test
    void bestStepOnTwoEigenvaluesShrinksTheGapByRhoSquaredFromAnyStart() {
        for (double beta : BETAS) {
            for (double condition : new double[]{1.5, 30, 4000}) {
                double lambda = beta / condition;
                double rho = (beta - lambda) / (beta + lambda);
                for (long seed = 1; seed <= 3; seed++) {
                    Quadratic two = Quadratic.rotated(seed, lambda, beta, lambda, beta);
                    List<Kept> run = Runs.states(two, new GradientDescent(StepRules.optimal()), Until.steps(STEPS), Runs.gaussian(4, seed));
                    double first = run.getFirst().value();
                    for (Kept s : run) {
                        assertThat(s.value()).as("step %d", (double) s.step()).isEqualTo(Math.pow(rho, 2.0 * s.step()) * first,
                                rounding(first));
                    }
                    Runs.assertAllHold(two, new GradientDescent(StepRules.optimal()), Until.steps(STEPS), Runs.gaussian(4, seed));
                }
            }
        }
    }

    @Test
    void thePotentialWithTheStartAsReferenceIsZeroAndStaysZero() {
        for (double beta : BETAS) {
            double lambda = beta;
            double w0 = 2.5;
            List<Kept> run = Runs.states(Quadratic.diagonal(beta), new GradientDescent(StepRules.optimal()), Until.steps(1), w0);
            for (Kept s : run) {
                double fromStart = s.w()[0] - w0;
                assertThat(s.value() - run.getFirst().value() + lambda / 2 * fromStart * fromStart).isEqualTo(0, rounding(beta * w0 * w0));
            }
        }
    }

    @Test
    void thePotentialShrinksForEveryReferencePointOfEitherSign() {
        double[] spectrum = Quadratic.logarithmicSpectrum(5, 0.02, 3);
        Quadratic f = Quadratic.rotated(1, spectrum);
        for (double eta : new double[]{0.1, 1 / 3.0, 2 / 3.02}) {
            List<Kept> run = Runs.states(f, new GradientDescent(StepRules.constant(eta)), Until.steps(200), Runs.gaussian(5, 8));
            for (long seed = 1; seed <= 20; seed++) {
                double[] z = Runs.gaussian(5, seed);
                double first = phi(f, run.getFirst(), z);
                for (Kept s : run) {
                    assertThat(phi(f, s, z))
                            .isLessThanOrEqualTo(
                                    Math.pow(1 - eta * 0.02, (double) s.step()) * first + 1e-12 * (Math.abs(first) + f.value(z)));
                }
            }
        }
    }

    private static double phi(Problem f, Kept s, double[] z) {
        return s.value() - f.value(z) + 0.01 * gramflow.problem.Vectors.squaredDistance(s.w(), z);
    }

    @Test
    void exactLineSearchZigzagsThroughThePointsOfTheory() {
        for (double beta : BETAS) {
            for (double condition : new double[]{1.5, 30, 4000}) {
                double lambda = beta / condition;
                double rho = (beta - lambda) / (beta + lambda);
                Quadratic f = Quadratic.diagonal(lambda, beta);
                List<Kept> run = Runs.states(f, new GradientDescent(StepRules.exactLineSearch()), Until.steps(STEPS), 1 / lambda, 1 / beta);
                double first = run.getFirst().value();
                for (Kept s : run) {
                    double shrunk = Math.pow(rho, (double) s.step());
                    assertThat(s.w()[0]).isEqualTo(shrunk / lambda, rounding(1 / lambda));
                    assertThat(s.w()[1]).isEqualTo((s.step() % 2 == 0 ? shrunk : -shrunk) / beta, rounding(1 / lambda));
                    assertThat(s.value()).as("step %d", (double) s.step()).isEqualTo(shrunk * shrunk * first, rounding(first));
                }
                double early = run.get(1).time();
                assertThat(early).isEqualTo(2 / (beta + lambda), rounding(1 / beta));
            }
        }
    }

    @Test
    void everyBoundHoldsOnRandomQuadraticsForEveryStepRule() {
        for (long seed = 1; seed <= 6; seed++) {
            Quadratic f = Quadratic.rotated(seed, Quadratic.logarithmicSpectrum(20, 0.01, 10)).withCentre(Runs.gaussian(20, seed))
                    .withInfimum(-4);
            double[] start = Runs.gaussian(20, seed + 50);
            for (double share : new double[]{0.2, 1, 1.7, 2}) {
                Runs.assertAllHold(f, new GradientDescent(StepRules.overBeta(share)), Until.steps(STEPS), start);
            }
            Runs.assertAllHold(f, new GradientDescent(StepRules.optimal()), Until.steps(STEPS), start);
            Runs.assertAllHold(f, new GradientDescent(StepRules.exactLineSearch()), Until.steps(STEPS), start);
            Runs.assertAllHold(f, new GradientDescent(StepRules.backtracking(1)), Until.steps(STEPS), start);
        }
    }
}
