package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static gramflow.spectrum.Symmetric.U;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

final class LanczosTest {
    private final Products products = Products.auto();

    private static double[] evenly(int n, double from, double to) {
        double[] entries = new double[n];
        for (int i = 0; i < n; i++) {
            entries[i] = from + (to - from) * i / (n - 1);
        }
        return entries;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 47, 48, 49, 50, 300})
    void bothEndsOfAKnownSpectrumAreFoundAtEverySize(int n) {
        double[] spectrum = n == 1 ? new double[]{3} : evenly(n, -1, 3);
        Extremes found = Lanczos.DEFAULT.both(SymmetricOperator.of(Symmetric.withSpectrum(spectrum, n), products), products, Progress.NONE);
        assertThat(found.smallest().converged()).isTrue();
        assertThat(found.largest().converged()).isTrue();
        assertThat(found.smallest().value()).isCloseTo(spectrum[0], within(1e-12));
        assertThat(found.largest().value()).isCloseTo(3, within(1e-12));
    }

    @Test
    void theBracketHoldsTheEigenvalueAlsoWhenThereWasNoTimeToConverge() {
        double[] spectrum = evenly(500, 1, 1000);
        for (int limit : new int[]{1, 5, 20, 100}) {
            Extremes found = Lanczos.DEFAULT.withProducts(limit).both(new Diagonal(spectrum), products, Progress.NONE);
            assertThat(found.smallest().converged()).isFalse();
            assertThat(found.largest().value()).isLessThanOrEqualTo(1000 * (1 + 1e-14));
            assertThat(found.smallest().value()).isGreaterThanOrEqualTo(1 - 1e-11);
            // Some eigenvalue lies within the bracket.
            for (Extreme e : new Extreme[]{found.smallest(), found.largest()}) {
                double nearest = Double.MAX_VALUE;
                for (double lambda : spectrum) {
                    nearest = Math.min(nearest, Math.abs(lambda - e.value()));
                }
                assertThat(nearest).isLessThanOrEqualTo(e.error());
            }
        }
    }

    @Test
    void residualBoundAndVectorAreWhatTheySay() {
        Matrix k = Symmetric.gram(200, 100, 8);
        Extreme largest = Lanczos.DEFAULT.largest(SymmetricOperator.of(k, products), products, Progress.NONE);
        Matrix v = largest.vector();
        Matrix residual = products.timesVector(k, v);
        products.axpy(-largest.value(), v, residual);
        assertThat(products.norm(v)).isCloseTo(1, within(10 * U));
        assertThat(products.norm(residual)).isLessThanOrEqualTo(largest.error());
        assertThat(largest.error()).isLessThan(1e-9 * largest.value());
        double[] all = Eigendecomposition.values(k, products, Progress.NONE);
        assertThat(largest.value()).isCloseTo(all[199], within(1e-13 * all[199]));
    }

    @Test
    void restartsFindASmallestEigenvalueThatABasisOfFewVectorsMisses() {
        double[] spectrum = evenly(400, 1, 100);
        Extreme found = Lanczos.DEFAULT.withBasis(12).withTolerance(1e-8).smallest(new Diagonal(spectrum), products, Progress.NONE);
        assertThat(found.products()).isGreaterThan(24);
        assertThat(found.converged()).isTrue();
        assertThat(found.value()).isCloseTo(1, within(1e-10));
    }

    @Test
    void anInvariantSubspaceIsLeftAndTheRestFound() {
        double[] spectrum = new double[60];
        java.util.Arrays.fill(spectrum, 2);
        spectrum[59] = 7;
        spectrum[0] = -1;
        Extremes found = Lanczos.DEFAULT.both(new Diagonal(spectrum), products, Progress.NONE);
        assertThat(found.smallest().value()).isCloseTo(-1, within(1e-13));
        assertThat(found.largest().value()).isCloseTo(7, within(1e-13));
        Extremes zero = Lanczos.DEFAULT.both(new Diagonal(new double[70]), products, Progress.NONE);
        assertThat(zero.largest().value()).isZero();
        assertThat(zero.singularToRounding()).isTrue();
    }

    @Test
    void singlePrecisionIsHeldToItsOwnRounding() {
        Matrix k = Symmetric.gram(150, 300, 8);
        double expected = Lanczos.DEFAULT.largest(SymmetricOperator.of(k, products), products, Progress.NONE).value();
        Extreme single = Lanczos.DEFAULT.largest(SymmetricOperator.of(k.copy(Precision.F32), products), products, Progress.NONE);
        assertThat(single.converged()).isTrue();
        assertThat(single.value()).isCloseTo(expected, within(single.error()));
        assertThat(single.error()).isGreaterThan(1e-8 * expected).isLessThan(1e-5 * expected);
    }

    @Test
    void theBitsAreTheSameForAnyNumberOfThreadsAndFollowFromTheSeed() {
        Matrix k = Symmetric.gram(700, 300, 8);
        Extreme one = Lanczos.DEFAULT.largest(SymmetricOperator.of(k, products.withWorkers(Workers.of(1))),
                products.withWorkers(Workers.of(1)),
                Progress.NONE);
        try (Workers three = Workers.of(3)) {
            Products on = products.withWorkers(three);
            Extreme other = Lanczos.DEFAULT.largest(SymmetricOperator.of(k, on), on, Progress.NONE);
            assertThat(other.value()).isEqualTo(one.value());
            assertThat(other.error()).isEqualTo(one.error());
            Extreme seeded = Lanczos.DEFAULT.withSeed(2).largest(SymmetricOperator.of(k, on), on, Progress.NONE);
            assertThat(seeded.error()).isNotEqualTo(one.error());
        }
    }

    @Test
    void onlyTheDigitsThatAreKnownArePrinted() {
        Matrix v = Matrix.zeros(Precision.F64, 1, 1);
        assertThat(new Extreme(1.23456789e-7, 3.1e-12, true, v, 1)).hasToString("1.235e-07 (residual bound 3.1e-12)");
        assertThat(new Extreme(1.2e-17, 3e-16, true, v, 1)).hasToString("between -2.9e-16 and 3.1e-16");
        Extremes both = new Extremes(new Extreme(1.2e-17, 3e-16, true, v, 1), new Extreme(2, 1e-15, true, v, 1));
        assertThat(both.smallestText()).isEqualTo("singular to rounding: between -2.9e-16 and 3.1e-16");
        assertThat(both.condition()).isInfinite();
        assertThat(both.conditionText()).isEqualTo("at least 6.4e+15, singular to rounding");
    }

    @Test
    void whatCannotBeDoneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Lanczos.DEFAULT.withBasis(2)).withMessageContaining("basis 2");
        assertThatIllegalArgumentException().isThrownBy(
                () -> Lanczos.DEFAULT.largest(new Diagonal(1, Double.NaN, 2, 3), products, Progress.NONE)).withMessageContaining("NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> Lanczos.DEFAULT.largest(new Diagonal(), products, Progress.NONE));
        Progress cancelled = new Progress() {
            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThatThrownBy(() -> Lanczos.DEFAULT.largest(new Diagonal(1, 2), products, cancelled))
                .isInstanceOf(CancellationException.class);
    }
}
