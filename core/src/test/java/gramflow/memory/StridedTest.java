package gramflow.memory;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StridedTest {

    @Test
    void elementIJLiesAtItsStrides() {
        double[] array = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
        Strided block = new Strided(MemorySegment.ofArray(array), Precision.F64, 3, 2, 4, 2);
        assertThat(block.get(2, 1)).isEqualTo(10);
        block.set(1, 1, -1);
        assertThat(array[6]).isEqualTo(-1);
        assertThat(block.byteOffset(2, 1)).isEqualTo(80);
    }

    @Test
    void transposeReadsTheSameMemoryTheOtherWayRound() {
        Strided block = new Strided(MemorySegment.ofArray(new double[]{0, 1, 2, 3, 4, 5}), Precision.F64, 2, 3, 3, 1);
        Strided transposed = block.transpose();
        assertThat(transposed.rows()).isEqualTo(3);
        assertThat(transposed.get(2, 1)).isEqualTo(block.get(1, 2));
        assertThat(transposed.transpose()).isEqualTo(block);
    }

    @Test
    void blockOfABlockIsTheBlockOfTheSums() {
        Strided block = new Strided(MemorySegment.ofArray(new float[100]), Precision.F32, 10, 10, 10, 1);
        block.set(5, 6, 7);
        assertThat(block.block(2, 9, 3, 10).block(3, 5, 3, 4).get(0, 0)).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"-1, 2, 0, 2", "0, 11, 0, 2", "3, 2, 0, 2", "0, 2, -1, 2", "0, 2, 0, 11", "0, 2, 3, 2", "0, 9223372036854775807, 0, 1"})
    void aBlockThatReachesOutsideIsRefused(long fromRow, long toRow, long fromCol, long toCol) {
        Strided block = new Strided(MemorySegment.ofArray(new double[100]), Precision.F64, 10, 10, 10, 1);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> block.block(fromRow, toRow, fromCol, toCol))
                .withMessageContaining("[" + fromRow + ", " + toRow + ")").withMessageContaining("10 x 10");
    }

    @Test
    void anEmptyBlockMayStandAnywhereInsideAndAtTheEnd() {
        Strided block = new Strided(MemorySegment.ofArray(new double[100]), Precision.F64, 10, 10, 10, 1);
        assertThat(block.block(10, 10, 0, 10).isEmpty()).isTrue();
        assertThat(block.block(0, 10, 10, 10).isEmpty()).isTrue();
    }

    @Test
    void aStrideOfZeroRepeatsARow() {
        Strided block = new Strided(MemorySegment.ofArray(new double[]{1, 2, 3}), Precision.F64, 1000, 3, 0, 1);
        assertThat(block.get(999, 2)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1, 1, 1", "1, -1, 1, 1", "1, 1, -1, 1", "1, 1, 1, -1"})
    void negativeSizesAndStridesAreRefused(long rows, long cols, long rowStride, long colStride) {
        MemorySegment memory = MemorySegment.ofArray(new double[4]);
        assertThatIllegalArgumentException().isThrownBy(() -> new Strided(memory, Precision.F64, rows, cols, rowStride, colStride))
                .withMessageContaining("negative");
    }

    @Test
    void oneElementTooManyIsRefusedWithBothSizes() {
        MemorySegment memory = MemorySegment.ofArray(new double[11]);
        assertThat(new Strided(memory, Precision.F64, 3, 3, 4, 1).get(2, 2)).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> new Strided(memory, Precision.F64, 3, 4, 4, 1))
                .withMessageContaining("spans 96 bytes").withMessageContaining("has 88");
    }

    /** Products and sums of these pass 2⁶³, and several come out small and positive if they are taken in wrapping arithmetic. */
    @ParameterizedTest
    @CsvSource({"4611686018427387904, 4, 4, 1", "4611686018427387905, 1, 4, 1", "2147483649, 2147483649, 4294967296, 1",
            "1, 4611686018427387905, 1, 4", "3, 3, 4611686018427387904, 4611686018427387904", "2305843009213693952, 1, 1, 1",
            "9223372036854775807, 9223372036854775807, 9223372036854775807, 9223372036854775807"})
    void sizesThatOverflowALongAreRefused(long rows, long cols, long rowStride, long colStride) {
        MemorySegment memory = MemorySegment.ofArray(new double[4]);
        assertThatIllegalArgumentException().isThrownBy(() -> new Strided(memory, Precision.F64, rows, cols, rowStride, colStride))
                .withMessageContaining("spans more than 2^63 bytes").withMessageContaining(rows + " x " + cols);
    }

    @Test
    void sizesJustBelowTheOverflowAreCountedExactly() {
        assertThat(Strided.bytesSpanned(Precision.F64, (1L << 60) - 1, 1, 1, 1)).isEqualTo(Long.MAX_VALUE - 7);
        assertThat(Strided.bytesSpanned(Precision.F32, 1L << 30, 1L << 30, 1L << 30, 1)).isEqualTo(1L << 62);
    }

    @Test
    void anEmptyBlockNeedsNoMemoryWhateverItsOtherSize() {
        Strided block = new Strided(MemorySegment.ofArray(new double[0]), Precision.F64, Long.MAX_VALUE, 0, Long.MAX_VALUE, 1);
        assertThat(block.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void anyAlignmentWillDo(Precision precision) {
        MemorySegment memory = MemorySegment.ofArray(new byte[4 * precision.bytes() + 1]).asSlice(1);
        Strided block = new Strided(memory, precision, 2, 2, 2, 1);
        block.set(1, 1, 0.5);
        assertThat(block.get(1, 1)).isEqualTo(0.5);
    }

    @Test
    void singlePrecisionRoundsOnTheWayIn() {
        Strided block = new Strided(MemorySegment.ofArray(new float[1]), Precision.F32, 1, 1, 1, 1);
        block.set(0, 0, 0.1);
        assertThat(block.get(0, 0)).isEqualTo(0.1f);
    }
}
