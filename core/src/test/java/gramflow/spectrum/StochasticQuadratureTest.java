package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

final class StochasticQuadratureTest {
    private final Products products = Products.auto();
    private final Matrix k = Symmetric.gram(200, 600, 1);

    private StochasticQuadrature.Estimate logDeterminant(StochasticQuadrature settings, Products on) {
        return settings.logDeterminant(SymmetricOperator.of(k, on), on, Progress.NONE);
    }

    @Test
    void logDeterminantIsCholeskysWithinFourStandardErrors() {
        double exact = Cholesky.of(k, products).logDeterminant();
        double squares = 0;
        for (double value : Eigendecomposition.values(k, products, Progress.NONE)) {
            squares += Math.pow(Math.log(value), 2);
        }
        // Var zᵀAz ≤ 2‖A‖²; what 30 probes say of a standard deviation is right to four times 13 %.
        double deviation = Math.sqrt(2 * squares / 30);
        for (long seed = 1; seed <= 5; seed++) {
            StochasticQuadrature.Estimate found = logDeterminant(StochasticQuadrature.DEFAULT.withSeed(seed), products);
            assertThat(found.value()).isCloseTo(exact, within(4 * found.standardError()));
            assertThat(found.standardError()).isLessThan(1.52 * deviation);
        }
    }

    @Test
    void ofADiagonalMatrixEveryProbeIsExact() {
        // zᵀf(K)z = Σ f(kᵢ)zᵢ² for signs z, whatever they are.
        StochasticQuadrature.Estimate found = StochasticQuadrature.DEFAULT.withSteps(5).trace(new Diagonal(1, 2, 3, 4, 5), Math::sqrt,
                products, Progress.NONE);
        double exact = 1 + Math.sqrt(2) + Math.sqrt(3) + 2 + Math.sqrt(5);
        assertThat(found.value()).isCloseTo(exact, within(1e-13));
        assertThat(found.standardError()).isLessThan(1e-13);
        assertThat(found.products()).isEqualTo(150);
    }

    @Test
    void theBitsAreTheSameForAnyNumberOfThreads() {
        StochasticQuadrature few = StochasticQuadrature.DEFAULT.withProbes(3);
        double one = logDeterminant(few, products.withWorkers(Workers.of(1))).value();
        try (Workers three = Workers.of(3)) {
            assertThat(logDeterminant(few, products.withWorkers(three)).value()).isEqualTo(one);
        }
    }

    @Test
    void aLogarithmOfANegativeEigenvalueIsRefusedByItsValue() {
        assertThatThrownBy(() -> StochasticQuadrature.DEFAULT.logDeterminant(new Diagonal(1, -2), products, Progress.NONE))
                .isInstanceOf(ArithmeticException.class).hasMessageContaining("-2.0");
    }
}
