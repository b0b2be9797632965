package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static gramflow.spectrum.Symmetric.U;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

final class RandomlyPivotedCholeskyTest {
    private final Products products = Products.auto();

    private RandomlyPivotedCholesky of(Matrix k, int rank, long seed) {
        return RandomlyPivotedCholesky.of(Entries.of(k), rank, seed, products, Progress.NONE);
    }

    private Matrix residual(Matrix k, RandomlyPivotedCholesky found) {
        Matrix residual = k.copy(Precision.F64);
        products.gemm(-1, found.factor().transpose(), found.factor(), 1, residual);
        return residual;
    }

    private static double trace(Matrix k) {
        double sum = 0;
        for (long i = 0; i < k.rows(); i++) {
            sum += k.get(i, i);
        }
        return sum;
    }

    @Test
    void whatIsLeftIsPositiveSemidefiniteAndItsTraceIsTold() {
        Matrix k = Symmetric.gram(180, 60, 1);
        for (int rank : new int[]{1, 5, 37, 59}) {
            RandomlyPivotedCholesky found = of(k, rank, rank);
            Matrix left = residual(k, found);
            assertThat(found.rank()).isEqualTo(rank);
            assertThat(found.trace()).isCloseTo(trace(k), within(1e-12 * trace(k)));
            assertThat(found.residualTrace()).isCloseTo(trace(left), within(1e-11 * trace(k)));
            assertThat(Eigendecomposition.values(left, products, Progress.NONE)[0]).isGreaterThan(-1e-12 * trace(k));
        }
    }

    @Test
    void pivotsAreMatchedExactlyAndTakenOnce() {
        Matrix k = Symmetric.gram(150, 150, 2);
        RandomlyPivotedCholesky found = of(k, 90, 3);
        Matrix left = residual(k, found);
        assertThat(found.pivots()).hasSize(90).doesNotHaveDuplicates();
        for (long pivot : found.pivots()) {
            assertThat(products.maxAbs(left.rows(pivot, pivot + 1))).isLessThan(1e-12 * trace(k));
        }
    }

    @Test
    @Timeout(60)
    void theRankOfAMatrixEndsTheSearch() {
        Matrix k = Symmetric.gram(120, 20, 4);
        // What cannot be told from rounding is not taken for rank, and the search ends.
        for (long seed = 1; seed < 20; seed++) {
            RandomlyPivotedCholesky found = of(k, 100, seed);
            assertThat(found.rank()).isBetween(20, 30);
            assertThat(products.maxAbs(residual(k, found))).isLessThan(120 * 20 * U * trace(k));
        }
        assertThat(of(Matrix.zeros(Precision.F64, 8, 8), 3, 1).rank()).isZero();
    }

    @Test
    void onASpectrumThatFallsItIsNotFarFromTheBestOfThatRank() {
        double[] values = new double[200];
        double tail = 0;
        for (int i = 0; i < 200; i++) {
            values[i] = Math.pow(0.8, i);
            tail += i >= 30 ? values[i] : 0;
        }
        // In the mean within 1 + ε of the best of rank r for r/ε + r·log(…) pivots (Chen et al., theorem 5.1): twice the best of rank 30 with 90.
        RandomlyPivotedCholesky found = of(Symmetric.withSpectrum(values, 1), 90, 1);
        assertThat(found.residualTrace()).isLessThan(2 * tail);
    }

    @Test
    void theFirstPivotIsDrawnInProportionToTheDiagonal() {
        Matrix k = Matrix.of(new double[]{1, 0, 0}, new double[]{0, 2, 0}, new double[]{0, 0, 5});
        int[] counts = new int[3];
        for (long seed = 0; seed < 2000; seed++) {
            counts[(int) of(k, 1, seed).pivots()[0]]++;
        }
        // Four standard deviations of a binomial distribution.
        assertThat(counts[0]).isBetween(250 - 60, 250 + 60);
        assertThat(counts[1]).isBetween(500 - 78, 500 + 78);
    }

    @Test
    void theBitsAreTheSameForAnyNumberOfThreads() {
        Matrix k = Symmetric.gram(150, 150, 5);
        Matrix one = RandomlyPivotedCholesky.of(Entries.of(k), 40, 1, products.withWorkers(Workers.of(1)), Progress.NONE).factor();
        try (Workers three = Workers.of(3)) {
            Matrix other = RandomlyPivotedCholesky.of(Entries.of(k), 40, 1, products.withWorkers(three), Progress.NONE).factor();
            products.axpy(-1, one, other);
            assertThat(products.maxAbs(other)).isZero();
        }
    }

    @Test
    void thePreconditionerIsTheInverseOfTheLowRankPartAndTheShift() {
        Matrix f = Symmetric.random(7, 90, 1);
        LowRankPreconditioner inverse = new LowRankPreconditioner(f, 0.5, products);
        Matrix x = Symmetric.random(90, 1, 2);
        Matrix y = Matrix.zeros(Precision.F64, 90, 1);
        inverse.apply(x, y);
        Matrix back = products.timesVector(f.transpose(), products.timesVector(f, y));
        products.axpy(0.5, y, back);
        products.axpy(-1, x, back);
        assertThat(products.norm(back)).isLessThan(1e-12 * products.norm(x));
        assertThatIllegalArgumentException().isThrownBy(() -> new LowRankPreconditioner(f, 0, products)).withMessageContaining("shift 0.0");
    }

    @Test
    void whatCannotBeDoneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> of(Symmetric.gram(5, 5, 1), 0, 1)).withMessageContaining("rank 0");
        assertThatIllegalArgumentException().isThrownBy(() -> of(Matrix.of(new double[]{1, 0}, new double[]{0, -1}), 1, 1))
                .withMessageContaining("diagonal entry 1 is -1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Entries.of(Matrix.zeros(Precision.F64, 2, 3)))
                .withMessageContaining("2 x 3");
    }
}
