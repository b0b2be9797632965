package gramflow.spectrum;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

final class SpectralFunctionTest {

    /** Σ (−x)ⁱ/(i + more)!, to 60 digits: 1 − x/2 + … for ψ at t = 1, ½ − x/6 + … for its integral. */
    private static double series(double x, int more) {
        MathContext digits = new MathContext(60);
        BigDecimal term = BigDecimal.ONE;
        for (int i = 2; i <= more; i++) {
            term = term.divide(BigDecimal.valueOf(i), digits);
        }
        BigDecimal sum = term;
        for (int i = 1; i < 200; i++) {
            term = term.multiply(new BigDecimal(-x), digits).divide(BigDecimal.valueOf(i + more), digits);
            sum = sum.add(term, digits);
        }
        return sum.doubleValue();
    }

    @Test
    void psiIsTAtZeroAndGoesThroughIt() {
        assertThat(SpectralFunction.psi(0, 1)).isEqualTo(1);
        assertThat(SpectralFunction.psi(-0.0, 3)).isEqualTo(3);
        assertThat(SpectralFunction.psi(-1e-9, 1)).isEqualTo(1.0000000005);
        assertThat(SpectralFunction.psi(1e-300, 1)).isEqualTo(1);
        assertThat(SpectralFunction.psi(Double.MIN_VALUE, 0.5)).isEqualTo(0.5);
        assertThat(SpectralFunction.psi(1, 0)).isZero();
        assertThat(SpectralFunction.psi(1e300, 1e300)).isEqualTo(1e-300);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-20, -1, -1e-3, -1e-8, 1e-16, 1e-8, 9.99e-4, 1.001e-3, 0.1, 1, 20})
    void psiAndItsIntegralHaveAllTheirDigits(double k) {
        assertThat(SpectralFunction.psi(k, 1)).isCloseTo(series(k, 1), within(2e-15 * series(k, 1)));
        // At 1e-3 three digits are lost to t − ψ.
        assertThat(SpectralFunction.integralOfPsi(k, 1)).isCloseTo(series(k, 2), within(1e-12 * series(k, 2)));
    }

    @Test
    void eachIsItsFormula() {
        assertThat(SpectralFunction.exponential(2).at(3)).isEqualTo(Math.exp(-6));
        assertThat(SpectralFunction.psi(2).at(0)).isEqualTo(2);
        assertThat(SpectralFunction.inverse().at(4)).isEqualTo(0.25);
        assertThatIllegalArgumentException().isThrownBy(() -> SpectralFunction.psi(-1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> SpectralFunction.exponential(Double.NaN)).withMessageContaining("NaN");
    }
}
