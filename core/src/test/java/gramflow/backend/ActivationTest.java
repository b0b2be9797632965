package gramflow.backend;

import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class ActivationTest {
    private static final int N = 80_001;

    @ParameterizedTest
    @EnumSource
    void anActivationIsFoundByItsLabel(Activation activation) {
        assertThat(Activation.of(activation.label())).isEqualTo(activation);
    }

    @Test
    void anUnknownLabelIsRefusedWithTheKnownOnes() {
        assertThatIllegalArgumentException().isThrownBy(() -> Activation.of("swish"))
                .withMessage("unknown activation 'swish', expected one of relu, tanh, erf, softplus, sigmoid, gelu, identity");
        assertThatIllegalArgumentException().isThrownBy(() -> Activation.of("TANH"));
    }

    /** On a grid of step 1/2000 the largest |φ′| and |φ″| lie no further below the bound than the square of the step times a third derivative. */
    @ParameterizedTest
    @EnumSource
    void boundsOfDerivativesAreTheirLargestValues(Activation activation) {
        double[][] results = new double[3][N];
        double[] z = new double[N];
        for (int i = 0; i < N; i++) {
            z[i] = (i - N / 2) / 2000.0;
        }
        Backends.named("scalar").activate(activation, block(z), null, block(results[1]), block(results[2]), Workers.shared());
        assertThat(largest(results[1])).isCloseTo(activation.slopeBound(), within(1e-6))
                .isLessThanOrEqualTo(activation.slopeBound() * (1 + 0x1p-51));
        if (activation == Activation.RELU) {
            assertThat(activation.curvatureBound()).isInfinite();
        } else {
            assertThat(largest(results[2])).isCloseTo(activation.curvatureBound(), within(1e-6))
                    .isLessThanOrEqualTo(activation.curvatureBound() * (1 + 0x1p-51));
        }
    }

    /** A derivative is the slope of the secant over ±h to h²/6 times the largest third derivative, and rounding of 2⁻⁵³/h. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RELU")
    void derivativesAreTheSlopesOfSecants(Activation activation) {
        double h = 0x1p-17;
        double[] z = new double[2000];
        double[] above = new double[z.length];
        double[] below = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = (i - 1000) / 128.0;
            above[i] = z[i] + h;
            below[i] = z[i] - h;
        }
        double[][] at = all(activation, z);
        double[][] right = all(activation, above);
        double[][] left = all(activation, below);
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < z.length; i++) {
                assertThat((right[k][i] - left[k][i]) / (2 * h)).as("derivative %d at %s", k + 1, z[i]).isCloseTo(at[k + 1][i],
                        within(1e-9));
            }
        }
    }

    private static double[][] all(Activation activation, double[] z) {
        double[][] results = new double[3][z.length];
        Backends.auto().activate(activation, block(z), block(results[0]), block(results[1]), block(results[2]), Workers.shared());
        return results;
    }

    private static Strided block(double[] entries) {
        return new Strided(MemorySegment.ofArray(entries), Precision.F64, entries.length, 1, 1, 1);
    }

    private static double largest(double[] entries) {
        double largest = 0;
        for (double entry : entries) {
            largest = Math.max(largest, Math.abs(entry));
        }
        return largest;
    }
}
