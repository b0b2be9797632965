package gramflow.rate;

import gramflow.flow.GradientDescent;
import gramflow.flow.GradientFlow;
import gramflow.flow.Integrator;
import gramflow.flow.Outcome;
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
import static org.assertj.core.api.Assertions.within;

/** A2, A4, A6: gradient flow, pinned where its bounds are attained: exactly by the closed form, within the tolerance by the integrators. */
class FlowPinsTest {
    private static final int STEPS = 1000;
    private static final double TOLERANCE = 1e-10;
    private static final GradientFlow EXACT = new GradientFlow(Integrator.CLOSED_FORM, TOLERANCE);
    private static final GradientFlow EXPLICIT = new GradientFlow(Integrator.EXPLICIT, TOLERANCE);

    /** unit, 2·unit, …, 1000·unit. */
    private static double[] everyT(double unit) {
        double[] times = new double[STEPS];
        for (int i = 0; i < times.length; i++) {
            times[i] = (i + 1) * unit;
        }
        return times;
    }

    @Test
    void linearFAttainsTheStationarityBoundAtEveryTime() {
        for (double[] slope : new double[][]{{3, -4}, {0.03, 0}, {150, 200}}) {
            Problem linear = WorstCases.linear(slope);
            double norm = Vectors.norm(slope);
            List<Kept> run = Runs.states(linear, EXPLICIT, Until.time(STEPS).observedAt(everyT(1)), 1, 1);
            assertThat(run).hasSize(STEPS + 1);
            for (Kept s : run.subList(1, run.size())) {
                assertThat(s.gradientNorm() * s.gradientNorm()).isEqualTo((run.getFirst().value() - s.value()) / s.time(),
                        within(norm * norm * 10 * TOLERANCE));
                assertThat(s.arcLength()).isEqualTo(norm * s.time(), within(10 * TOLERANCE * norm * STEPS));
            }
            Runs.assertAllHold(linear, EXPLICIT, Until.time(7), new double[]{1, 1});
        }
    }

    @Test
    void gapOnTheAbsoluteValueIsRSquaredOver4TForEveryEnd() {
        for (double r : RADII) {
            for (double unit : BETAS) {
                for (double end : everyT(unit)) {
                    Problem absolute = WorstCases.absolute(r / (2 * end));
                    Outcome outcome = Runs.last(absolute, EXPLICIT, Until.time(end), r);
                    assertThat(outcome.value()).as("T = %s", end).isEqualTo(r * r / (4 * end), within(10 * TOLERANCE * r * r / end));
                }
            }
        }
    }

    @Test
    void gapOnHuberIsBetaRSquaredOver4BetaTPlus2ForEveryEnd() {
        for (double beta : BETAS) {
            for (double r : RADII) {
                for (double units : everyT(1)) {
                    double end = units / beta;
                    Problem huber = WorstCases.huber(beta, r / (2 * units + 1));
                    Outcome outcome = Runs.last(huber, EXPLICIT, Until.time(end), r);
                    assertThat(outcome.value()).as("beta T = %s", units).isEqualTo(beta * r * r / (4 * units + 2),
                            within(10 * TOLERANCE * beta * r * r / (4 * units + 2)));
                }
            }
        }
    }

    @Test
    void theBoundHoldsForEveryReferencePoint() {
        for (long seed = 1; seed <= 5; seed++) {
            Quadratic f = Quadratic.rotated(seed, Quadratic.logarithmicSpectrum(6, 1e-3, 4)).withCentre(Runs.gaussian(6, seed + 30));
            double[] start = Runs.gaussian(6, seed);
            List<Kept> run = Runs.states(f, EXACT, Until.time(20), start);
            for (long draw = 1; draw <= 20; draw++) {
                double[] z = Runs.gaussian(6, 100 * seed + draw);
                double first = Vectors.squaredDistance(start, z);
                for (Kept s : run.subList(1, run.size())) {
                    assertThat(s.time() * (s.value() - f.value(z))).as("time %s", s.time())
                            .isLessThanOrEqualTo((first - Vectors.squaredDistance(s.w(), z)) / 2 + 1e-12 * first);
                }
            }
        }
    }

    @Test
    void thePotentialIsConstantOnHubersLinearPart() {
        for (double beta : BETAS) {
            for (double r : RADII) {
                Problem huber = WorstCases.huber(beta, r / (2 * STEPS + 1));
                for (Kept s : Runs.states(huber, EXPLICIT, Until.time(STEPS / beta).observedAt(everyT(1 / beta)), r)) {
                    double t = s.time();
                    double potential = (t * t / 2 + t / (2 * beta)) * s.gradientNorm() * s.gradientNorm() + t * s.value()
                            + s.w()[0] * s.w()[0] / 2;
                    assertThat(potential).as("time %s", t).isEqualTo(r * r / 2, within(10 * TOLERANCE * r * r / 2));
                }
            }
        }
    }

    @Test
    void onAnIsotropicParabolaGapAndDistanceAreExactlyExpMinus2LambdaT() {
        for (double lambda : BETAS) {
            Quadratic f = Quadratic.rotated(1, lambda, lambda, lambda);
            double[] times = new double[1000];
            for (int i = 0; i < times.length; i++) {
                times[i] = (i + 1) * 0.01 / lambda;
            }
            double[] start = Runs.gaussian(3, 4);
            for (GradientFlow flow : List.of(EXACT, EXPLICIT, new GradientFlow(Integrator.EXPONENTIAL, TOLERANCE))) {
                double allowed = flow.equals(EXACT) ? 1e-12 : 10 * TOLERANCE;
                List<Kept> run = Runs.states(f, flow, Until.time(10 / lambda).observedAt(times), start);
                assertThat(run).hasSize(1001);
                double first = run.getFirst().value();
                double square = Vectors.squaredNorm(start);
                for (Kept s : run) {
                    double shrunk = Math.exp(-2 * lambda * s.time());
                    assertThat(s.value()).isEqualTo(first * shrunk, within(allowed * first));
                    assertThat(Vectors.squaredNorm(s.w()) / 2).isEqualTo(square / 2 * shrunk,
                            within(allowed * square / 2));
                    assertThat(s.arcLength()).isEqualTo(Math.sqrt(square) * -Math.expm1(-lambda * s.time()),
                            within(allowed * Math.sqrt(square)));
                }
                Runs.assertAllHold(f, flow, Until.time(10 / lambda), start);
            }
        }
    }

    @Test
    void arcLengthOfDescentIsOneMinusItsOwnPowerAndTimeIsTOverBeta() {
        for (double lambda : BETAS) {
            double beta = 3 * lambda;
            Problem f = Quadratic.diagonal(lambda, beta);
            for (Kept s : Runs.states(f, new GradientDescent(), Until.steps(1000), -2, 0)) {
                assertThat(s.arcLength()).isEqualTo(2 * (1 - Math.pow(1 - lambda / beta, (double) s.step())), rounding(2));
                assertThat(s.time()).isEqualTo(s.step() / beta, rounding(1000 / beta));
            }
        }
    }

    @Test
    void arcLengthOfFlowUnderGradientDominationIsAttainedOnAParabola() {
        for (double mu : BETAS) {
            Problem f = Quadratic.diagonal(mu);
            for (Kept s : Runs.states(f, EXACT, Until.time(5 / mu).observedAt(everyT(0.005 / mu)), 3)) {
                double first = Math.sqrt(mu * 9 / 2);
                assertThat(s.arcLength()).isEqualTo(Math.sqrt(2 / mu) * (first - Math.sqrt(s.value())), rounding(3));
            }
        }
    }

    @Test
    void everyBoundHoldsOnRandomQuadraticsForEveryIntegrator() {
        for (long seed = 1; seed <= 4; seed++) {
            double[] spectrum = Quadratic.logarithmicSpectrum(20, 0.01, 100);
            spectrum[3] = seed == 2 ? 0 : spectrum[3];
            Quadratic f = Quadratic.rotated(seed, spectrum).withCentre(Runs.gaussian(20, seed)).withInfimum(2);
            for (Integrator integrator : Integrator.values()) {
                Runs.assertAllHold(f, new GradientFlow(integrator, 1e-6), Until.time(30), Runs.gaussian(20, seed + 7));
            }
        }
    }

    @Test
    void gronwallHoldsWithTwiceTheCurvatureAndFailsWithMore() {
        Quadratic f = Quadratic.rotated(1, 0.5, 2, 3);
        double[] start = Runs.gaussian(3, 1);
        Certificate right = Gronwall.of("distance^2/2", s -> Vectors.squaredNorm(s.w()) / 2, s -> -2 * 0.5, 1e-9);
        Certificate wrong = Gronwall.of("distance^2/2", s -> Vectors.squaredNorm(s.w()) / 2, s -> -2 * 2.0, 1e-9);
        EXPLICIT.run(f, start, Until.time(5), right, wrong);
        assertThat(right.finding().holds()).isTrue();
        assertThat(wrong.finding().holds()).isFalse();
        // θ that follows the run: u̇/u itself, so that the bound is an equality up to the rule's error.
        Certificate own = Gronwall.of("F", s -> s.value(), s -> -s.gradientNorm() * s.gradientNorm() / s.value(), 1e-3);
        EXPLICIT.run(f, start, Until.time(5), own);
        assertThat(own.finding().holds()).isTrue();
        assertThat(own.finding().worst().ratio()).isBetween(0.99, 1.01);
    }
}
