package gramflow.lazy;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** B2 on the function that attains it: above, at and below the threshold, which is α = 2 here (σ = 1, β = 1, y = 1). */
final class ScalarModelTest {
    private static final double[] TIMES = {1e-3, 0.01, 0.1, 0.5, 1, 2, 5, 10, 30, 100, 300};

    private static ScalarModel at(double alpha) {
        return new ScalarModel(alpha, 1, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 1.9, 1.999999, 2, 2.000001, 2.1, 4, 100, 1e6})
    void theFormulasSolveTheEquationTheyAreSaidToSolve(double alpha) {
        ScalarModel model = at(alpha);
        // Runge and Kutta's r′ = −α²f′²r along with w′ = αf′r, in steps so short that their error is far below the tolerance.
        double w = 0;
        double h = 1e-3 / Math.max(1, alpha * alpha);
        for (int i = 1; i <= 20_000; i++) {
            double k1 = speed(model, w);
            double k2 = speed(model, w + h / 2 * k1);
            double k3 = speed(model, w + h / 2 * k2);
            double k4 = speed(model, w + h * k3);
            w += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
            if (i % 400 == 0) {
                assertThat(model.displacement(i * h)).isCloseTo(w, within(1e-12 * Math.max(1, w)));
                assertThat(model.residual(i * h)).isCloseTo(1 - alpha * model.value(w), within(1e-11));
            }
        }
    }

    private static double speed(ScalarModel model, double w) {
        return model.alpha() * model.slope(w) * (model.target() - model.alpha() * model.value(w));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1.9, 2, 2.1, 100})
    void gradientFlowAttainsTheBoundOnResidualDisplacementAndPathAtAllTimes(double alpha) {
        ScalarModel model = at(alpha);
        LazyProblem problem = new LazyProblem(PlainModel.scalar(1, 1), Matrix.of(new double[]{1}), Matrix.of(new double[]{1}),
                Matrix.of(new double[]{0}), false, Products.auto());
        List<LazyState> states = new ArrayList<>();
        new LazyFlow(problem, alpha, 1e-12).run(TIMES, states::add, Progress.NONE);
        assertThat(states).hasSize(TIMES.length + 1);
        for (LazyState state : states) {
            double r = -state.residual().get(0, 0);
            assertThat(r).isCloseTo(model.residual(state.time()), within(1e-10));
            assertThat(state.w().get(0, 0)).isCloseTo(model.displacement(state.time()), within(1e-10));
            assertThat(state.sigmaMin()).isCloseTo(model.sigmaAt(state.time()), within(1e-10));
            // One parameter that only grows: its path is its displacement. Each step may err by as much as it is allowed to, and by some more of a rule of lower order.
            assertThat(state.pathLength()).isCloseTo(model.displacement(state.time()), within(20e-12 * (1 + state.step()) + 1e-12));
            assertThat(new SharpBound(model.constants()).residualBound(state.time())).isCloseTo(r, within(1e-10));
        }
    }

    @Test
    void aboveTheThresholdTheLossVanishesAtItSlowlyAndBelowItStalls() {
        assertThat(at(4).residual(1e3)).isLessThan(1e-300);
        // At it, r = y/(1 + α²σ²t).
        assertThat(at(2).residual(7)).isCloseTo(1.0 / 29, within(1e-15));
        assertThat(at(1).residual(1e6)).isCloseTo(1 - 0.5, within(1e-15));
        assertThat(at(1).displacement(1e6)).isCloseTo(1, within(1e-15));
        assertThat(new SharpBound(at(1).constants()).residualLimit()).isEqualTo(0.5);
        assertThat(new SharpBound(at(4).constants()).residualLimit()).isZero();
    }

    @Test
    void tenDigitsAreLeftWhereFormulasCancel() {
        // Far above the threshold and far below it, first terms of w: αyt·σ at small t.
        assertThat(at(1e6).displacement(1e-22)).isCloseTo(1e-16, within(1e-26));
        assertThat(at(1e-6).displacement(1e-6)).isCloseTo(1e-12, within(1e-22));
        assertThat(at(4).sigmaAt(1e6)).isCloseTo(Math.sqrt(0.5), within(1e-15));
    }
}
