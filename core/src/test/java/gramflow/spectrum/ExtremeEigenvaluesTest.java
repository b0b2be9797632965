package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.math.BigDecimal;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static gramflow.spectrum.Symmetric.U;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

final class ExtremeEigenvaluesTest {
    private static final double EPSILON = 2 * U;
    private final Products products = Products.auto();

    private static double[] geometric(int n, double condition) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = 4 * Math.pow(condition, -(double) i / Math.max(1, n - 1));
        }
        return values;
    }

    private Extremes extremes(Matrix k) {
        return ExtremeEigenvalues.of(k, products, Progress.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 50, 65, 300})
    void bothEndsAgreeWithTheEigendecompositionToTenRoundingsOfTheLargest(int n) {
        Matrix k = Symmetric.gram(n, n + 2, n);
        double[] expected = Eigendecomposition.values(k, products, Progress.NONE);
        Extremes found = extremes(k);
        double bound = 10 * EPSILON * expected[n - 1];
        assertThat(found.smallest().value()).isCloseTo(expected[0], within(bound));
        assertThat(found.largest().value()).isCloseTo(expected[n - 1], within(bound));
        assertThat(found.smallest().converged() && found.largest().converged()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e2, 1e4, 4e5})
    void whereRoundingIsFarBelowItTheSmallestEigenvalueHasEightDigits(double condition) {
        Matrix k = Symmetric.withSpectrum(geometric(250, condition), 5);
        Extremes found = extremes(k);
        double expected = 4 / condition;
        assertThat(found.smallest().value()).isCloseTo(expected, within(1e-8 * expected));
        assertThat(found.smallest().error()).isLessThanOrEqualTo(1e-8 * expected);
        assertThat(found.singularToRounding()).isFalse();
        assertThat(found.condition()).isCloseTo(condition, within(1e-7 * condition));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e8, 1e11, 1e14})
    void theBracketHoldsTheEigenvalueOfTheMatrixAsItIs(double condition) {
        Matrix k = Symmetric.withSpectrum(geometric(200, condition), 6);
        Extreme found = extremes(k).smallest();
        // Making the matrix moved its eigenvalues by a few roundings of 4; the decomposition errs by as many.
        double[] expected = Eigendecomposition.values(k, products, Progress.NONE);
        assertThat(found.value()).isCloseTo(expected[0], within(10 * EPSILON * 4));
        assertThat(found.error()).isLessThan(4 * EPSILON * 4);
        assertThat(found.converged()).isTrue();
    }

    @Test
    void aSingularMatrixHasABracketAroundZeroAndTheWords() {
        for (Matrix k : new Matrix[]{Symmetric.gram(200, 50, 1), Symmetric.withSpectrum(geometric(200, 1e18), 2)}) {
            Extremes found = extremes(k);
            assertThat(found.singularToRounding()).isTrue();
            assertThat(found.smallest().lower()).isNegative();
            assertThat(found.smallest().upper()).isPositive().isLessThan(100 * U * found.largest().value());
            assertThat(found.smallestText()).startsWith("singular to rounding: between -");
            assertThat(found.condition()).isInfinite();
        }
    }

    @Test
    void anIndefiniteMatrixHasANegativeSmallestEigenvalue() {
        double[] values = geometric(150, 1e6);
        values[70] = -0.3;
        Extremes found = extremes(Symmetric.withSpectrum(values, 2));
        assertThat(found.smallest().value()).isCloseTo(-0.3, within(1e-12));
        assertThat(found.singularToRounding()).isFalse();
    }

    @Test
    void theZeroMatrixHasNothingButZero() {
        Extremes found = extremes(Matrix.zeros(Precision.F64, 30, 30));
        assertThat(found.largest().value()).isZero();
        assertThat(found.singularToRounding()).isTrue();
    }

    @Test
    void eigenvaluesThatCoincideAreFound() {
        double[] values = new double[90];
        java.util.Arrays.fill(values, 0.25);
        values[0] = 3;
        Extremes found = extremes(Symmetric.withSpectrum(values, 8));
        assertThat(found.smallest().value()).isCloseTo(0.25, within(20 * U));
        assertThat(found.largest().value()).isCloseTo(3, within(20 * U));
    }

    @Test
    void singlePrecisionEntriesAreTakenAsTheNumbersTheyAre() {
        Matrix single = Symmetric.gram(120, 200, 3).copy(Precision.F32);
        Extremes found = extremes(single);
        Extremes expected = extremes(single.copy(Precision.F64));
        assertThat(found.smallest().value()).isCloseTo(expected.smallest().value(), within(1e-12));
        assertThat(found.largest().value()).isCloseTo(expected.largest().value(), within(1e-6));
    }

    @Test
    void theBitsAreTheSameForAnyNumberOfThreads() {
        Matrix k = Symmetric.gram(400, 420, 4);
        Extremes one = ExtremeEigenvalues.of(k, products.withWorkers(Workers.of(1)), Progress.NONE);
        try (Workers three = Workers.of(3)) {
            Extremes other = ExtremeEigenvalues.of(k, products.withWorkers(three), Progress.NONE);
            assertThat(other.smallest().value()).isEqualTo(one.smallest().value());
            assertThat(other.smallest().error()).isEqualTo(one.smallest().error());
            assertThat(other.largest().value()).isEqualTo(one.largest().value());
        }
    }

    @Test
    void theResidualIsThatOfExactArithmetic() {
        int n = 40;
        Matrix k = Symmetric.gram(n, 300, 3);
        Matrix v = Symmetric.random(n, 1, 4);
        Matrix r = Matrix.zeros(Precision.F64, n, 1);
        CompensatedProduct.Quotient quotient = new CompensatedProduct(k, Workers.of(1)).quotient(v, r);
        BigDecimal vkv = BigDecimal.ZERO;
        BigDecimal vv = BigDecimal.ZERO;
        BigDecimal[] kv = new BigDecimal[n];
        for (int i = 0; i < n; i++) {
            kv[i] = BigDecimal.ZERO;
            for (int j = 0; j < n; j++) {
                kv[i] = kv[i].add(new BigDecimal(k.get(i, j)).multiply(new BigDecimal(v.get(j, 0))));
            }
            vkv = vkv.add(kv[i].multiply(new BigDecimal(v.get(i, 0))));
            vv = vv.add(new BigDecimal(v.get(i, 0)).pow(2));
        }
        assertThat(quotient.value()).isCloseTo(vkv.doubleValue() / vv.doubleValue(), within(4 * U * quotient.value()));
        for (int i = 0; i < n; i++) {
            double exact = kv[i].subtract(new BigDecimal(quotient.value()).multiply(new BigDecimal(v.get(i, 0)))).doubleValue();
            // Terms cancel; what a plain product would lose is a few thousand times more than a rounding of the result.
            assertThat(r.get(i, 0)).isCloseTo(exact, within(4 * U * Math.abs(exact) + U * U * 1e4));
        }
    }

    @Test
    void whatCannotBeDoneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> extremes(Matrix.zeros(Precision.F64, 3, 4))).withMessageContaining("3 x 4");
        Matrix k = Symmetric.gram(20, 30, 1);
        k.set(3, 4, Double.NaN);
        k.set(4, 3, Double.NaN);
        assertThatIllegalArgumentException().isThrownBy(() -> extremes(k)).withMessageContaining("NaN");
        Progress cancelled = new Progress() {
            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThatThrownBy(() -> ExtremeEigenvalues.of(Symmetric.gram(20, 30, 1), products, cancelled))
                .isInstanceOf(CancellationException.class);
    }
}
