package gramflow.bench.measure;

import gramflow.memory.Precision;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class KernelTest {

    @Test
    void gramCountsTheTriangleAndItsDiagonal() {
        assertThat(Kernel.GRAM.flops(3, 5)).isEqualTo(2 * 5 * (1 + 2 + 3));
        assertThat(Kernel.GRAM.bytes(3, 5, Precision.F64)).isEqualTo(8 * (3 * 5 + 6));
        assertThat(Kernel.GRAM.allocated(3, 5)).isEqualTo(3 * 5 + 9);
    }

    @Test
    void gemmCountsAMultiplicationAndAnAdditionForEveryProduct() {
        assertThat(Kernel.GEMM.flops(3, 5)).isEqualTo(2 * 3 * 3 * 5);
        assertThat(Kernel.GEMM.bytes(3, 5, Precision.F32)).isEqualTo(4 * (3 * 5 + 5 * 3 + 3 * 3));
    }

    @Test
    void matvecReadsTheMatrixAndOneVectorAndWritesAnother() {
        assertThat(Kernel.MATVEC.flops(3, 5)).isEqualTo(2 * 3 * 5);
        assertThat(Kernel.MATVEC.bytes(3, 5, Precision.F64)).isEqualTo(8 * (3 * 5 + 5 + 3));
        assertThat(Kernel.MATVEC.allocated(3, 5)).isEqualTo(3 * 5 + 5 + 3);
    }

    @Test
    void choleskyCountsAThirdOfTheCubeAndReadsAndWritesATriangle() {
        assertThat(Kernel.CHOLESKY.flops(30, 5)).isEqualTo(9000);
        assertThat(Kernel.CHOLESKY.bytes(3, 5, Precision.F64)).isEqualTo(8 * (6 + 6));
        assertThat(Kernel.CHOLESKY.allocated(3, 5)).isEqualTo(18);
    }

    @Test
    void aStepOfDescentReadsTheExamplesOnce() {
        assertThat(Kernel.GD_STEP.flops(3, 5)).isEqualTo(2 * (2 * 3 * 5));
        assertThat(Kernel.GD_STEP.bytes(3, 5, Precision.F64)).isEqualTo(8 * (3 * 5 + 3 + 5 + 5));
    }

    @Test
    void flopsOfLargeSizesDoNotOverflow() {
        assertThat(Kernel.GRAM.flops(3_000_000_000L, 3_000_000_000L)).isCloseTo(2.7e28,
                org.assertj.core.data.Percentage.withPercentage(0.001));
        assertThat(Kernel.GEMM.allocated(3_000_000_000L, 1)).isGreaterThan(9e18);
    }

    @Test
    void everyKernelIsFoundByItsLabel() {
        for (Kernel kernel : Kernel.values()) {
            assertThat(Kernel.of(kernel.label())).isSameAs(kernel);
        }
    }

    @Test
    void unknownLabelNamesThoseThatAreKnown() {
        assertThatThrownBy(() -> Kernel.of("grem")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'grem'")
                .hasMessageContaining("gram, gemm, matvec, gd-step, cholesky, gradient");
    }
}
