package gramflow.blas;

import gramflow.machine.Cpu;
import gramflow.machine.PropertyException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SwitchesTest {
    private static final List<String> WIDE = List.of("sse2", "avx2", "fma", "avx512f", "avx512dq", "avx512bw", "avx512vl");

    private static Cpu cpu(String model, List<String> simd) {
        return new Cpu(model, "amd64", 2, OptionalInt.of(2), simd);
    }

    @Test
    void openblasIsToldOfAnAmdWith512BitVectors() {
        assertThat(Switches.of(null, cpu("AMD EPYC 9755", WIDE))).isEqualTo(Map.of("OPENBLAS_CORETYPE", "SKYLAKEX"));
        assertThat(Switches.of(null, cpu("AMD EPYC 7763", List.of("avx2", "fma")))).isEmpty();
        assertThat(Switches.of(null, cpu("Intel(R) Xeon(R) Platinum 8481C", WIDE))).isEmpty();
    }

    @Test
    void thePropertyReplacesThat() {
        Cpu amd = cpu("AMD EPYC 9755", WIDE);
        assertThat(Switches.of("none", amd)).isEmpty();
        assertThat(Switches.of("BLIS_ARCH_TYPE=skx,OPENBLAS_CORETYPE=ZEN", amd))
                .isEqualTo(Map.of("BLIS_ARCH_TYPE", "skx", "OPENBLAS_CORETYPE", "ZEN"));
    }

    @Test
    void aListThatMakesNoSenseIsRefused() {
        for (String wrong : List.of("", "x", "=x", "A=1,,B=2")) {
            assertThatThrownBy(() -> Switches.of(wrong, cpu("", List.of()))).isInstanceOf(PropertyException.class)
                    .hasMessage("-Dgramflow.blas.environment=" + wrong + ": expected none, or NAME=value,NAME=value");
        }
    }
}
