package gramflow.io;

import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static gramflow.io.Samples.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class SyntheticTest {

    private static Matrix generate(String spec, long seed) {
        return Synthetic.parse(spec).generate(seed, Precision.F64, Workers.shared());
    }

    @Test
    void theBitsAreThoseOfTheFormulaOnEveryMachine() {
        // Row 3 under seed 7, computed in Python from the formula of the Javadoc.
        double[] expected = {-0x1.55b98c29c4f75p+0, 0x1.c0d061ee7d8f0p-2, 0x1.262d5bf6d747ep+1, 0x1.63194459c9749p-2, 0x1.ed190e4bd81b6p-2};
        assertThat(rows(generate("gauss:4,5", 7))[3]).containsExactly(expected);
    }

    @Test
    void aRowDependsOnTheSeedAndItsNumberAlone() {
        double[][] many = rows(generate("gauss:50,7", 1));
        double[][] few = rows(generate("gauss:3,4", 1));
        for (int i = 0; i < 3; i++) {
            assertThat(many[i]).startsWith(few[i]);
        }
        assertThat(rows(generate("gauss:3,4", 2))[0]).isNotEqualTo(few[0]);
    }

    @Test
    void anyNumberOfThreadsMakesTheSame() {
        Synthetic spec = Synthetic.parse("sphere:101,13");
        double[][] expected = rows(spec.generate(5, Precision.F64, Workers.of(1)));
        for (int threads : new int[]{2, 7}) {
            try (Workers workers = Workers.of(threads)) {
                assertThat(rows(spec.generate(5, Precision.F64, workers))).isDeepEqualTo(expected);
            }
        }
        double[][] single = rows(spec.generate(5, Precision.F32, Workers.shared()));
        for (int i = 0; i < 101; i++) {
            for (int j = 0; j < 13; j++) {
                assertThat(single[i][j]).isEqualTo((float) expected[i][j]);
            }
        }
    }

    @Test
    void gaussHasTheMomentsOfTheNormalDistribution() {
        Matrix x = generate("gauss:1000,1000", 11);
        double[] moments = new double[5];
        for (long i = 0; i < 1000; i++) {
            for (long j = 0; j < 1000; j++) {
                for (int k = 1; k <= 4; k++) {
                    moments[k] += Math.pow(x.get(i, j), k) / 1e6;
                }
            }
        }
        // Five standard deviations of each mean of a million: of x it is 1e-3, of x² √2, of x³ √15, of x⁴ √96 times that.
        assertThat(moments[1]).isCloseTo(0, within(0.005));
        assertThat(moments[2]).isCloseTo(1, within(0.0071));
        assertThat(moments[3]).isCloseTo(0, within(0.0194));
        assertThat(moments[4]).isCloseTo(3, within(0.049));
    }

    @Test
    void sphereHasRowsOfNorm1InEveryDirection() {
        int n = 20_000;
        double[][] x = rows(generate("sphere:" + n + ",3", 3));
        double[][] second = new double[3][3];
        for (double[] row : x) {
            assertThat(row[0] * row[0] + row[1] * row[1] + row[2] * row[2]).isCloseTo(1, within(1e-15));
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    second[j][k] += row[j] * row[k] / n;
                }
            }
        }
        // E[xⱼ xₖ] = δⱼₖ/3, with a standard deviation of at most √(4/45)/√n = 0.0021.
        for (int j = 0; j < 3; j++) {
            for (int k = 0; k < 3; k++) {
                assertThat(second[j][k]).isCloseTo(j == k ? 1.0 / 3 : 0, within(0.0106));
            }
        }
        for (double[] row : rows(generate("sphere:100,1", 3))) {
            assertThat(Math.abs(row[0])).isEqualTo(1);
        }
    }

    @Test
    void aSpecificationReadsBack() {
        assertThat(Synthetic.parse("sphere:12,34")).isEqualTo(new Synthetic(Synthetic.Kind.SPHERE, 12, 34));
        assertThat(Synthetic.parse("gauss:1,1").spec()).isEqualTo("gauss:1,1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sphere", "sphere:10", "sphere:10,", "sphere:10,3,4", "cube:3,4", "sphere:0,5", "sphere:5,0", "sphere:-1,5",
            "sphere:1e6,10", "sphere:1.5,2", "sphere: 1,2", "Sphere:1,2", "gauss:99999999999999999999,1"})
    void anyOtherSpecificationIsRefused(String spec) {
        assertThatIllegalArgumentException().isThrownBy(() -> Synthetic.parse(spec)).withMessage(
                "synthetic data '" + spec + "', expected sphere:n,d or gauss:n,d with n rows and d columns, both at least 1");
    }
}
