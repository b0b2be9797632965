package gramflow.bench.profile;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

final class ExponentTest {
    private static final double[] N = {1000, 2000, 4000, 8000};

    @Test
    void ofAPowerIsThePowerAndReachesWhatItWasMadeOf() {
        double[] seconds = new double[N.length];
        for (int i = 0; i < N.length; i++) {
            seconds[i] = 3e-7 * Math.pow(N[i], 1.9);
        }
        Exponent fit = Exponent.fit(N, seconds);
        assertThat(fit.value()).isCloseTo(1.9, within(1e-12));
        assertThat(fit.reaches(seconds[2])).isCloseTo(4000, within(1e-6));
    }

    @Test
    void timesThatAreNotPositiveAreLeftOut() {
        assertThat(Exponent.fit(N, new double[]{0, 4, 16, 0}).value()).isCloseTo(2, within(1e-12));
    }

    @Test
    void ofFewerThanTwoPointsIsNotANumber() {
        assertThat(Exponent.fit(N, new double[]{0, 0, 16, 0}).value()).isNaN();
        assertThat(Exponent.fit(new double[]{5, 5}, new double[]{1, 2}).value()).isNaN();
        assertThatIllegalArgumentException().isThrownBy(() -> Exponent.fit(N, new double[]{1}));
    }
}
