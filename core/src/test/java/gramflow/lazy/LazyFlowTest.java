package gramflow.lazy;

import gramflow.backend.Activation;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import gramflow.model.Network;
import gramflow.model.Weights;
import gramflow.spectrum.Eigendecomposition;
import gramflow.spectrum.KrylovFunction;
import gramflow.spectrum.SymmetricOperator;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static gramflow.lazy.Nets.ON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** A tanh net, whose flow has no closed form: held against the theorem, against its linearisation, and against itself at another tolerance. */
final class LazyFlowTest {

    private static void assertAllHold(Nets.Run run, String... ids) {
        for (LazyRecord record : run.records()) {
            List<Inequality> all = run.monitor().check(record);
            assertThat(all).extracting(Inequality::id).contains(ids);
            assertThat(all).allMatch(Inequality::holds);
        }
    }

    @Test
    void aboveBothThresholdsEveryInequalityHoldsAtEveryTime() {
        LazyProblem problem = Nets.problem(true, false);
        Theorem at = Nets.run(problem, 1, 1e-6).monitor().theorem();
        assertThat(at.sharpHolds()).isFalse();
        assertThat(at.sharpThreshold()).isLessThan(at.classicalThreshold());
        assertAllHold(Nets.run(problem, 1.01 * at.sharpThreshold(), 1e-10), "B2 residual", "B2 path", "B2 path for the residual",
                "B2 sigma_inf <= sigma_min", "coupling |K_t - K|", "coupling gap", "coupling |w - u|", "coupling |u - w0|");
        assertAllHold(Nets.run(problem, 1.01 * at.classicalThreshold(), 1e-10), "B1 objective", "B1 tangent objective", "B1 |w - w0|",
                "B1 |u - w0|", "B1 radius", "B1 sigma/2 <= sigma_min", "B1 sigma_max", "B2 residual", "coupling gap");
    }

    @Test
    void belowTheThresholdOnlyTheResidualIsBoundedAndItHolds() {
        Nets.Run run = Nets.run(Nets.problem(true, false), 1, 1e-8);
        for (LazyRecord record : run.records()) {
            assertThat(run.monitor().check(record)).singleElement().matches(Inequality::holds);
        }
        assertThat(run.monitor().theorem().sharpText()).startsWith("B2 is not met: alpha > 2 beta r0/sigma^2 is 1.000 against the needed ");
        assertThat(run.monitor().theorem().classicalText()).startsWith("B1 is not met");
    }

    @Test
    void aSmallerBetaThanTheTrueOneIsFoundOut() {
        LazyProblem problem = Nets.problem(true, false);
        LazyFlow flow = new LazyFlow(problem, 1, 1e-8);
        LazyMonitor wrong = new LazyMonitor(flow, flow.begin(), Smoothness.everywhere(1e-3, "too small"));
        assertThat(wrong.theorem().sharpHolds()).isTrue();
        boolean[] failed = {false};
        flow.run(new double[]{1, 10, 100, 1000}, state -> failed[0] |= !wrong.check(wrong.measure(state)).stream()
                .allMatch(Inequality::holds), Progress.NONE);
        assertThat(failed[0]).isTrue();
    }

    /** ReLU's flow comes to a kink and stays there, where no step is short enough. It runs, its loss falls all the same, and the steps that cost exactness are counted. */
    @Test
    void reluRunsThoughItsFlowStaysAtKinks() {
        Network drawn = Network.twoLayer(8, 64, Activation.RELU, false);
        Weights weights = Weights.random(drawn, 1, Precision.F64, Workers.shared());
        Network net = drawn.withFixed(weights);
        LazyProblem problem = new LazyProblem(net, Nets.points(16, 8, 3), Nets.signs(16), weights.parameters(net, Precision.F64), true, ON);
        LazyFlow flow = new LazyFlow(problem, 4, 1e-8);
        double slowest = 16 * flow.begin().spectrum().value(0);
        double[] residuals = new double[6];
        long[] forced = new long[2];
        flow.run(new double[]{1e-3 / slowest, 0.1 / slowest, 1 / slowest, 3 / slowest, 10 / slowest}, state -> {
            residuals[(int) forced[1]++] = ON.norm(state.residual());
            forced[0] = state.forced();
        }, Progress.NONE);
        assertThat(forced[0]).isPositive();
        assertThat(residuals).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(residuals[5]).isLessThan(1e-2 * residuals[0]);
        assertThat(Nets.run(Nets.problem(true, false), 1, 1e-8).states()).allMatch(state -> state.forced() == 0);
    }

    private static double slope(LazyProblem problem, boolean parameters) {
        double first = 1000;
        double second = 8000;
        Nets.Run one = Nets.run(problem, first, 1e-11);
        Nets.Run two = Nets.run(problem, second, 1e-11);
        double a = parameters ? one.largestParameterGap() : one.largestGap();
        double b = parameters ? two.largestParameterGap() : two.largestGap();
        return Math.log(b / a) / Math.log(second / first);
    }

    @Test
    void theGapToTangentFlowFallsAsOneOverAlphaWhenCentredAndAsItsSquareFromPairs() {
        assertThat(slope(Nets.problem(true, false), false)).isCloseTo(-1, within(0.05));
        assertThat(slope(Nets.problem(true, false), true)).isCloseTo(-2, within(0.05));
        assertThat(slope(Nets.problem(false, true), false)).isCloseTo(-2, within(0.1));
    }

    /** At these scales w − w₀ is 1e-9 to 1e-11 of w, and both flows agree in 14 to 18 digits. */
    @ParameterizedTest
    @EnumSource(value = Activation.class, names = {"TANH", "SOFTPLUS"})
    void theSlopesAreSeenWhereTheTwoFlowsDifferByLessThanRounding(Activation activation) {
        Network drawn = Network.twoLayer(Nets.D, Nets.WIDTH, activation, false);
        Weights pairs = Weights.random(drawn, 3, Precision.F64, Workers.shared()).antisymmetric();
        Network network = drawn.withFixed(pairs);
        LazyProblem problem = new LazyProblem(network, Nets.points(Nets.N, Nets.D, 1), Nets.signs(Nets.N),
                pairs.parameters(network, Precision.F64), false, ON);
        Nets.Run one = Nets.run(problem, 1e7, 1e-9);
        Nets.Run two = Nets.run(problem, 1e9, 1e-9);
        assertThat(two.records()).allMatch(LazyRecord::separated);
        assertThat(two.largestGap()).isLessThan(1e-16 * ON.norm(two.states().getFirst().residual()));
        assertThat(Math.log10(two.largestGap() / one.largestGap()) / 2).isCloseTo(-2, within(0.01));
        assertThat(Math.log10(two.largestParameterGap() / one.largestParameterGap()) / 2).isCloseTo(-2, within(0.01));
    }

    /** Where differences of the two flows have digits left, the separation that is integrated is the same. */
    @Test
    void whatIsIntegratedIsWhatTheFlowsDifferBy() {
        Network network = Network.twoLayer(Nets.D, Nets.WIDTH, Activation.TANH, false);
        Weights weights = Weights.random(network, 3, Precision.F64, Workers.shared());
        Network fixed = network.withFixed(weights);
        LazyProblem problem = new LazyProblem(fixed, Nets.points(Nets.N, Nets.D, 1), Nets.signs(Nets.N),
                weights.parameters(fixed, Precision.F64), true, ON);
        Nets.Run run = Nets.run(problem, 3000, 1e-11);
        for (LazyState state : run.states()) {
            Matrix direct = state.way().copy(Precision.F64);
            ON.axpy(-1, run.monitor().tangent().displacement(state.time(), run.states().getFirst().jacobian(), ON), direct);
            assertThat(distance(direct, state.separation())).isLessThanOrEqualTo(state.separationError());
        }
        Matrix gap = run.states().getLast().residual().copy(Precision.F64);
        ON.axpy(-1, run.monitor().tangent().residual(run.states().getLast().time()), gap);
        assertThat(distance(gap, run.states().getLast().gap())).isLessThan(0.02 * run.largestGap());
    }

    @Test
    void withoutEitherTheResidualGrowsWithAlpha() {
        LazyProblem problem = Nets.problem(false, false);
        double one = ON.norm(new LazyFlow(problem, 1000, 1e-6).begin().residual());
        double ten = ON.norm(new LazyFlow(problem, 10_000, 1e-6).begin().residual());
        assertThat(ten).isCloseTo(10 * one, within(0.1 * ten));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 30, 1e4})
    void anotherToleranceGivesTheSameFlowToAsManyDigits(double alpha) {
        LazyProblem problem = Nets.problem(true, false);
        Nets.Run coarse = Nets.run(problem, alpha, 1e-7);
        Nets.Run fine = Nets.run(problem, alpha, 1e-11);
        for (int i = 0; i < coarse.states().size(); i++) {
            Matrix difference = coarse.states().get(i).w().copy(Precision.F64);
            ON.axpy(-1, fine.states().get(i).w(), difference);
            double scale = fine.records().getLast().displacement();
            assertThat(ON.norm(difference)).isLessThan(1e-7 * coarse.steps() * scale);
            assertThat(coarse.records().get(i).pathLength()).isCloseTo(fine.records().get(i).pathLength(),
                    within(1e-6 * coarse.steps() * scale));
        }
    }

    @Test
    void largeAlphaTakesNoMoreStepsThanSmallAndPathsAreNoShorterThanWhereTheyLead() {
        LazyProblem problem = Nets.problem(true, false);
        Nets.Run small = Nets.run(problem, 10, 1e-8);
        Nets.Run large = Nets.run(problem, 1e5, 1e-8);
        assertThat(large.steps()).isLessThanOrEqualTo(small.steps());
        for (LazyRecord record : small.records()) {
            assertThat(record.pathLength()).isGreaterThanOrEqualTo(record.displacement() * (1 - 1e-7));
        }
    }

    @Test
    void tangentFlowInFunctionAndInParameterSpaceAreOneAndItDecaysAtItsSlowestRate() {
        LazyProblem problem = Nets.problem(true, false);
        double alpha = 12;
        LazyState begin = new LazyFlow(problem, alpha, 1e-8).begin();
        SpectralTangentFlow tangent = TangentFlow.of(begin.spectrum(), begin.residual(), alpha, ON);
        TangentFlow byProducts = TangentFlow.of(SymmetricOperator.of(begin.kernel(), ON), begin.residual(), alpha,
                KrylovFunction.DEFAULT, ON);
        double slowest = alpha * alpha * begin.spectrum().value(0);
        for (double t : new double[]{0, 1e-4, 1e-2, 1 / slowest, 10 / slowest}) {
            Matrix way = tangent.displacement(t, begin.jacobian(), ON);
            Matrix linear = begin.residual().copy(Precision.F64);
            ON.axpy(alpha, begin.jacobian().times(way), linear);
            assertThat(distance(linear, tangent.residual(t))).isLessThan(1e-10 * tangent.residualNorm(0));
            assertThat(ON.norm(way)).isCloseTo(tangent.displacementNorm(t), within(1e-10 * (1 + ON.norm(way))));
            assertThat(distance(byProducts.residual(t), tangent.residual(t))).isLessThan(1e-10 * tangent.residualNorm(0));
            assertThat(distance(byProducts.displacement(t, begin.jacobian(), ON), way)).isLessThan(1e-10 * (1 + ON.norm(way)));
            assertThat(ON.norm(tangent.residual(t))).isCloseTo(tangent.residualNorm(t), within(1e-12));
        }
        double late = 60 / slowest;
        double measured = Math.log(tangent.residualNorm(late) / tangent.residualNorm(late + 1 / slowest)) * slowest;
        assertThat(measured).isCloseTo(tangent.slowestRate(), within(1e-6 * slowest));
    }

    private static double distance(Matrix a, Matrix b) {
        Matrix d = a.copy(Precision.F64);
        ON.axpy(-1, b, d);
        return ON.norm(d);
    }

    @Test
    void inTheLimitTangentFlowIsKernelRegressionElsewhereToo() {
        LazyProblem problem = Nets.problem(true, false);
        LazyState begin = new LazyFlow(problem, 3, 1e-8).begin();
        TangentFlow tangent = TangentFlow.of(begin.spectrum(), begin.residual(), 3, ON);
        // On the examples themselves regression returns the targets: αf₀ − αf(w₀) = −r₀.
        Matrix there = tangent.elsewhere(Double.POSITIVE_INFINITY, begin.kernel(), ON);
        ON.axpy(1, begin.residual(), there);
        assertThat(ON.norm(there)).isLessThan(1e-9);
    }

    @Test
    void aSingularKernelLeavesWhatItCannotReach() {
        Matrix k = Matrix.of(new double[]{2, 0, 0}, new double[]{0, 0, 0}, new double[]{0, 0, -1e-18});
        Matrix r = Matrix.of(new double[]{1}, new double[]{1}, new double[]{1});
        SpectralTangentFlow tangent = TangentFlow.of(Eigendecomposition.of(k, ON), r, 1, ON);
        assertThat(tangent.residual(50).get(0, 0)).isLessThan(1e-40);
        assertThat(tangent.residual(50).get(1, 0)).isEqualTo(1);
        assertThat(tangent.coefficients(50).get(0, 0)).isEqualTo(0.5);
        assertThat(tangent.coefficients(50).get(1, 0)).isEqualTo(50);
        assertThat(tangent.coefficients(50).get(2, 0)).isEqualTo(50);
        assertThat(tangent.coefficients(Double.POSITIVE_INFINITY).get(1, 0)).isZero();
        assertThat(tangent.displacementNorm(50)).isCloseTo(Math.sqrt(2) / 2, within(1e-15));
    }

    @Test
    void anIterateWithLittleLeftIsCertifiedLongBeforeTheStartIs() {
        LazyProblem problem = Nets.problem(true, false);
        double threshold = Nets.run(problem, 1, 1e-6).monitor().theorem().sharpThreshold();
        Nets.Run run = Nets.run(problem, threshold / 3, 1e-8);
        assertThat(run.monitor().theorem().sharpHolds()).isFalse();
        assertThat(run.monitor().certified(run.records().getFirst())).isFalse();
        assertThat(run.monitor().certified(run.records().getLast())).isTrue();
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LazyProblem(PlainModel.tanh(5, 4), Nets.points(3, 4, 1), Nets.signs(3),
                Matrix.zeros(Precision.F64, 20, 1), true, ON)).withMessageContaining("X is 3 x 4 f64");
        assertThatIllegalArgumentException().isThrownBy(() -> new LazyFlow(Nets.problem(true, false), 0, 1e-6))
                .withMessageContaining("alpha 0.0");
    }
}
