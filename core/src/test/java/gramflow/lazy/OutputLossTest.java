package gramflow.lazy;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.problem.Loss;
import gramflow.problem.Losses;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

final class OutputLossTest {
    private static final OutputLoss LOGISTIC = new OutputLoss(Losses.LOGISTIC, 0.1, 0);
    private static final OutputLoss SOFTPLUS = new OutputLoss(Losses.SOFTPLUS, 0.2, 0);

    /** The least of φ′²/(2(φ − least)) where φ − least ≤ excess, on a grid finer than the one that bounds it. */
    private static double least(OutputLoss loss, double excess) {
        double best = loss.minimiser(1);
        double bottom = loss.value(best, 1);
        double least = Double.POSITIVE_INFINITY;
        for (double d = -400; d <= 400; d += 0.003) {
            double over = loss.value(best + d, 1) - bottom;
            if (over <= excess && over > 1e-9) {
                double slope = loss.derivative(best + d, 1);
                least = Math.min(least, slope * slope / (2 * over));
            }
        }
        return least;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.3, 2, 30})
    void mIsTheLargestThatHoldsOnTheSublevelSetToAPart(double excess) {
        for (OutputLoss loss : List.of(LOGISTIC, SOFTPLUS)) {
            double m = loss.growth(excess);
            assertThat(m).isPositive().isLessThanOrEqualTo(least(loss, excess) * (1 + 1e-6)).isGreaterThan(0.95 * least(loss, excess));
        }
    }

    @Test
    void theMinimiserOfASmoothedLossIsWhereItsDerivativeVanishesAndItIsSymmetric() {
        assertThat(LOGISTIC.minimiser(1)).isCloseTo(Math.log(9), within(1e-12));
        assertThat(LOGISTIC.minimiser(-1)).isEqualTo(-LOGISTIC.minimiser(1));
        assertThat(SOFTPLUS.derivative(SOFTPLUS.minimiser(-1), -1)).isCloseTo(0, within(1e-14));
        assertThat(new OutputLoss(Losses.LOGISTIC, 0, 0).growth(1)).isZero();
        assertThat(new OutputLoss(Losses.LOGISTIC, 0, 0.01).growth(1)).isEqualTo(0.01);
        assertThat(OutputLoss.SQUARE.growth(1)).isEqualTo(1);
    }

    @Test
    void whatIsNoLossOfThisKindIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new OutputLoss(Losses.LOGISTIC, 0.5, 0)).withMessageContaining("below 0.5");
        assertThatIllegalArgumentException().isThrownBy(() -> new OutputLoss(Losses.SQUARE, 0.1, 0)).withMessageContaining("smoothing 0.1");
        assertThatIllegalArgumentException().isThrownBy(() -> new OutputLoss(Losses.LOGISTIC, 0, 0.3)).withMessageContaining("m of 0.3");
        assertThatIllegalArgumentException().isThrownBy(() -> problem(LOGISTIC, Matrix.of(new double[]{0.5}))).withMessageContaining(
                "target 1 is 0.5; expected 1 or -1 for the loss logistic:0.1");
    }

    private static LazyProblem problem(OutputLoss loss, Matrix y) {
        return new LazyProblem(PlainModel.tanh(Nets.D, Nets.WIDTH), Nets.points((int) y.rows(), Nets.D, 1), y, Nets.weights(false), true,
                loss,
                Nets.ON);
    }

    /** On one example tangent flow is ż = −α²K·φ′(z), which classical steps of Runge and Kutta follow to as many digits as they are short. */
    @ParameterizedTest
    @ValueSource(strings = {"logistic", "softplus"})
    void tangentFlowOfALossSolvesItsEquation(String name) {
        Loss loss = name.equals("logistic") ? Losses.LOGISTIC : Losses.SOFTPLUS;
        LazyProblem problem = problem(new OutputLoss(loss, 0.1, 0), Matrix.of(new double[]{1})).linearised();
        double alpha = 7;
        LazyFlow flow = new LazyFlow(problem, alpha, 1e-10);
        double k = flow.begin().kernel().get(0, 0);
        double end = 40 / (alpha * alpha * k);
        List<Double> found = new ArrayList<>();
        flow.run(new double[]{end / 10, end}, state -> found.add(state.output().get(0, 0)), Progress.NONE);
        double z = 0;
        int steps = 20_000;
        double h = end / steps * alpha * alpha * k;
        for (int i = 1; i <= steps; i++) {
            double a = problem.loss().derivative(z, 1);
            double b = problem.loss().derivative(z - h / 2 * a, 1);
            double c = problem.loss().derivative(z - h / 2 * b, 1);
            double d = problem.loss().derivative(z - h * c, 1);
            z -= h / 6 * (a + 2 * b + 2 * c + d);
            if (i == steps / 10) {
                assertThat(found.get(1)).isCloseTo(z, within(1e-7));
            }
        }
        assertThat(found.get(2)).isCloseTo(z, within(1e-7));
    }

    private record Seen(List<LazyRecord> records, LazyMonitor monitor) {
        double gap() {
            return records.stream().mapToDouble(LazyRecord::gap).max().orElseThrow();
        }
    }

    private static Seen run(OutputLoss loss, double alpha) {
        LazyFlow flow = new LazyFlow(problem(loss, Nets.signs(Nets.N)), alpha, 1e-9);
        LazyState begin = flow.begin();
        LazyMonitor monitor = new LazyMonitor(flow, begin, Nets.net().inner());
        double last = 40 / (alpha * alpha * begin.spectrum().value(0));
        double first = 0.1 / (alpha * alpha * begin.spectrum().value(Nets.N - 1));
        double[] times = new double[15];
        for (int i = 0; i < 15; i++) {
            times[i] = first * Math.pow(last / first, i / 14.0);
        }
        monitor.follow(times, Progress.NONE);
        List<LazyRecord> records = new ArrayList<>();
        flow.run(times, state -> records.add(monitor.measure(state)), Progress.NONE);
        return new Seen(records, monitor);
    }

    @Test
    void aboveBothThresholdsEveryInequalityOfTheFormForLossesHolds() {
        for (OutputLoss loss : List.of(LOGISTIC, SOFTPLUS)) {
            Theorem at = run(loss, 1).monitor.theorem();
            assertThat(at.sharpHolds()).isFalse();
            for (double alpha : new double[]{1.01 * at.sharpThreshold(), 1.01 * at.classicalThreshold()}) {
                Seen seen = run(loss, alpha);
                assertThat(seen.monitor.theorem().sharpHolds()).isTrue();
                for (LazyRecord record : seen.records) {
                    List<Inequality> all = seen.monitor.check(record);
                    assertThat(all).extracting(Inequality::id).contains("B2 residual", "B2 path", "coupling |K_t - K|",
                            "coupling |u - w0|");
                    assertThat(all).allMatch(Inequality::holds);
                }
                assertThat(seen.records.getLast().residual()).isLessThan(0.1 * seen.records.getFirst().residual());
            }
            assertThat(run(loss, 1.01 * at.classicalThreshold()).monitor.theorem().classicalHolds()).isTrue();
        }
    }

    @Test
    void theGapToTangentFlowFallsAsOneOverAlphaForALossToo() {
        assertThat(Math.log10(run(LOGISTIC, 1e4).gap() / run(LOGISTIC, 1e3).gap())).isCloseTo(-1, within(0.05));
    }

    @Test
    void withoutAMinimiserTheTheoremDoesNotApplyAndSaysWhy() {
        Seen seen = run(new OutputLoss(Losses.LOGISTIC, 0, 0), 1000);
        assertThat(seen.monitor.theorem().applies()).isFalse();
        assertThat(seen.monitor.theorem().sharpText()).startsWith("B2 does not apply: the loss logistic has no minimiser")
                .contains("m = 0");
        assertThat(seen.monitor.check(seen.records.getLast())).isEmpty();
        assertThat(seen.records.getLast().residual()).isLessThan(seen.records.getFirst().residual());
    }

    @Test
    void anMThatWasDeclaredTooLargeIsFoundOut() {
        Seen wrong = run(new OutputLoss(Losses.LOGISTIC, 0.1, 0.24), 1000);
        assertThat(wrong.records.stream().flatMap(record -> wrong.monitor.check(record).stream()))
                .anyMatch(each -> each.id().equals("declared m") && !each.holds());
        Seen right = run(new OutputLoss(Losses.LOGISTIC, 0.1, 0.05), 1000);
        assertThat(right.records.stream().flatMap(record -> right.monitor.check(record).stream())).anyMatch(
                each -> each.id().equals("declared m")).allMatch(Inequality::holds);
    }
}
