package gramflow.rate;

import gramflow.flow.GradientDescent;
import gramflow.flow.GradientFlow;
import gramflow.flow.Integrator;
import gramflow.flow.Outcome;
import gramflow.flow.StepRules;
import gramflow.flow.Until;
import gramflow.problem.AffineSet;
import gramflow.problem.Ball;
import gramflow.problem.Box;
import gramflow.problem.ConvexSet;
import gramflow.problem.Halfspace;
import gramflow.problem.Intersection;
import gramflow.problem.Known;
import gramflow.problem.Problem;
import gramflow.problem.Quadratic;
import gramflow.problem.Simplex;
import gramflow.problem.Vectors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static gramflow.rate.Runs.rounding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Descent and flow on convex sets: optimal points by formula, and the rates that survive projection. */
class ProjectedTest {
    private static final int P = 6;

    /** The problem on the set, with the minimiser and the infimum on it that a very long run finds. */
    private static Problem solved(Problem problem) {
        Outcome outcome = new GradientDescent().run(problem, new double[problem.dimension()], Until.steps(20_000));
        return problem
                .withFacts(problem.facts().withInfimum(Known.declared(outcome.value())).withMinimiser(outcome.w(), Known.Origin.DECLARED));
    }

    private static List<ConvexSet> sets() {
        double[] ones = new double[P];
        java.util.Arrays.fill(ones, 1);
        return List.of(Box.cube(P, -0.3, 0.5), Ball.of(Runs.gaussian(P, 77), 0.7), Ball.around0(P, 1), Simplex.of(1.5),
                Halfspace.of(Runs.gaussian(P, 3), -0.2),
                AffineSet.of(new double[][]{ones, Runs.gaussian(P, 5)}, new double[]{1, 0.3}));
    }

    private static List<ConvexSet> withIntersections() {
        List<ConvexSet> all = new ArrayList<>(sets());
        all.add(Intersection.of(Box.cube(P, 0, 2), Halfspace.of(new double[]{1, 1, 1, 1, 1, 1}, 1)));
        return all;
    }

    @Test
    void onABoxADiagonalQuadraticIsMinimisedByTheClippedCentre() {
        double[] centre = {3, -0.1, -7, 0.2};
        Quadratic f = Quadratic.diagonal(0.5, 1, 2, 4).withCentre(centre);
        Problem boxed = f.on(Box.of(new double[]{-1, -1, -1, -1}, new double[]{1, 0.5, Double.POSITIVE_INFINITY, 0.2}));
        double[] clipped = {1, -0.1, -1, 0.2};
        assertThat(new GradientDescent().run(boxed, new double[4], Until.steps(500)).w()).containsExactly(clipped, rounding(1));
        assertThat(new GradientFlow(Integrator.EXPLICIT, 1e-9).run(boxed, new double[4], Until.time(60)).w()).containsExactly(clipped,
                within(1e-8));
        assertThat(Optimality.normalConeResidual(boxed, clipped, 4)).isEqualTo(0, rounding(1));
        assertThat(Optimality.normalConeResidual(boxed, new double[]{1, -0.1, -0.9, 0.2}, 4)).isGreaterThan(0.1);
    }

    @Test
    void onABallAnIsotropicQuadraticIsMinimisedByTheScaledCentre() {
        for (double radius : new double[]{0.3, 2}) {
            double[] centre = {3, -4, 0};
            Problem f = Quadratic.diagonal(1.7, 1.7, 1.7).withCentre(centre).on(Ball.around0(3, radius));
            double[] expected = {3 * radius / 5, -4 * radius / 5, 0};
            assertThat(new GradientDescent().run(f, new double[]{0.1, 0.1, -0.2}, Until.steps(500)).w()).containsExactly(expected,
                    rounding(radius));
            assertThat(new GradientFlow(Integrator.EXPLICIT, 1e-9).run(f, new double[]{0.1, 0.1, -0.2}, Until.time(40)).w())
                    .containsExactly(expected, within(1e-8 * radius));
            assertThat(Optimality.normalConeResidual(f, expected, 1.7)).isEqualTo(0, rounding(10));
        }
    }

    @Test
    void everyRateThatSurvivesProjectionHoldsForDescent() {
        for (ConvexSet set : withIntersections()) {
            for (long seed = 1; seed <= 2; seed++) {
                Problem f = solved(
                        Quadratic.rotated(seed, Quadratic.logarithmicSpectrum(P, 0.1, 2)).withCentre(Runs.gaussian(P, seed)).on(set));
                double[] start = Runs.gaussian(P, seed + 20);
                Runs.assertAllHold(f, new GradientDescent(), Until.steps(60), start);
                Runs.assertAllHold(f, new GradientDescent(StepRules.optimal()), Until.steps(60), start);
                Runs.assertAllHold(f, new GradientDescent(StepRules.backtracking(3)), Until.steps(60), start);
                assertThat(Certificates.of(f, new GradientDescent(), Until.steps(1)).list()).extracting(Certificate::id).contains("A1",
                        "A3", "A5");
            }
        }
    }

    @Test
    void bothStatementsOfStrongConvexitySurviveProjectionOfTheFlow() {
        for (ConvexSet set : sets()) {
            for (long seed = 1; seed <= 3; seed++) {
                Problem f = solved(
                        Quadratic.rotated(seed, Quadratic.logarithmicSpectrum(P, 0.1, 2)).withCentre(Runs.gaussian(P, seed)).on(set));
                for (Integrator integrator : List.of(Integrator.EXPLICIT, Integrator.STABILISED, Integrator.AUTO)) {
                    GradientFlow flow = new GradientFlow(integrator, 1e-7);
                    Certificates certificates = Runs.certified(f, flow, Until.time(8), Runs.gaussian(P, seed + 20));
                    assertThat(certificates.findings()).as(set + "\n" + certificates).allMatch(Finding::holds);
                    assertThat(certificates.findings()).filteredOn(finding -> finding.id().equals("A6")).hasSize(2);
                }
            }
        }
    }

    @Test
    void projectedFlowAgreesWithAnotherIntegratorAndWithVerySmallProjectedSteps() {
        for (ConvexSet set : sets()) {
            Problem f = Quadratic.rotated(9, Quadratic.logarithmicSpectrum(P, 0.1, 5)).withCentre(Runs.gaussian(P, 8)).on(set);
            double[] start = Runs.gaussian(P, 30);
            double end = 1.5;
            double[] explicit = new GradientFlow(Integrator.EXPLICIT, 1e-9).run(f, start, Until.time(end)).w();
            double[] stabilised = new GradientFlow(Integrator.STABILISED, 1e-8).run(f, start, Until.time(end)).w();
            int steps = 200_000;
            double[] small = new GradientDescent(StepRules.constant(end / steps)).run(f, start, Until.steps(steps)).w();
            assertThat(Math.sqrt(Vectors.squaredDistance(explicit, stabilised))).as(set.toString()).isLessThan(3e-7);
            // Euler's error is of the order of its step.
            assertThat(Math.sqrt(Vectors.squaredDistance(explicit, small))).as(set.toString()).isLessThan(10 * end / steps * 5);
        }
    }

    @Test
    void aSetThatKnowsNoFacesIsFollowedBySmallSteps() {
        double[] ones = {1, 1, 1, 1, 1, 1};
        Problem f = Quadratic.rotated(9, Quadratic.logarithmicSpectrum(P, 0.1, 5)).withCentre(Runs.gaussian(P, 8));
        // The simplex with its inside, as an intersection and, the total being reached, as itself.
        ConvexSet both = Intersection.of(Box.cube(P, 0, Double.POSITIVE_INFINITY), AffineSet.of(new double[][]{ones}, new double[]{1.5}));
        double[] start = {0.25, 0.25, 0.25, 0.25, 0.25, 0.25};
        double[] loose = new GradientFlow(Integrator.AUTO, 1e-4).run(f.on(both), start, Until.time(0.7)).w();
        double[] tight = new GradientFlow(Integrator.EXPLICIT, 1e-9).run(f.on(Simplex.of(1.5)), start, Until.time(0.7)).w();
        assertThat(Math.sqrt(Vectors.squaredDistance(loose, tight))).isLessThan(10 * 1e-4);
    }

    @Test
    void aFlowLeavesAConstraintAgainWhereItIsNoLongerPressedAgainstIt() {
        // One coordinate is pressed against its bound until the other, slowly coming up, pulls it off.
        Problem f = new gramflow.problem.Problem() {
            @Override
            public int dimension() {
                return 2;
            }

            @Override
            public double value(double[] w) {
                return (w[0] - w[1]) * (w[0] - w[1]) / 2 + (w[1] - 1) * (w[1] - 1) / 2;
            }

            @Override
            public double valueAndGradient(double[] w, double[] g) {
                g[0] = w[0] - w[1];
                g[1] = w[1] - w[0] + w[1] - 1;
                return value(w);
            }
        }.on(Box.of(new double[]{0, -9}, new double[]{9, 9}));
        double[] start = {0.5, -2};
        List<double[]> seen = new ArrayList<>();
        new GradientFlow(Integrator.EXPLICIT, 1e-10).run(f, start, Until.time(20),
                s -> seen.add(new double[]{s.time(), s.w()[0], s.w()[1]}));
        assertThat(seen).anySatisfy(s -> assertThat(s[1]).isEqualTo(0));
        assertThat(seen.getLast()[1]).isEqualTo(1, within(1e-3));
        // While pinned ẇ₂ = 1 − 2w₂, which passes 0, where the pressure ends, at a time that is known.
        double[] hit = seen.stream().filter(s -> s[1] == 0).findFirst().orElseThrow();
        double[] off = seen.stream().filter(s -> s[0] > hit[0] && s[1] > 0).findFirst().orElseThrow();
        double[] last = seen.get(seen.indexOf(off) - 1);
        assertThat(last[2]).isEqualTo(0, within(1e-6));
        assertThat(last[0] - hit[0]).isEqualTo(Math.log(1 - 2 * hit[2]) / 2, within(1e-6));
    }
}
