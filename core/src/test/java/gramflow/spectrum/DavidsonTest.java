package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

final class DavidsonTest {
    private final Products products = Products.auto();

    private static double[] falling(int n, double ratio) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = 1e-3 + Math.pow(ratio, i);
        }
        values[n / 2] = 5e-4;
        return values;
    }

    private SymmetricOperator preconditioner(Matrix k, int rank, double shift) {
        return new LowRankPreconditioner(RandomlyPivotedCholesky.of(Entries.of(k), rank, 1, products, Progress.NONE).factor(), shift,
                products);
    }

    @Test
    void itFindsTheSmallestEigenvalueWithinItsBoundInAThirdOfTheProductsOfLanczos() {
        Matrix k = Symmetric.withSpectrum(falling(300, 0.9), 2);
        SymmetricOperator operator = SymmetricOperator.of(k, products);
        Extreme found = Davidson.DEFAULT.smallest(operator, preconditioner(k, 120, 1e-3), 1, products, Progress.NONE);
        Extreme lanczos = Lanczos.DEFAULT.withTolerance(1e-6).smallest(operator, products, Progress.NONE);
        assertThat(found.converged()).isTrue();
        assertThat(found.value()).isCloseTo(5e-4, within(1e-9));
        assertThat(found.lower()).isLessThan(5e-4);
        assertThat(found.upper()).isGreaterThan(5e-4);
        assertThat(3 * found.products()).isLessThan(lanczos.products());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 20})
    void ofASmallMatrixTheWholeSpaceIsSearched(int n) {
        Matrix k = Symmetric.gram(n, n + 3, 6);
        double[] expected = Eigendecomposition.values(k, products, Progress.NONE);
        Extreme found = Davidson.DEFAULT.withTolerance(1e-12).smallest(SymmetricOperator.of(k, products), preconditioner(k, n, 1e-2),
                expected[n - 1], products, Progress.NONE);
        assertThat(found.converged()).isTrue();
        assertThat(found.value()).isCloseTo(expected[0], within(1e-13 * expected[n - 1]));
    }

    @Test
    void aSmallBasisIsRestarted() {
        Matrix k = Symmetric.withSpectrum(falling(300, 0.9), 3);
        Extreme found = Davidson.DEFAULT.withBasis(9).smallest(SymmetricOperator.of(k, products), preconditioner(k, 120, 1e-3), 1, products,
                Progress.NONE);
        assertThat(found.converged()).isTrue();
        assertThat(found.products()).isGreaterThan(9);
        assertThat(found.value()).isCloseTo(5e-4, within(1e-9));
    }

    @Test
    void aSingularMatrixHasABracketAroundZero() {
        Matrix k = Symmetric.gram(100, 30, 3);
        Extreme found = Davidson.DEFAULT.smallest(SymmetricOperator.of(k, products), preconditioner(k, 30, 1e-6), 4, products,
                Progress.NONE);
        assertThat(found.converged()).isTrue();
        assertThat(found.signKnown()).isFalse();
        assertThat(found.upper()).isLessThan(1e-12);
    }

    @Test
    void whatIsUsedUpIsToldAndWhatDoesNotFitRefused() {
        Matrix k = Symmetric.withSpectrum(falling(300, 0.9), 2);
        Extreme found = Davidson.DEFAULT.withProducts(4).smallest(SymmetricOperator.of(k, products), preconditioner(k, 20, 1e-3), 1,
                products, Progress.NONE);
        assertThat(found.converged()).isFalse();
        assertThat(found.products()).isEqualTo(5);
        assertThatIllegalArgumentException().isThrownBy(
                () -> Davidson.DEFAULT.smallest(new Diagonal(1, 2), new Diagonal(1), 2, products, Progress.NONE))
                .withMessageContaining("order 2");
    }
}
