package gramflow.model;

import gramflow.backend.Activation;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** Initialisation. */
final class WeightsTest {
    private static final Workers WORKERS = Workers.of(1);

    @Test
    void deviationsAreThoseOfTheParameterisation() {
        long[] widths = {100, 400, 300, 10};
        for (Parameterisation form : Parameterisation.values()) {
            Network network = Network.fullyConnected(widths, Activation.RELU, form, true, 1.5, 0.3);
            Weights weights = Weights.random(network, 1, Precision.F64, WORKERS);
            for (int l = 0; l < 3; l++) {
                Matrix weight = weights.layers().get(l).weight();
                double found = Nets.norm(weight) / Math.sqrt((double) weight.rows() * weight.cols());
                double expected = form == Parameterisation.NTK ? 1 : 1.5 / Math.sqrt((double) widths[l]);
                assertThat(found).isEqualTo(expected, within(0.05 * expected));
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherOneOthers() {
        Network network = Network.fullyConnected(new long[]{4, 6, 6, 1}, Activation.TANH, Parameterisation.STANDARD, true, 1, 1);
        Matrix once = Nets.parameters(network, 7);
        assertThat(Nets.distance(once, Nets.parameters(network, 7))).isZero();
        Matrix other = Nets.parameters(network, 8);
        for (long i = 0; i < once.rows(); i++) {
            assertThat(once.get(i, 0)).isNotEqualTo(other.get(i, 0));
            for (long k = 0; k < i; k++) {
                assertThat(once.get(i, 0)).as("numbers %d and %d", i, k).isNotEqualTo(once.get(k, 0));
            }
        }
    }

    /** The first weights of seed 0, so that every machine and every later version draws them. */
    @Test
    void theFirstNumbersOfSeedZeroStay() {
        Network network = Network.twoLayer(3, 4, Activation.TANH, true);
        Matrix w = Nets.parameters(network, 0);
        double[] first = {w.get(0, 0), w.get(1, 0), w.get(2, 0), w.get(12, 0), w.get(13, 0), w.get(14, 0), w.get(15, 0)};
        assertThat(first).containsExactly(FIRST);
    }

    private static final double[] FIRST = {-0.8870548645177482, 0.38925020893356377, 1.0562066791355016, 1, 1, -1, 1};

    @Test
    void outerWeightsOfTheTwoLayerNetAreSigns() {
        Network network = Network.twoLayer(3, 1000, Activation.ERF, false);
        Matrix signs = Weights.random(network, 1, Precision.F64, WORKERS).layers().get(1).weight();
        double sum = 0;
        for (long j = 0; j < 1000; j++) {
            assertThat(Math.abs(signs.get(0, j))).isEqualTo(1);
            sum += signs.get(0, j);
        }
        assertThat(Math.abs(sum)).isLessThan(150);
    }

    @Test
    void antisymmetricNetsAreZeroUpToRoundingOnEveryExample() {
        for (Activation activation : Activation.values()) {
            for (Network network : new Network[]{Network.twoLayer(7, 26, activation, true),
                    Network.fullyConnected(new long[]{7, 9, 12, 3}, activation, Parameterisation.STANDARD, true, 1.2, 0.8)}) {
                Weights weights = Weights.random(network, 3, Precision.F64, WORKERS).antisymmetric();
                Matrix value = network.value(weights.parameters(network, Precision.F64), Nets.random(19, 7, 1), Nets.ONE);
                assertThat(Nets.distance(value, Matrix.zeros(Precision.F64, 19, network.outputs()))).isLessThan(1e-14);
            }
        }
    }

    @Test
    void antisymmetryNeedsAnEvenNumberOfHiddenUnits() {
        Network odd = Network.twoLayer(7, 5, Activation.TANH, true);
        assertThatIllegalArgumentException().isThrownBy(() -> Weights.random(odd, 1, Precision.F64, WORKERS).antisymmetric())
                .withMessageContaining("has 5");
        Network none = Network.linear(7, 1, true);
        assertThatIllegalArgumentException().isThrownBy(() -> Weights.random(none, 1, Precision.F64, WORKERS).antisymmetric())
                .withMessageContaining("no hidden layer");
    }

    @Test
    void weightsOfAnotherNetAreRefused() {
        Network network = Network.fullyConnected(new long[]{5, 7, 2}, Activation.TANH, Parameterisation.STANDARD, true, 1, 0);
        Network other = Network.fullyConnected(new long[]{5, 8, 2}, Activation.TANH, Parameterisation.STANDARD, true, 1, 0);
        Weights weights = Weights.random(other, 1, Precision.F64, WORKERS);
        assertThatIllegalArgumentException().isThrownBy(() -> weights.parameters(network, Precision.F64)).withMessageContaining("8 x 5")
                .withMessageContaining("7 x 5");
    }

    @Test
    void parametersAndWeightsAreEachOthersInverse() {
        Network network = Nets.complete(Network.randomFeatures(3, 5, Activation.RELU));
        Matrix w = Nets.parameters(network, 4);
        assertThat(Nets.distance(Weights.at(network, w).parameters(network, Precision.F64), w)).isZero();
    }
}
