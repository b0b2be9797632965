package gramflow.blas;

import gramflow.backend.Backend;
import gramflow.backend.Lapack;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.spectrum.ExtremeEigenvalues;
import gramflow.spectrum.Extremes;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** λ_min and λ_max of one and the same matrix, by core and by a linked library. */
class LambdaMinAgainstLapackTest {
    private static final int N = 2000;
    private static final double EPSILON = 0x1p-52;

    /** X·Xᵀ of N rows of d entries, columns falling off as a power of their number. */
    private static Matrix gram(long d, double power) {
        SplittableRandom random = new SplittableRandom(1);
        Matrix x = Matrix.zeros(Precision.F64, N, d);
        for (long j = 0; j < d; j++) {
            double scale = Math.pow(1.0 + j, -power);
            for (long i = 0; i < N; i++) {
                x.set(i, j, scale * random.nextGaussian());
            }
        }
        return Products.auto().gram(x);
    }

    private static double[] eigenvalues(Matrix k) {
        Optional<Lapack> lapack = Linked.backends().map(Backend::lapack).flatMap(Optional::stream).findFirst();
        assumeTrue(lapack.isPresent(), "skipped: no library with LAPACK is linked here");
        double[] values = new double[N];
        lapack.orElseThrow().eigen(k.copy(Precision.F64).strided(), false, values);
        return values;
    }

    @Test
    void withinTenEpsilonOfTheLargestAndWithEightDigitsWhereRoundingIsFarBelowIt() {
        Matrix k = gram(4000, 0.5);
        double[] lapack = eigenvalues(k);
        Extremes found = ExtremeEigenvalues.of(k, Products.auto(), Progress.NONE);
        double condition = lapack[N - 1] / lapack[0];
        assertThat(EPSILON * condition).isLessThan(1e-10);
        assertThat(found.smallest().value()).isCloseTo(lapack[0], within(10 * EPSILON * lapack[N - 1]));
        assertThat(found.smallest().value()).isCloseTo(lapack[0], within(1e-8 * lapack[0]));
        assertThat(found.largest().value()).isCloseTo(lapack[N - 1], within(10 * EPSILON * lapack[N - 1]));
    }

    @Test
    void aMatrixOfLowRankIsSingularToRoundingByBoth() {
        Matrix k = gram(1500, 0.5);
        double[] lapack = eigenvalues(k);
        Extremes found = ExtremeEigenvalues.of(k, Products.auto(), Progress.NONE);
        assertThat(found.smallest().value()).isCloseTo(lapack[0], within(10 * EPSILON * lapack[N - 1]));
        assertThat(found.smallestText()).startsWith("singular to rounding: between -");
    }
}
