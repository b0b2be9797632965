package gramflow.matrix;

import gramflow.memory.Precision;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MatrixTest {

    @ParameterizedTest
    @EnumSource(Precision.class)
    void zerosAreZeroRowMajorAndAligned(Precision precision) {
        Matrix m = Matrix.zeros(precision, 3, 5);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 5; j++) {
                assertThat(m.get(i, j)).isZero();
            }
        }
        assertThat(m.strided().rowStride()).isEqualTo(5);
        assertThat(m.strided().colStride()).isEqualTo(1);
        assertThat(m.strided().segment().address() % Matrix.ALIGNMENT).isZero();
        assertThat(m.shape()).isEqualTo("3 x 5 " + precision.label());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 7", "7, 0", "0, 9223372036854775807"})
    void aMatrixMayBeEmpty(long rows, long cols) {
        Matrix m = Matrix.zeros(Precision.F64, rows, cols);
        assertThat(m.rows()).isEqualTo(rows);
        assertThat(m.cols()).isEqualTo(cols);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "1, -1"})
    void aNegativeSizeIsRefused(long rows, long cols) {
        assertThatIllegalArgumentException().isThrownBy(() -> Matrix.zeros(Precision.F64, rows, cols)).withMessageContaining("negative");
    }

    @ParameterizedTest
    @CsvSource({"4611686018427387904, 4", "2147483649, 4294967296", "9223372036854775807, 9223372036854775807", "1, 1152921504606846976"})
    void sizesThatOverflowALongAreRefused(long rows, long cols) {
        assertThatIllegalArgumentException().isThrownBy(() -> Matrix.zeros(Precision.F64, rows, cols))
                .withMessageContaining("more than 2^63 bytes");
    }

    @ParameterizedTest
    @CsvSource({"1, 1152921504606846975", "1099511627776, 1048575"})
    void sizesThatFitALongButNoMachineAreAnOutOfMemoryError(long rows, long cols) {
        assertThatThrownBy(() -> Matrix.zeros(Precision.F64, rows, cols)).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void rowsOfDifferentLengthsAreRefusedWithTheRow() {
        assertThatIllegalArgumentException().isThrownBy(() -> Matrix.of(new double[]{1, 2}, new double[]{3}))
                .withMessage("row 1 has 1 entries, row 0 has 2");
    }

    @Test
    void aMatrixOverAnArraySharesIt() {
        double[] array = {1, 2, 3, 4, 5, 6};
        Matrix m = Matrix.over(array, 2, 3);
        m.set(1, 2, -6);
        array[0] = -1;
        assertThat(array[5]).isEqualTo(-6);
        assertThat(m.get(0, 0)).isEqualTo(-1);
    }

    @Test
    void anArrayTooShortIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Matrix.over(new float[5], 2, 3)).withMessageContaining("spans 24 bytes")
                .withMessageContaining("has 20");
    }

    @Test
    void aMatrixOverMemoryTakesAnyStrides() {
        MemorySegment memory = MemorySegment.ofArray(new double[]{0, 1, 2, 3, 4, 5, 6, 7});
        Matrix m = Matrix.over(memory, Precision.F64, 2, 3, 1, 3);
        assertThat(m.get(1, 2)).isEqualTo(7);
    }

    @Test
    void viewsShareMemory() {
        Matrix m = Matrix.of(new double[]{1, 2, 3}, new double[]{4, 5, 6}, new double[]{7, 8, 9});
        m.block(1, 3, 1, 3).transpose().set(0, 1, 80);
        assertThat(m.get(2, 1)).isEqualTo(80);
        assertThat(m.rows(2, 3).get(0, 1)).isEqualTo(80);
        assertThat(m.transpose().shape()).isEqualTo("3 x 3 f64");
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "3, 0", "0, -1", "0, 2", "9223372036854775807, 0"})
    void anEntryOutsideIsRefusedWithTheShape(long i, long j) {
        Matrix m = Matrix.zeros(Precision.F64, 3, 2);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> m.get(i, j))
                .withMessage("entry (%d, %d) of a matrix of 3 x 2 f64", i, j);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> m.set(i, j, 1));
    }

    @Test
    void anEntryOfAPaddedMatrixCannotBeReachedThroughTheNextRow() {
        Matrix m = Matrix.zeros(Precision.F64, 4, 4).block(0, 4, 0, 3);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> m.get(0, 3));
    }

    @Test
    void aCopyIsRowMajorMemoryOfItsOwn() {
        Matrix m = Matrix.of(new double[]{1, 2, 3}, new double[]{4, 5, 6});
        Matrix copy = m.transpose().copy(Precision.F64);
        m.set(0, 2, -3);
        assertThat(copy.get(2, 0)).isEqualTo(3);
        assertThat(copy.strided().colStride()).isEqualTo(1);
    }

    @Test
    void aCopyInSinglePrecisionIsRoundedOnce() {
        double justAboveHalfway = 1 + 0x1p-24 + 0x1p-50;
        Matrix copy = Matrix.of(new double[]{0.1, justAboveHalfway, 1e300, Double.NaN}).copy(Precision.F32);
        assertThat(copy.get(0, 0)).isEqualTo(0.1f);
        assertThat(copy.get(0, 1)).isEqualTo(1 + 0x1p-23);
        assertThat(copy.get(0, 2)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(copy.get(0, 3)).isNaN();
    }

    @Test
    void assigningLeavesThePaddingOfRowsAlone() {
        double[] array = new double[20];
        Matrix padded = Matrix.over(MemorySegment.ofArray(array), Precision.F64, 3, 2, 5, 1);
        padded.assign(Matrix.of(new double[]{1, 2}, new double[]{3, 4}, new double[]{5, 6}));
        assertThat(array).containsExactly(1, 2, 0, 0, 0, 3, 4, 0, 0, 0, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void assigningAnotherShapeIsRefusedWithBoth() {
        Matrix m = Matrix.zeros(Precision.F64, 3, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> m.assign(Matrix.zeros(Precision.F32, 2, 3)))
                .withMessage("cannot assign 2 x 3 f32 to 3 x 2 f64");
    }

    @Test
    void memoryOfAnArenaEndsWithIt() {
        Matrix m;
        try (Arena arena = Arena.ofShared()) {
            m = Matrix.zeros(Precision.F64, 2, 2, arena);
            m.set(1, 1, 1);
        }
        assertThatThrownBy(() -> m.get(1, 1)).isInstanceOf(IllegalStateException.class);
    }
}
