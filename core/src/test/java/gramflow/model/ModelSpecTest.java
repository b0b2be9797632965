package gramflow.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class ModelSpecTest {

    @ParameterizedTest
    @ValueSource(strings = {"mlp:784-512-512-1:tanh", "two-layer:784-2048:softplus", "random-features:5-9:relu", "linear", "mlp:3-2:gelu"})
    void isReadAndWritten(String spec) {
        assertThat(ModelSpec.parse(spec)).hasToString(spec);
    }

    @Test
    void makesTheNetwork() {
        Network mlp = ModelSpec.parse("mlp:784-512-512-1:tanh").network(784, Parameterisation.STANDARD, true, 1, 0);
        assertThat(mlp.parameters()).isEqualTo(665_089);
        Network two = ModelSpec.parse("two-layer:784-2048:softplus").network(784, Parameterisation.NTK, true, 1, 0);
        assertThat(two.parameters()).isEqualTo(784 * 2048);
        assertThat(two.layers().getFirst().scale()).isEqualTo(1 / 28.0);
        assertThat(ModelSpec.parse("linear").network(10, Parameterisation.STANDARD, true, 1, 0).parameters()).isEqualTo(11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mlp", "mlp:784", "mlp:784-512-1", "mlp:784-512-1:sin", "mlp:784-0-1:tanh", "two-layer:3-4-5:tanh",
            "mlp:-3-4:tanh",
            "linear:3", "mlp:99999999999999-2:tanh"})
    void isRefusedInOneLineWithWhatWasExpected(String spec) {
        assertThatIllegalArgumentException().isThrownBy(() -> ModelSpec.parse(spec)).withMessageContaining("expected")
                .withMessageNotContaining("\n");
    }

    @Test
    void dataOfAnotherLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelSpec.parse("mlp:784-3-1:tanh").network(64, Parameterisation.NTK, true, 1, 1))
                .withMessageContaining("784").withMessageContaining("64");
    }
}
