package gramflow.lazy;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import gramflow.spectrum.Eigendecomposition;
import org.junit.jupiter.api.Test;

import static gramflow.lazy.Nets.ON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class SmoothnessTest {

    @Test
    void theFormulasAreThoseOfTheTheory() {
        TwoLayerSmoothness net = new TwoLayerSmoothness(1, 0.25, 2, 100, 3, 1.5, 4);
        assertThat(net.inner().beta(0)).isCloseTo(0.2 * 0.25 * 4, within(1e-15));
        assertThat(net.inner().beta(9)).isEqualTo(net.inner().beta(0));
        double a = 2.5 * 0.25 * 4.5;
        assertThat(net.both().beta(0.5)).isCloseTo((a + Math.sqrt(a * a + 36)) / 20, within(1e-15));
        TwoLayerSmoothness identity = new TwoLayerSmoothness(1, 0, 2, 100, 3, 1.5, 4);
        assertThat(identity.inner().beta(1)).isZero();
        assertThat(identity.both().beta(1)).isCloseTo(0.3, within(1e-15));
    }

    @Test
    void ofExamplesTheNormsAreTheirs() {
        Matrix x = Matrix.of(new double[]{3, 0}, new double[]{0, 4}, new double[]{0, 0});
        TwoLayerSmoothness net = TwoLayerSmoothness.of(1, 1, 1, 1, x, ON);
        assertThat(net.operatorNorm()).isCloseTo(4, within(1e-9));
        assertThat(net.longest()).isEqualTo(4);
        assertThat(net.fourthPowers()).isCloseTo(Math.sqrt(81 + 256), within(1e-12));
    }

    @Test
    void aSampleShowsNoMoreThanTheFormulaAndNotMuchLess() {
        LazyProblem problem = Nets.problem(true, false);
        Smoothness sampled = SampledSmoothness.of(problem, 0.5, 6, 1, Progress.NONE);
        double bound = Nets.net().inner().beta(0);
        assertThat(sampled.beta(0)).isLessThanOrEqualTo(bound).isGreaterThan(bound / 200);
        assertThat(sampled.proved()).isFalse();
        assertThat(sampled.text()).startsWith("sampled lower estimate from 6 points");
        // The same by forming the difference, at the point that lies where the flow begins.
        Matrix gradient = problem.at(problem.start()).transposeTimes(problem.residual(problem.output(problem.at(problem.start()), 1)));
        Matrix v = problem.start().copy(Precision.F64);
        ON.axpy(0.5 / ON.norm(gradient), gradient, v);
        Matrix d = problem.at(v).rows(0, Nets.N).copy(Precision.F64);
        ON.axpy(-1, problem.at(problem.start()).rows(0, Nets.N), d);
        double norm = Math.sqrt(Eigendecomposition.values(ON.gram(d), ON, Progress.NONE)[Nets.N - 1]);
        assertThat(SampledSmoothness.of(problem, 0.5, 1, 1, Progress.NONE).beta(0)).isCloseTo(norm / 0.5, within(1e-6 * norm));
    }

    @Test
    void whereBetaGrowsWithTheBallTheRadiusIsTheOneThatFits() {
        Smoothness growing = new TwoLayerSmoothness(1, 0.25, 1, 100, 3, 1.5, 4).both();
        Theorem theorem = new Theorem(new Constants(1e4, 0.5, 2, Double.POSITIVE_INFINITY, 1.5), growing);
        ClassicalBound b1 = theorem.classical();
        assertThat(growing.beta(b1.radius())).isCloseTo(b1.of().beta(), within(1e-12));
        SharpBound b2 = theorem.sharp();
        assertThat(theorem.sharpHolds()).isTrue();
        assertThat(growing.beta(b2.pathBound())).isCloseTo(b2.of().beta(), within(1e-12));
        assertThat(b2.of().beta()).isLessThan(b1.of().beta());
        // Just above the threshold a path fits into its ball, just below none does.
        double threshold = theorem.sharpThreshold();
        Theorem above = new Theorem(new Constants(threshold * 1.0001, 0.5, 2, Double.POSITIVE_INFINITY, 1.5), growing);
        assertThat(above.sharpHolds()).isTrue();
        assertThat(growing.beta(above.sharp().pathBound())).isLessThanOrEqualTo(above.sharp().of().beta() * (1 + 1e-9));
        for (double r = 1e-3; r < 10; r *= 1.01) {
            SharpBound tried = new SharpBound(new Constants(threshold * 0.9999, 0.5, 2, growing.beta(r), 1.5));
            assertThat(tried.holds() && tried.pathBound() <= r).isFalse();
        }
        assertThat(theorem.residualBoundHolds()).isTrue();
        assertThat(new Theorem(theorem.start().withBeta(0), growing).residualBoundHolds()).isTrue();
        assertThat(new Theorem(new Constants(1, 0.5, 2, 0, 1.5), growing).residualBoundHolds()).isFalse();
    }

    @Test
    void oneBetaForAllGivesTheFormulasOfTheConstants() {
        Constants constants = new Constants(50, 0.5, 2, 3, 1.5);
        Theorem theorem = new Theorem(constants, Smoothness.everywhere(3, "given"));
        assertThat(theorem.sharpThreshold()).isCloseTo(new SharpBound(constants).threshold(), within(1e-12));
        assertThat(theorem.classicalThreshold()).isEqualTo(new ClassicalBound(constants).threshold());
        assertThat(theorem.sharp()).isEqualTo(new SharpBound(constants));
        assertThat(theorem.residualBoundHolds()).isTrue();
        Theorem linear = new Theorem(constants, Smoothness.everywhere(0, "linear"));
        assertThat(linear.sharpThreshold()).isZero();
        assertThat(linear.classicalHolds() && linear.sharpHolds()).isTrue();
    }

    @Test
    void reluIsRefusedWithTheReason() {
        TwoLayerSmoothness relu = new TwoLayerSmoothness(1, Double.POSITIVE_INFINITY, 1, 100, 3, 1.5, 4);
        for (Smoothness none : new Smoothness[]{relu.inner(), relu.both()}) {
            Theorem theorem = new Theorem(new Constants(1e9, 0.5, 2, 0, 1.5), none);
            assertThat(theorem.applies() || theorem.sharpHolds() || theorem.classicalHolds() || theorem.residualBoundHolds()).isFalse();
            assertThat(theorem.sharpText()).isEqualTo(
                    "B2 does not apply: the activation's derivative jumps: the Jacobian is not Lipschitz, and B1 and B2 do not apply");
        }
        Theorem singular = new Theorem(new Constants(1e9, 0, 2, 0, 1.5), Smoothness.everywhere(1, "given"));
        assertThat(singular.classicalText()).isEqualTo("B1 does not apply: K is singular, sigma = 0");
    }
}
