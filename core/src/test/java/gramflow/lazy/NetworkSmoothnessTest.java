package gramflow.lazy;

import gramflow.backend.Activation;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import gramflow.model.Network;
import gramflow.model.Parameterisation;
import gramflow.model.Weights;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static gramflow.lazy.Nets.ON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class NetworkSmoothnessTest {
    private static final Matrix X = Nets.points(9, 6, 3);

    private record Started(Network network, Matrix w) {
        static Started of(Network network) {
            Weights weights = Weights.random(network, 1, Precision.F64, ON.workers());
            Network whole = network.withFixed(weights);
            return new Started(whole, weights.parameters(whole, Precision.F64));
        }

        Optional<Smoothness> smoothness() {
            return NetworkSmoothness.of(network, w, X, ON);
        }

        /** The same from below. */
        double sampled(double radius) {
            LazyProblem problem = new LazyProblem(network, X, Nets.signs(9), w, true, ON);
            return SampledSmoothness.of(problem, radius, 5, 1, Progress.NONE).beta(0);
        }
    }

    @Test
    void theInnerLayersIsThatOfTheFormula() {
        Started net = Started.of(Network.twoLayer(6, 100, Activation.SOFTPLUS, false));
        double expected = TwoLayerSmoothness.of(1, 0.25, 1, 100, X, ON).inner().beta(0);
        assertThat(net.smoothness().orElseThrow().beta(7)).isCloseTo(expected, within(1e-15));
        assertThat(net.sampled(0.3)).isLessThanOrEqualTo(expected).isGreaterThan(expected / 100);
        Started scaled = Started.of(Network.twoLayer(6, 100, Activation.SOFTPLUS, false).overRootOfInputs());
        assertThat(scaled.smoothness().orElseThrow().beta(0)).isCloseTo(expected / 6, within(1e-12));
    }

    @Test
    void bothLayersHaveOneInEitherParameterisation() {
        for (Parameterisation form : Parameterisation.values()) {
            Started net = Started.of(Network.fullyConnected(new long[]{6, 80, 1}, Activation.TANH, form, false, 1, 0));
            Smoothness smoothness = net.smoothness().orElseThrow();
            assertThat(smoothness.proved()).isTrue();
            for (double radius : new double[]{1e-3, 0.1, 2}) {
                assertThat(net.sampled(radius)).isLessThanOrEqualTo(smoothness.beta(radius)).isGreaterThan(smoothness.beta(radius) / 300);
            }
        }
    }

    @Test
    void whatIsLinearInItsParametersHasZeroReluNoneAndTheRestIsNotKnown() {
        assertThat(Started.of(Network.linear(6, 1, true)).smoothness().orElseThrow().beta(1)).isZero();
        assertThat(Started.of(Network.randomFeatures(6, 20, Activation.RELU)).smoothness().orElseThrow().beta(1)).isZero();
        assertThat(Started.of(Network.twoLayer(6, 20, Activation.RELU, false)).smoothness().orElseThrow().beta(0)).isInfinite();
        assertThat(
                Started.of(Network.fullyConnected(new long[]{6, 8, 8, 1}, Activation.RELU, Parameterisation.NTK, true, 1, 1)).smoothness()
                        .orElseThrow().beta(0))
                .isInfinite();
        assertThat(Started.of(Network.fullyConnected(new long[]{6, 8, 1}, Activation.TANH, Parameterisation.NTK, true, 1, 1)).smoothness())
                .isEmpty();
        assertThat(Started.of(Network.fullyConnected(new long[]{6, 8, 2}, Activation.TANH, Parameterisation.NTK, false, 1, 1)).smoothness())
                .isEmpty();
    }
}
