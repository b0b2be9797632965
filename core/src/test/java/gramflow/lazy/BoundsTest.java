package gramflow.lazy;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

final class BoundsTest {
    private static final Constants CONSTANTS = new Constants(1000, 0.5, 2, 3, 1.5);

    @Test
    void theClassicalFormIsItsFormulas() {
        ClassicalBound b1 = new ClassicalBound(CONSTANTS);
        // 24·3·2·1.5/0.125.
        assertThat(b1.threshold()).isCloseTo(1728, within(1e-9));
        assertThat(b1.threshold()).isCloseTo(3 * Math.sqrt(1152 * 4 * 1.125) / 0.125, within(1e-9));
        assertThat(b1.holds()).isFalse();
        assertThat(new ClassicalBound(new Constants(1728.1, 0.5, 2, 3, 1.5)).holds()).isTrue();
        assertThat(b1.radius()).isCloseTo(1.0 / 12, within(1e-15));
        assertThat(b1.rate()).isEqualTo(62_500);
        assertThat(b1.objectiveBound(0)).isEqualTo(1.125);
        assertThat(b1.objectiveBound(1e-5)).isCloseTo(1.125 * Math.exp(-1.25), within(1e-14));
        assertThat(b1.displacementBound()).isCloseTo(3 * Math.sqrt(8 * 4 * 1.125) / 250, within(1e-14));
    }

    @Test
    void theSharpFormIsItsFormulas() {
        SharpBound b2 = new SharpBound(CONSTANTS);
        assertThat(b2.threshold()).isEqualTo(36);
        assertThat(b2.holds()).isTrue();
        assertThat(b2.rate()).isCloseTo(250_000 - 9000, within(1e-9));
        assertThat(b2.sigmaBound()).isCloseTo(Math.sqrt(0.241), within(1e-15));
        assertThat(b2.pathBound()).isCloseTo(3 / (1000 * (0.5 + Math.sqrt(0.241))), within(1e-15));
        assertThat(b2.pathBound(0)).isCloseTo(b2.pathBound(), within(1e-17));
        assertThat(b2.pathBound(1.5)).isZero();
        for (double t : new double[]{0, 1e-7, 1e-6, 1e-5, 1e-4}) {
            double e = Math.exp(-241_000 * t);
            assertThat(b2.residualBound(t)).isCloseTo(1.5 * 0.241 * e / (0.25 - 0.009 * e), within(1e-14));
            assertThat(b2.residualBound(t)).isLessThanOrEqualTo(1.5 * e * (1 + 1e-14));
        }
        assertThat(b2.residualBound(1e9)).isZero();
    }

    @Test
    void theSharpThresholdLiesBelowTheClassicalOneAndBothVanishWithBeta() {
        assertThat(new SharpBound(CONSTANTS).threshold()).isLessThan(new ClassicalBound(CONSTANTS).threshold());
        Constants linear = CONSTANTS.withBeta(0);
        assertThat(new ClassicalBound(linear).threshold()).isZero();
        assertThat(new SharpBound(linear).threshold()).isZero();
        assertThat(new SharpBound(linear).residualBound(1e-5)).isCloseTo(1.5 * Math.exp(-2.5), within(1e-14));
        assertThat(new ClassicalBound(linear).radius()).isInfinite();
    }

    @Test
    void ofALinearModelNothingDrifts() {
        CouplingBound none = new CouplingBound(CONSTANTS.withBeta(0));
        assertThat(none.gapBound(1e-5)).isZero();
        assertThat(none.kernelBound()).isZero();
        assertThat(none.parameterGapBound()).isZero();
    }

    @Test
    void theGapIsSmallAtFirstAndAtLastAndFallsAsOneOverAlpha() {
        CouplingBound one = new CouplingBound(CONSTANTS);
        assertThat(one.gapBound(0)).isZero();
        // At first r₀·2αβr₀t·(2σ_max + βL∞)/(σ + σ∞), which a difference of exponentials would not show.
        double path = new SharpBound(CONSTANTS).pathBound();
        double factor = (4 + 3 * path) / (0.5 + Math.sqrt(0.241));
        assertThat(one.gapBound(1e-20)).isCloseTo(1.5 * 9000e-20 * factor, within(1e-26));
        assertThat(one.gapBound(1)).isZero();
        CouplingBound ten = new CouplingBound(new Constants(10_000, 0.5, 2, 3, 1.5));
        assertThat(one.gapBound(4e-6) / ten.gapBound(4e-8)).isCloseTo(10, within(0.3));
        assertThat(one.parameterGapBound() / ten.parameterGapBound()).isCloseTo(100, within(10.0));
    }

    @Test
    void withoutABetaNothingHolds() {
        Constants relu = CONSTANTS.withBeta(Double.POSITIVE_INFINITY);
        assertThat(new ClassicalBound(relu).holds()).isFalse();
        assertThat(new SharpBound(relu).holds()).isFalse();
        Constants singular = new Constants(1e9, 0, 2, 3, 1.5);
        assertThat(new ClassicalBound(singular).holds()).isFalse();
        assertThat(new SharpBound(singular).holds()).isFalse();
    }

    @Test
    void whoArrivesWithLittleLeftIsCertifiedWhateverTheWayThere() {
        assertThat(SharpBound.certifies(10, 3, 0.4, 0.5)).isTrue();
        assertThat(SharpBound.certifies(10, 3, 0.42, 0.5)).isFalse();
        assertThat(SharpBound.certifies(10, Double.POSITIVE_INFINITY, 0.1, 0.5)).isFalse();
        assertThat(SharpBound.certifies(10, 3, 0, 0)).isTrue();
    }

    @Test
    void theClocksDifferByAlphaSquared() {
        assertThat(Clock.CHIZAT.fromOurs(0.25, 4)).isEqualTo(4);
        assertThat(Clock.CHIZAT.toOurs(4, 4)).isEqualTo(0.25);
        assertThat(Clock.CHIZAT.rateFromOurs(48, 4)).isEqualTo(3);
        assertThat(Clock.OURS.fromOurs(0.25, 4)).isEqualTo(0.25);
        assertThat(Clock.OURS.toOurs(0.25, 4)).isEqualTo(0.25);
        assertThat(Clock.OURS.rateFromOurs(48, 4)).isEqualTo(48);
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Constants(1, 2, 1, 0, 1)).withMessageContaining("sigma 2.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Constants(0, 1, 1, 0, 1)).withMessageContaining("alpha 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Constants(1, 1, 1, Double.NaN, 1)).withMessageContaining("beta NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> new ScalarModel(1, 1, 0, 1)).withMessageContaining("beta 0.0");
    }
}
