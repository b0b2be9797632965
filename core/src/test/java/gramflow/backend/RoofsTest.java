package gramflow.backend;

import gramflow.memory.Precision;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How high a roof is depends on the machine; that there is one, and what it says of itself, does not. */
final class RoofsTest {

    @Test
    void roofSaysWhatItIsARoofOf() {
        FmaRoof roof = Roofs.fma(Precision.F32, 2);
        assertThat(roof.gflops()).isPositive();
        assertThat(roof.precision()).isEqualTo(Precision.F32);
        assertThat(roof.threads()).isEqualTo(2);
        assertThat(roof.loop()).isNotBlank();
    }

    @Test
    void readingSaysHowMuchWasRead() {
        ReadRoof roof = Roofs.read(100_000, 3);
        assertThat(roof.gbs()).isPositive();
        assertThat(roof.bytes()).isGreaterThanOrEqualTo(100_000).isLessThan(100_000 + 3 * 4096);
        assertThat(roof.threads()).isEqualTo(3);
        assertThat(Roofs.read(MemoryLevel.L1, 1).bytes()).isLessThan(1 << 20);
        assertThat(Roofs.levels()).startsWith(MemoryLevel.L1).endsWith(MemoryLevel.DRAM);
    }

    @Test
    void numbersBelowOneAreRefused() {
        assertThatThrownBy(() -> Roofs.fma(Precision.F64, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("threads: 0");
        assertThatThrownBy(() -> Roofs.read(MemoryLevel.L1, -1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("threads: -1");
        assertThatThrownBy(() -> Roofs.read(0, 1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("bytes: 0");
    }
}
