package gramflow.rate;

import gramflow.flow.GradientDescent;
import gramflow.flow.Until;
import gramflow.problem.Facts;
import gramflow.problem.Known;
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

/** A3: descent on smooth convex functions, pinned where its bounds are attained. */
class ConvexDescentPinsTest {
    private static final int STEPS = 1000;

    @Test
    void gapOnHuberEqualsBetaRSquaredOver4tPlus2() {
        for (double beta : BETAS) {
            for (double r : RADII) {
                for (int t = 1; t <= STEPS; t++) {
                    Problem huber = WorstCases.huber(beta, r / (2 * t + 1));
                    assertThat(Runs.last(huber, new GradientDescent(), Until.steps(t), r).value()).as("t = %d", t).isEqualTo(
                            beta * r * r / (4 * t + 2),
                            rounding(beta * r * r));
                }
            }
        }
    }

    @Test
    void gradientOnHuberEqualsBetaROverTPlus1() {
        for (double beta : BETAS) {
            for (double r : RADII) {
                for (int t = 1; t <= STEPS; t++) {
                    Problem huber = WorstCases.huber(beta, r / (t + 1));
                    assertThat(Runs.last(huber, new GradientDescent(), Until.steps(t), r).gradientNorm()).as("t = %d", t)
                            .isEqualTo(beta * r / (t + 1), rounding(beta * r));
                }
            }
        }
    }

    @Test
    void oneStepOnHuberAttainsTheBoundForEveryReferencePointBeyondTheStart() {
        for (double beta : BETAS) {
            for (double r : RADII) {
                Problem huber = WorstCases.huber(beta, r);
                List<Kept> run = Runs.states(huber, new GradientDescent(), Until.steps(1), r);
                for (double z : new double[]{r, 1.5 * r, 7 * r}) {
                    double w1 = run.getLast().w()[0];
                    double bound = beta / 2 * ((r - z) * (r - z) - (w1 - z) * (w1 - z));
                    assertThat(run.getLast().value() - huber.value(new double[]{z})).isEqualTo(bound, rounding(beta * z * z));
                }
            }
        }
    }

    @Test
    void theBoundHoldsForEveryReferencePoint() {
        for (long seed = 1; seed <= 5; seed++) {
            Quadratic f = Quadratic.rotated(seed, Quadratic.logarithmicSpectrum(6, 1e-3, 4)).withCentre(Runs.gaussian(6, seed + 30));
            double[] start = Runs.gaussian(6, seed);
            List<Kept> run = Runs.states(f, new GradientDescent(), Until.steps(200), start);
            for (long draw = 1; draw <= 20; draw++) {
                double[] z = Runs.gaussian(6, 100 * seed + draw);
                double first = Vectors.squaredDistance(start, z);
                for (Kept s : run.subList(1, run.size())) {
                    assertThat(s.value() - f.value(z)).as("step %d", s.step()).isLessThanOrEqualTo(
                            4 / (2.0 * s.step()) * (first - Vectors.squaredDistance(s.w(), z)) + 1e-12 * 4 * first);
                }
            }
        }
    }

    @Test
    void thePotentialIsConstantOnHubersLinearPart() {
        for (double beta : BETAS) {
            for (double r : RADII) {
                int t = STEPS;
                Problem huber = WorstCases.huber(beta, r / (2 * t + 1));
                List<Kept> run = Runs.states(huber, new GradientDescent(), Until.steps(t), r);
                for (Kept s : run) {
                    double i = s.step();
                    double potential = i * (i + 1) * s.gradientNorm() * s.gradientNorm() / (2 * beta * beta) + i / beta * s.value()
                            + s.w()[0] * s.w()[0] / 2;
                    assertThat(potential).as("step %d", s.step()).isEqualTo(r * r / 2, rounding(r * r / 2));
                }
            }
        }
    }

    @Test
    void everyConvexBoundAndPotentialHoldsOnHuber() {
        for (double beta : BETAS) {
            for (double part : new double[]{0.001, 0.05, 0.4, 1, 3}) {
                Runs.assertAllHold(WorstCases.huber(beta, 31 * part), new GradientDescent(), Until.steps(STEPS), new double[]{31});
            }
        }
    }

    @Test
    void everyConvexBoundHoldsOnRandomQuadraticsSingularOnesIncluded() {
        for (long seed = 1; seed <= 10; seed++) {
            double[] spectrum = Quadratic.logarithmicSpectrum(12, 1e-4, 7);
            spectrum[0] = seed % 2 == 0 ? 0 : spectrum[0];
            Quadratic quadratic = Quadratic.rotated(seed, spectrum).withCentre(Runs.gaussian(12, seed + 100));
            Runs.assertAllHold(quadratic, new GradientDescent(), Until.steps(STEPS), Runs.gaussian(12, seed));
        }
    }

    @Test
    void aFunctionThatIsOnlyConvexGetsNoStrongerClaim() {
        Problem huber = WorstCases.huber(1, 0.1);
        List<String> ids = Certificates.of(huber, new GradientDescent(), Until.steps(1)).list().stream().map(Certificate::id).distinct()
                .toList();
        assertThat(ids).containsExactly("A1", "A3");
        Problem unknown = huber.withFacts(Facts.NONE.withBeta(Known.declared(1)));
        assertThat(Certificates.of(unknown, new GradientDescent(), Until.steps(1)).list()).extracting(Certificate::id).containsOnly("A1");
    }
}
