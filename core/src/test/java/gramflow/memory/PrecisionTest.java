package gramflow.memory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PrecisionTest {

    @ParameterizedTest
    @EnumSource(Precision.class)
    void everyLabelNamesItsPrecision(Precision precision) {
        assertThat(Precision.of(precision.label())).isEqualTo(precision);
    }

    @Test
    void anUnknownLabelIsRefusedWithWhatIsKnown() {
        assertThatIllegalArgumentException().isThrownBy(() -> Precision.of("f16"))
                .withMessage("unknown precision 'f16', expected f64 or f32");
    }

    @Test
    void unitRoundoffIsTheLargestThatIsLostBesideOne() {
        assertThat(1 + Precision.F64.unitRoundoff()).isEqualTo(1);
        assertThat(1 + Math.nextUp(Precision.F64.unitRoundoff())).isGreaterThan(1);
        assertThat(1f + (float) Precision.F32.unitRoundoff()).isEqualTo(1f);
        assertThat(1f + Math.nextUp((float) Precision.F32.unitRoundoff())).isGreaterThan(1f);
    }
}
