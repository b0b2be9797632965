package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static gramflow.spectrum.Symmetric.U;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

final class EigendecompositionTest {
    private final Products products = Products.auto();

    /** A few roundings an eigenvalue are usual; LAPACK's own tests allow 30·n of them. */
    private static double bound(int n) {
        return 30 * U * Math.max(4, n);
    }

    private void check(Matrix a, double norm) {
        Eigendecomposition eigen = Eigendecomposition.of(a, products);
        double[] values = eigen.values();
        assertThat(values).isSorted();
        assertThat(Symmetric.residual(a, values, eigen.vectors())).isLessThanOrEqualTo(bound(values.length) * norm);
        assertThat(Symmetric.departureFromOrthogonality(eigen.vectors())).isLessThanOrEqualTo(bound(values.length));
        double[] alone = Eigendecomposition.values(a, products, Progress.NONE);
        for (int i = 0; i < alone.length; i++) {
            assertThat(alone[i]).isCloseTo(values[i], within(bound(alone.length) * norm));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 31, 32, 33, 34, 63, 64, 65, 66, 127, 191, 192, 193, 257, 450})
    void vectorsAreOrthonormalAndSolveAvEqualsLambdaVAtEverySize(int n) {
        Matrix a = Symmetric.gram(n, Math.max(1, n / 2), n);
        check(a, products.norm(a));
    }

    @Test
    void eigenvaluesAgreeWithHipparchus() {
        int n = 60;
        Matrix a = Symmetric.random(n, n, 1);
        double[][] entries = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                entries[i][j] = a.get(i, j);
                entries[j][i] = a.get(i, j);
            }
        }
        double[] expected = new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(entries)).getEigenvalues();
        Arrays.sort(expected);
        assertThat(Eigendecomposition.of(a, products).values()).containsExactly(expected, within(1e-13 * n));
    }

    @Test
    void aKnownSpectrumComesOutToAFewRoundingsOfTheLargestEigenvalue() {
        double[] expected = new double[230];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Math.pow(10, -12.0 * i / expected.length) * (i % 3 == 0 ? -1 : 1);
        }
        double[] values = Eigendecomposition.of(Symmetric.withSpectrum(expected, 3), products).values();
        Arrays.sort(expected);
        assertThat(values).containsExactly(expected, within(100 * U));
    }

    @Test
    void eigenvaluesOfTheSecondDifferenceAreThoseOfTheFormula() {
        int n = 300;
        Matrix a = Matrix.zeros(Precision.F64, n, n);
        double[] expected = new double[n];
        for (int i = 0; i < n; i++) {
            a.set(i, i, 2);
            if (i > 0) {
                a.set(i, i - 1, -1);
            }
            double half = Math.sin((i + 1) * Math.PI / 2 / (n + 1));
            expected[i] = 4 * half * half;
        }
        assertThat(Eigendecomposition.of(a, products).values()).containsExactly(expected, within(40 * U));
    }

    @Test
    void aMatrixGradedEitherWayKeepsItsSmallEigenvalues() {
        for (boolean up : new boolean[]{true, false}) {
            double[] d = new double[8];
            double[] e = new double[7];
            for (int i = 0; i < 8; i++) {
                d[up ? i : 7 - i] = Math.pow(10, 3 * i - 12);
            }
            for (int i = 0; i < 7; i++) {
                e[up ? i : 6 - i] = Math.pow(10, 3 * i - 12);
            }
            TridiagonalQl.diagonalise(d, e, Rotations.NONE);
            Arrays.sort(d);
            assertThat(Arrays.stream(d).reduce(1, (x, y) -> x * y)).isCloseTo(determinant(), within(1e-12 * determinant()));
        }
    }

    /** Of the graded matrix, by the recurrence of leading minors. */
    private static double determinant() {
        double before = 1;
        double minor = 1e-12;
        for (int i = 1; i < 8; i++) {
            double next = Math.pow(10, 3 * i - 12) * minor - Math.pow(10, 2 * (3 * (i - 1) - 12)) * before;
            before = minor;
            minor = next;
        }
        return minor;
    }

    @Test
    void degenerateMatricesHaveOrthonormalVectorsToo() {
        Matrix identity = Matrix.zeros(Precision.F64, 200, 200);
        Matrix ones = Matrix.zeros(Precision.F64, 200, 200);
        for (int i = 0; i < 200; i++) {
            identity.set(i, i, 1);
            for (int j = 0; j < 200; j++) {
                ones.set(i, j, 1);
            }
        }
        check(identity, 1);
        check(ones, 200);
        check(Matrix.zeros(Precision.F64, 40, 40), 0);
        check(Symmetric.gram(200, 3, 9), 200);
        double[] values = Eigendecomposition.of(ones, products).values();
        assertThat(values[199]).isCloseTo(200, within(bound(200) * 200));
        assertThat(values[0]).isCloseTo(0, within(bound(200) * 200));
    }

    @Test
    void entriesNearTheEndsOfTheRangeDoNotOverflowOrVanish() {
        for (double scale : new double[]{0x1p-1000, 0x1p900}) {
            Matrix a = Symmetric.gram(40, 20, 5);
            double[] expected = Eigendecomposition.of(a, products).values();
            for (int i = 0; i < 40; i++) {
                for (int j = 0; j < 40; j++) {
                    a.set(i, j, a.get(i, j) * scale);
                }
            }
            double[] values = Eigendecomposition.of(a, products).values();
            for (int i = 0; i < 40; i++) {
                assertThat(values[i] / scale).isCloseTo(expected[i], within(bound(40) * expected[39]));
            }
        }
    }

    @Test
    void onlyTheLowerTriangleIsRead() {
        Matrix a = Symmetric.gram(50, 60, 2);
        double[] expected = Eigendecomposition.of(a, products).values();
        for (int i = 0; i < 50; i++) {
            for (int j = i + 1; j < 50; j++) {
                a.set(i, j, Double.NaN);
            }
        }
        assertThat(Eigendecomposition.of(a, products).values()).isEqualTo(expected);
    }

    @Test
    void theBitsAreTheSameForAnyNumberOfThreads() {
        Matrix a = Symmetric.gram(300, 200, 4);
        Eigendecomposition one = Eigendecomposition.of(a, products.withWorkers(Workers.of(1)));
        try (Workers three = Workers.of(3)) {
            Eigendecomposition other = Eigendecomposition.of(a, products.withWorkers(three));
            assertThat(other.values()).isEqualTo(one.values());
            for (int i = 0; i < 300; i++) {
                for (int j = 0; j < 300; j++) {
                    assertThat(other.vectors().get(i, j)).isEqualTo(one.vectors().get(i, j));
                }
            }
        }
    }

    @Test
    void gatheredRotationsTurnRowsAsSingleOnesDo() {
        int n = 203;
        Matrix gathered = Symmetric.random(n, 7, 6);
        double[][] single = new double[n][7];
        for (int i = 0; i < n; i++) {
            Matrix.over(single[i], 1, 7).assign(gathered.rows(i, i + 1));
        }
        BlockedRotations blocked = new BlockedRotations(gathered, products);
        RowRotations plain = new RowRotations(single);
        Random random = new Random(7);
        double[] c = new double[n];
        double[] s = new double[n];
        for (int sweep = 0; sweep < 300; sweep++) {
            int low = random.nextInt(n - 1);
            int high = low + random.nextInt(n - 1 - low);
            for (int i = low; i <= high; i++) {
                double angle = 2 * Math.PI * random.nextDouble();
                c[i] = Math.cos(angle);
                s[i] = Math.sin(angle);
            }
            boolean descending = sweep % 100 < 70;
            blocked.sweep(low, high, descending, c, s);
            plain.sweep(low, high, descending, c, s);
        }
        blocked.finish();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < 7; j++) {
                assertThat(gathered.get(i, j)).isCloseTo(single[i][j], within(1e-12));
            }
        }
    }

    @Test
    void whatIsNotASymmetricMatrixOfNumbersIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Eigendecomposition.of(Matrix.zeros(Precision.F64, 3, 4), products))
                .withMessageContaining("3 x 4");
        Matrix nan = Matrix.zeros(Precision.F64, 3, 3);
        nan.set(2, 1, Double.NaN);
        assertThatIllegalArgumentException().isThrownBy(() -> Eigendecomposition.of(nan, products)).withMessageContaining("(2, 1)");
    }

    @Test
    void itCanBeCancelled() {
        Progress cancelled = new Progress() {
            @Override
            public boolean cancelled() {
                return true;
            }
        };
        Matrix a = Symmetric.gram(50, 60, 2);
        assertThatThrownBy(() -> Eigendecomposition.of(a, products, cancelled)).isInstanceOf(CancellationException.class);
    }
}
