package gramflow.problem;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** Losses: their derivatives, their constants, and what happens far out. */
class LossTest {
    private static final List<Loss> ALL = List.of(Losses.SQUARE, Losses.LOGISTIC, Losses.SOFTPLUS, Losses.huber(0.7));

    @Test
    void derivativesAreThoseOfTheValue() {
        double h = 1e-5;
        for (Loss loss : ALL) {
            for (double y : new double[]{-1, 1}) {
                for (double z = -6.03; z < 6; z += 0.37) {
                    double slope = (loss.value(z + h, y) - loss.value(z - h, y)) / (2 * h);
                    double curvature = (loss.derivative(z + h, y) - loss.derivative(z - h, y)) / (2 * h);
                    assertThat(loss.derivative(z, y)).as("%s at %s", loss.name(), z).isEqualTo(slope, within(1e-8));
                    assertThat(loss.secondDerivative(z, y)).as("%s at %s", loss.name(), z).isEqualTo(curvature, within(1e-8));
                    assertThat(loss.secondDerivative(z, y)).isBetween(0.0, loss.curvature());
                    assertThat(Math.abs(loss.derivative(z, y))).isLessThanOrEqualTo(loss.slope());
                }
            }
        }
    }

    @Test
    void manyAtOnceAreTheSameAsOneByOneWithAnyStep() {
        for (Loss loss : ALL) {
            double[] y = {1, -1, 1, 1, -1, -1, 1, -1, 1};
            double[] z = {0.3, -40, 800};
            double[] expected = {loss.derivative(0.3, y[1]), loss.derivative(-40, y[4]), loss.derivative(800, y[7])};
            double sum = loss.value(0.3, y[1]) + loss.value(-40, y[4]) + loss.value(800, y[7]);
            assertThat(loss.residuals(z, y, 1, 3, 3)).isEqualTo(sum);
            assertThat(z).containsExactly(expected);
        }
    }

    @Test
    void theLogisticLossIsAccurateFarOutOnEitherSide() {
        assertThat(Losses.LOGISTIC.value(0, 1)).isEqualTo(Math.log(2), within(1e-16));
        assertThat(Losses.LOGISTIC.value(700, 1)).isEqualTo(Math.exp(-700), within(1e-15 * Math.exp(-700)));
        assertThat(Losses.LOGISTIC.value(-1000, 1)).isEqualTo(1000);
        assertThat(Losses.LOGISTIC.value(1000, -1)).isEqualTo(1000);
        assertThat(Losses.LOGISTIC.derivative(-1000, 1)).isEqualTo(-1);
        assertThat(Losses.LOGISTIC.derivative(800, 1)).isEqualTo(0, within(1e-300));
        for (double z = 0.1; z < 40; z *= 1.3) {
            assertThat(Losses.LOGISTIC.value(z, 1)).as("%s", z).isEqualTo(StrictMath.log1p(StrictMath.exp(-z)),
                    within(4 * Math.ulp(StrictMath.exp(-z))));
        }
    }

    @Test
    void aKneeThatIsNotPositiveIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Losses.huber(0))
                .withMessage("Huber's loss: knee 0.0, expected a positive number");
    }
}
