package gramflow.io;

import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static gramflow.io.Samples.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class ScalingTest {
    private static final MathContext FIFTY_DIGITS = new MathContext(50);

    /** A row divided by its norm, in 50 digits. */
    private static double[] exactly(double[] row) {
        BigDecimal sum = BigDecimal.ZERO;
        for (double entry : row) {
            BigDecimal exact = new BigDecimal(entry);
            sum = sum.add(exact.multiply(exact), new MathContext(100));
        }
        BigDecimal norm = sum.sqrt(FIFTY_DIGITS);
        return Arrays.stream(row).map(entry -> new BigDecimal(entry).divide(norm, FIFTY_DIGITS).doubleValue()).toArray();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e-3, 1e150, 1e-150, 1e300, 1e-300, 1e307, 1e-307, 0x1p400, 0x1p-400})
    void rowsOfAnySizeComeOutWithinTwoUlps(double size) {
        Matrix x = Synthetic.parse("gauss:5,301").generate(1, Precision.F64, Workers.shared());
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 301; j++) {
                x.set(i, j, x.get(i, j) * size);
            }
        }
        double[][] before = rows(x);
        Scaling.UNIT.apply(x, "x");
        for (int i = 0; i < 5; i++) {
            double[] expected = exactly(before[i]);
            for (int j = 0; j < 301; j++) {
                assertThat(x.get(i, j)).isCloseTo(expected[j], within(2 * Math.ulp(expected[j])));
            }
        }
    }

    @Test
    void theLeastAndLargestNumbersNeitherUnderflowNorOverflow() {
        Matrix x = Matrix.of(new double[]{Double.MIN_VALUE, 0}, new double[]{Double.MAX_VALUE, Double.MAX_VALUE},
                new double[]{-1e-320, 0}, new double[]{3e200, 4e200}, new double[]{1e300, 1e-300});
        Scaling.UNIT.apply(x, "x");
        double half = Math.sqrt(0.5);
        double[][] expected = {{1, 0}, {half, half}, {-1, 0}, {0.6, 0.8}, {1, 0}};
        for (int i = 0; i < expected.length; i++) {
            assertThat(rows(x)[i]).containsExactly(expected[i], within(Math.ulp(1.0) / 2));
        }
    }

    @Test
    void singlePrecisionRowsAndViewsAreScaledInPlace() {
        Matrix x = Synthetic.parse("gauss:6,50").generate(1, Precision.F64, Workers.shared());
        double[][] before = rows(x.copy(Precision.F32));
        Matrix single = x.transpose().copy(Precision.F32).transpose();
        Scaling.UNIT.apply(single, "x");
        for (int i = 0; i < 6; i++) {
            double[] expected = exactly(before[i]);
            for (int j = 0; j < 50; j++) {
                assertThat(single.get(i, j)).isCloseTo(expected[j], within((double) Math.ulp((float) expected[j])));
            }
        }
    }

    @Test
    void maxDividesByTheLargestAbsoluteEntryOfAll() {
        Matrix x = Matrix.of(new double[]{1, -8}, new double[]{0, 4});
        Scaling.MAX.apply(x, "x");
        assertThat(rows(x)).isDeepEqualTo(new double[][]{{0.125, -1}, {0, 0.5}});
    }

    @Test
    void noneChangesNothing() {
        Matrix x = Matrix.of(new double[]{0, 0});
        Scaling.NONE.apply(x, "x");
        assertThat(rows(x)).isDeepEqualTo(new double[][]{{0, 0}});
    }

    @Test
    void zerosAreRefusedWithTheRow() {
        Matrix x = Matrix.of(new double[]{1, 0}, new double[]{0, -0.0});
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Scaling.UNIT.apply(x, "x.csv"))
                .withMessage("x.csv: row 2 of 2 is all zeros, it cannot be scaled to norm 1");
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Scaling.MAX.apply(x.rows(1, 2), "x.csv"))
                .withMessage("x.csv: every entry is zero, they cannot be divided by the largest");
    }

    @Test
    void namesAreThoseOfTheCommandLine() {
        for (Scaling scaling : Scaling.values()) {
            assertThat(Scaling.of(scaling.label())).isEqualTo(scaling);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Scaling.of("half"))
                .withMessage("unknown scaling 'half', expected none, unit or max");
    }

    @Test
    void maxDividesBothSetsByTheLargestOfTheFirst() {
        Matrix x = Matrix.of(new double[]{1, -4});
        Matrix other = Matrix.of(new double[]{8, 2}, new double[]{0, 0});
        Scaling.MAX.apply(x, "x", other, "other");
        assertThat(rows(x)).isDeepEqualTo(new double[][]{{0.25, -1}});
        assertThat(rows(other)).isDeepEqualTo(new double[][]{{2, 0.5}, {0, 0}});
    }

    @Test
    void unitNamesTheSetWhoseRowIsAllZeros() {
        Matrix x = Matrix.of(new double[]{3, 4});
        Matrix other = Matrix.of(new double[]{8, 6}, new double[]{0, 0});
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Scaling.UNIT.apply(x, "x", other, "other.csv"))
                .withMessageStartingWith("other.csv: row 2 of 2");
    }

    @Test
    void maxLooksPastNaNAndInfinity() {
        Matrix x = Matrix.of(new double[]{Double.NaN, 2}, new double[]{Double.POSITIVE_INFINITY, 1});
        Scaling.MAX.apply(x, "x");
        assertThat(rows(x)[0]).containsExactly(Double.NaN, 1);
        assertThat(rows(x)[1]).containsExactly(Double.POSITIVE_INFINITY, 0.5);
    }
}
