package gramflow.flow;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.problem.EmpiricalRisk;
import gramflow.problem.Loss;
import gramflow.problem.Losses;
import gramflow.problem.Problem;
import gramflow.problem.Quadratic;
import gramflow.problem.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Integrators agree with the closed form, and where there is none with each other and with one of another house, within the tolerance asked for. */
class FlowAccuracyTest {

    private static double[] gaussian(int p, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] w = new double[p];
        for (int i = 0; i < p; i++) {
            w[i] = random.nextGaussian();
        }
        return w;
    }

    private static double distance(double[] a, double[] b) {
        return Math.sqrt(Vectors.squaredDistance(a, b));
    }

    @ParameterizedTest
    @EnumSource(value = Integrator.class, names = "CLOSED_FORM", mode = EnumSource.Mode.EXCLUDE)
    void everyStateOfAFlowIsWithinTenTolerancesOfTheClosedForm(Integrator integrator) {
        for (double condition : new double[]{1, 30, 1000}) {
            for (double lambda : new double[]{0.02, 7}) {
                Quadratic f = Quadratic.rotated(3, Quadratic.logarithmicSpectrum(condition == 1 ? 1 : 15, lambda, condition * lambda))
                        .withCentre(gaussian(condition == 1 ? 1 : 15, 2));
                double[] start = gaussian(f.dimension(), 5);
                double scale = Math.max(Vectors.norm(start), distance(start, f.facts().minimiser().orElseThrow()));
                for (double tolerance = 1e-4; tolerance > 0.5e-12; tolerance /= 100) {
                    if (integrator == Integrator.STABILISED && (tolerance < 1e-10 || (condition > 100 && tolerance < 1e-8))) {
                        continue;
                    }
                    double allowed = 10 * tolerance * scale;
                    String what = "condition %s, tolerance %s".formatted(condition, tolerance);
                    Until until = Until.time(2 / lambda);
                    new GradientFlow(integrator, tolerance).run(f, start, until,
                            s -> assertThat(distance(s.w(), exact(f, start, s.time()))).as(what).isLessThanOrEqualTo(allowed));
                    double[] times = {1e-4 / lambda, 0.003 / lambda, 0.1 / lambda, 0.77 / lambda, 2 / lambda};
                    List<Double> lengths = new ArrayList<>();
                    new GradientFlow(Integrator.CLOSED_FORM, tolerance).run(f, start, until.observedAt(times),
                            s -> lengths.add(s.arcLength()));
                    new GradientFlow(integrator, tolerance).run(f, start, until.observedAt(times), s -> {
                        assertThat(distance(s.w(), exact(f, start, s.time()))).as(what).isLessThanOrEqualTo(allowed);
                        // An explicit method at the limit of its stability zigzags within the tolerance, at every step anew.
                        double length = lengths.removeFirst();
                        if (integrator != Integrator.EXPLICIT || condition < 100) {
                            assertThat(s.arcLength()).as("arc length at %s, %s", s.time(), what).isEqualTo(length, within(allowed));
                        }
                    });
                }
            }
        }
    }

    private static double[] exact(Quadratic f, double[] start, double time) {
        double[] c = new double[start.length];
        double[] w = new double[start.length];
        f.toCoordinates(start, c);
        for (int j = 0; j < c.length; j++) {
            c[j] *= Math.exp(-f.eigenvalues()[j] * time);
        }
        f.fromCoordinates(c, w);
        return w;
    }

    /** A small classification problem, with curvatures over several decades. */
    private static EmpiricalRisk risk(Loss loss) {
        SplittableRandom random = new SplittableRandom(1);
        int n = 40;
        int d = 8;
        Matrix x = Matrix.zeros(Precision.F64, n, d);
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                x.set(i, j, random.nextGaussian() * Math.pow(3, -j));
            }
            y[i] = random.nextGaussian() + x.get(i, 0) > 0 ? 1 : -1;
        }
        return EmpiricalRisk.of(x, y, loss, Products.auto()).withRidge(0.01);
    }

    private static double[] byHipparchus(Problem f, double[] start, double end) {
        OrdinaryDifferentialEquation equation = new OrdinaryDifferentialEquation() {
            @Override
            public int getDimension() {
                return start.length;
            }

            @Override
            public double[] computeDerivatives(double t, double[] w) {
                double[] g = new double[w.length];
                f.valueAndGradient(w, g);
                Vectors.scale(g, -1);
                return g;
            }
        };
        return new DormandPrince853Integrator(1e-12, end, 1e-14, 1e-14).integrate(equation, new ODEState(0, start), end).getPrimaryState();
    }

    @Test
    void regressionFlowsAgreeWithHipparchus() {
        for (Loss loss : List.of(Losses.LOGISTIC, Losses.SOFTPLUS, Losses.SQUARE, Losses.huber(0.5))) {
            Problem f = risk(loss);
            double[] start = new double[8];
            double end = 3;
            double[] expected = byHipparchus(f, start, end);
            double scale = Vectors.norm(expected);
            for (Integrator integrator : List.of(Integrator.EXPLICIT, Integrator.STABILISED, Integrator.EXPONENTIAL, Integrator.AUTO)) {
                for (double tolerance : new double[]{1e-4, 1e-6, 1e-8}) {
                    Outcome outcome = new GradientFlow(integrator, tolerance).run(f, start, Until.time(end));
                    assertThat(outcome.reason()).isEqualTo(Outcome.Reason.TIME);
                    assertThat(distance(outcome.w(), expected)).as("%s, %s, %s", loss.name(), integrator, tolerance)
                            .isLessThanOrEqualTo(10 * tolerance * scale);
                }
            }
        }
    }

    @Test
    void aProblemWithoutHessianIsFollowedByDifferencesOfItsGradient() {
        Problem smooth = risk(Losses.LOGISTIC);
        Problem bare = new Problem() {
            @Override
            public int dimension() {
                return smooth.dimension();
            }

            @Override
            public double value(double[] w) {
                return smooth.value(w);
            }

            @Override
            public double valueAndGradient(double[] w, double[] gradient) {
                return smooth.valueAndGradient(w, gradient);
            }
        };
        double[] start = new double[8];
        double[] expected = byHipparchus(smooth, start, 3);
        for (Integrator integrator : List.of(Integrator.STABILISED, Integrator.EXPONENTIAL)) {
            Outcome outcome = new GradientFlow(integrator, 1e-6).run(bare, start, Until.time(3));
            assertThat(distance(outcome.w(), expected)).as("%s", integrator).isLessThanOrEqualTo(1e-5 * Vectors.norm(expected));
        }
    }

    @Test
    void aNonconvexFlowOverSaddlesAgreesWithHipparchus() {
        // A double well in two coordinates, coupled; the start is near the saddle.
        Problem wells = new Problem() {
            @Override
            public int dimension() {
                return 2;
            }

            @Override
            public double value(double[] w) {
                return (w[0] * w[0] - 1) * (w[0] * w[0] - 1) / 4 + 5 * (w[1] - w[0] / 2) * (w[1] - w[0] / 2);
            }

            @Override
            public double valueAndGradient(double[] w, double[] g) {
                double r = w[1] - w[0] / 2;
                g[0] = w[0] * (w[0] * w[0] - 1) - 5 * r;
                g[1] = 10 * r;
                return value(w);
            }
        };
        double[] start = {0.05, 0.3};
        double[] expected = byHipparchus(wells, start, 9);
        for (Integrator integrator : List.of(Integrator.EXPLICIT, Integrator.STABILISED, Integrator.EXPONENTIAL, Integrator.AUTO)) {
            // Errors grow on the way from the saddle, by about what the point itself does.
            assertThat(distance(new GradientFlow(integrator, 1e-7).run(wells, start, Until.time(9)).w(), expected)).as("%s", integrator)
                    .isLessThan(1e-7 * 10 * 20);
        }
    }

    @Test
    void observersSeeExactlyTheTimesAskedForAndTheEnds() {
        Quadratic f = Quadratic.diagonal(1, 3);
        for (Integrator integrator : Integrator.values()) {
            List<Double> times = new ArrayList<>();
            new GradientFlow(integrator, 1e-6).run(f, new double[]{1, 1}, Until.time(2).observedAt(0.25, 0.5, 1.75, 2),
                    s -> times.add(s.time()));
            assertThat(times).as("%s", integrator).containsExactly(0.0, 0.25, 0.5, 1.75, 2.0);
            times.clear();
            new GradientFlow(integrator, 1e-6).run(f, new double[]{1, 1}, Until.time(2).observedAt(0.25, 5), s -> times.add(s.time()));
            assertThat(times).as("%s", integrator).containsExactly(0.0, 0.25, 2.0);
        }
    }
}
