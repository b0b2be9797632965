package gramflow.bench.measure;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class VerdictTest {
    private static final Estimate NARROW = new Estimate(1, 0.98, 1.02);
    private static final double[] ALIKE = {1, 1.02, 0.99};

    @Test
    void quietRowIsOk() {
        assertThat(Verdict.on(NARROW, ALIKE, 0.05)).isEqualTo(Verdict.OK);
    }

    @Test
    void roofThatMovedMakesEveryRowNoisy() {
        assertThat(Verdict.on(NARROW, ALIKE, 0.11)).isEqualTo(Verdict.NOISY);
    }

    @Test
    void wideIntervalIsNoisy() {
        assertThat(Verdict.on(new Estimate(1, 0.94, 1.06), ALIKE, 0)).isEqualTo(Verdict.NOISY);
    }

    @Test
    void forksThatDisagreeAreNoisy() {
        assertThat(Verdict.on(NARROW, new double[]{1, 1.12, 1.01}, 0)).isEqualTo(Verdict.NOISY);
    }

    @Test
    void spreadIsRelativeToTheMedian() {
        assertThat(Verdict.spread(new double[]{9, 10, 12})).isCloseTo(0.3, within(1e-15));
        assertThat(Verdict.spread(new double[]{5})).isZero();
    }
}
