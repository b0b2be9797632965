package gramflow.spectrum;

import gramflow.backend.Backends;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.DoubleAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static gramflow.spectrum.Symmetric.U;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

final class CholeskyTest {
    private final Products products = Products.auto();

    /** L with zeros above the diagonal. */
    private static Matrix lower(Cholesky c) {
        Matrix l = Matrix.zeros(c.factor().precision(), c.order(), c.order());
        for (long i = 0; i < c.order(); i++) {
            l.block(i, i + 1, 0, i + 1).assign(c.factor().block(i, i + 1, 0, i + 1));
        }
        return l;
    }

    /** Whether L·Lᵀ = A + E with |E| ≤ (n + 2)·u·|L||Lᵀ|, entry for entry; |L||Lᵀ| ≤ √(aᵢᵢaⱼⱼ) to first order. */
    private void factorsBack(Matrix a, Cholesky c) {
        Matrix l = lower(c);
        Matrix back = products.gram(l);
        double bound = (a.rows() + 2) * a.precision().unitRoundoff() * 1.01;
        for (long i = 0; i < a.rows(); i++) {
            for (long j = 0; j <= i; j++) {
                // The product that checks it errs as much again.
                assertThat(back.get(i, j)).isCloseTo(a.get(i, j), within(2 * bound * Math.sqrt(a.get(i, i) * a.get(j, j))));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 63, 64, 65, 127, 128, 129, 191, 192, 193, 255, 256, 257, 300, 320, 385, 513, 700})
    void theFactorTimesItsTransposeIsTheMatrixAtEverySize(int n) {
        for (Precision precision : Precision.values()) {
            Matrix a = Symmetric.gram(n, n + 5, n).copy(precision);
            factorsBack(a, Cholesky.of(a, products));
        }
    }

    @Test
    void everyBackendFactors() {
        Matrix a = Symmetric.gram(200, 230, 2);
        for (Backends.Found found : Backends.all()) {
            if (found.availability().usable()) {
                factorsBack(a, Cholesky.of(a, products.withBackend(found.provider().backend())));
            }
        }
    }

    @Test
    void whatIsAboveTheDiagonalIsNeitherReadNorWritten() {
        int n = 400;
        Matrix a = Symmetric.gram(n, n, 3);
        Matrix clean = Cholesky.of(a, products).factor();
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                a.set(i, j, Double.NaN);
            }
        }
        Matrix factor = Cholesky.inPlace(a, products, Progress.NONE).factor();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (j <= i) {
                    assertThat(factor.get(i, j)).isEqualTo(clean.get(i, j));
                } else {
                    assertThat(factor.get(i, j)).isNaN();
                }
            }
        }
    }

    @Test
    void aViewOfAnyStridesIsFactoredWhereItIs() {
        int n = 270;
        Matrix a = Symmetric.gram(n, n, 3);
        Matrix expected = Cholesky.of(a, products).factor();
        Matrix wide = Matrix.zeros(Precision.F64, n + 3, 2L * n);
        Matrix turned = Matrix.zeros(Precision.F64, n, n).transpose();
        for (Matrix view : new Matrix[]{wide.block(3, n + 3, n - 7, 2L * n - 7), turned}) {
            view.assign(a);
            Cholesky.inPlace(view, products, Progress.NONE);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    assertThat(view.get(i, j)).isEqualTo(expected.get(i, j));
                }
            }
        }
    }

    @Test
    void theBitsAreTheSameForAnyNumberOfThreads() {
        Matrix a = Symmetric.gram(800, 900, 4);
        Matrix one = lower(Cholesky.of(a, products.withWorkers(Workers.of(1))));
        for (int threads : new int[]{2, 5}) {
            try (Workers workers = Workers.of(threads)) {
                Matrix other = lower(Cholesky.of(a, products.withWorkers(workers)));
                assertThat(other.strided().segment().mismatch(one.strided().segment())).isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64, 65, 129, 300, 520})
    void solutionsHaveAResidualOfAFewRoundings(int n) {
        Matrix a = Symmetric.gram(n, n + 5, n);
        Cholesky c = Cholesky.of(a, products);
        for (int columns : new int[]{1, 3, 150}) {
            Matrix b = Symmetric.random(n, columns, 7);
            Matrix x = b.copy(Precision.F64);
            c.solve(x);
            Matrix residual = b.copy(Precision.F64);
            products.gemm(-1, a, x, 1, residual);
            assertThat(products.maxAbs(residual)).isLessThanOrEqualTo(4 * (n + 2) * U * products.norm(a) * products.norm(x));
            Matrix turned = Matrix.zeros(Precision.F64, columns, n).transpose();
            turned.assign(b);
            c.solve(turned);
            for (int i = 0; i < n; i++) {
                assertThat(turned.get(i, columns - 1)).isEqualTo(x.get(i, columns - 1));
            }
        }
    }

    @Test
    void triangularSolvesUndoProductsWithTheFactor() {
        int n = 330;
        Cholesky c = Cholesky.of(Symmetric.gram(n, 3L * n, 1), products);
        Matrix l = lower(c);
        Matrix x = Symmetric.random(n, 5, 2);
        Matrix b = products.times(l, x);
        c.solveLower(b);
        Matrix bt = products.times(l.transpose(), x);
        c.solveLowerTransposed(bt);
        for (int i = 0; i < n; i++) {
            assertThat(b.get(i, 4)).isCloseTo(x.get(i, 4), within(1e-11));
            assertThat(bt.get(i, 4)).isCloseTo(x.get(i, 4), within(1e-11));
        }
    }

    @Test
    void logDeterminantIsThatOfAMatrixWhoseDeterminantIsKnown() {
        // min(i, j) has determinant 1; 10⁻³⁰⁰ of it would underflow if it were multiplied out.
        int n = 500;
        Matrix a = Matrix.zeros(Precision.F64, n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a.set(i, j, 1e-3 * (Math.min(i, j) + 1));
            }
        }
        assertThat(Cholesky.of(a, products).logDeterminant()).isCloseTo(500 * Math.log(1e-3), within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 100, 255, 256, 300, 449})
    void theFirstBadPivotIsReportedWithItsIndexAndValue(int bad) {
        int n = 450;
        Matrix l = Matrix.zeros(Precision.F64, n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                l.set(i, j, (i + 2 * j) % 3 - 1);
            }
            l.set(i, i, 2);
        }
        // Integers: every pivot is exactly 4, and at the bad row 4 − 9.
        Matrix a = products.gram(l);
        a.set(bad, bad, a.get(bad, bad) - 9);
        assertThatExceptionOfType(NotPositiveDefiniteException.class).isThrownBy(() -> Cholesky.inPlace(a, products, Progress.NONE))
                .withMessageContaining("row " + bad).satisfies(e -> {
                    assertThat(e.index()).isEqualTo(bad);
                    assertThat(e.pivot()).isEqualTo(-5);
                });
        // What came before is factored.
        for (int i = 0; i < bad; i++) {
            assertThat(a.get(i, i)).isEqualTo(2);
        }
    }

    @Test
    void aPivotThatIsNoNumberIsBad() {
        Matrix a = Symmetric.gram(100, 200, 1);
        a.set(70, 3, Double.NaN);
        assertThatExceptionOfType(NotPositiveDefiniteException.class).isThrownBy(() -> Cholesky.of(a, products))
                .satisfies(e -> assertThat(e.pivot()).isNaN());
    }

    @Test
    void progressAddsUpToTheFlopsAndCancels() {
        DoubleAdder told = new DoubleAdder();
        DoubleAdder planned = new DoubleAdder();
        Progress progress = new Progress() {
            @Override
            public void begin(String what, double units) {
                planned.add(units);
            }

            @Override
            public void advance(double units) {
                told.add(units);
            }

            @Override
            public boolean cancelled() {
                return told.sum() > 1e6;
            }
        };
        Cholesky.inPlace(Symmetric.gram(100, 200, 1), products, progress);
        assertThat(told.sum()).isCloseTo(planned.sum(), within(1e-9 * planned.sum()));
        assertThatThrownBy(() -> Cholesky.inPlace(Symmetric.gram(400, 500, 1), products, progress))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Cholesky.of(Matrix.zeros(Precision.F64, 3, 4), products))
                .withMessageContaining("3 x 4");
        Cholesky c = Cholesky.of(Symmetric.gram(3, 9, 1), products);
        assertThatIllegalArgumentException().isThrownBy(() -> c.solve(Matrix.zeros(Precision.F64, 4, 1))).withMessageContaining("4 x 1");
        assertThatIllegalArgumentException().isThrownBy(() -> c.solve(Matrix.zeros(Precision.F32, 3, 1))).withMessageContaining("f32");
    }
}
