package gramflow.gram;

import gramflow.backend.Backends;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.DoubleAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

final class GramTest {

    @Test
    void symmetricKHoldsTheProductsOfRows() {
        Matrix x = Matrix.of(new double[]{1, 2}, new double[]{3, -4}, new double[]{0, 5});
        Matrix k = nan(Precision.F64, 3, 3);

        Gram.of(x).compute(k, Progress.NONE);

        double[][] expected = {{5, -5, 10}, {-5, 25, -20}, {10, -20, 25}};
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(k.get(i, j)).isEqualTo(expected[i][j]);
            }
        }
    }

    @Test
    void rectangularKHoldsTheProductsOfRowsOfTwoSets() {
        Matrix x = Matrix.of(new double[]{1, 2}, new double[]{3, -4});
        Matrix other = Matrix.of(new double[]{1, 0}, new double[]{0, 1}, new double[]{1, 1});
        Matrix k = nan(Precision.F64, 2, 3);

        Gram.of(x, other).compute(k, Progress.NONE);

        double[][] expected = {{1, 2, 3}, {3, -4, -1}};
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(k.get(i, j)).isEqualTo(expected[i][j]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void kHasTheSameBitsOnOneTwoAndSevenThreadsAndIsSymmetricToTheBit(Precision precision) {
        Matrix x = random(precision, 83, 37);
        Matrix one = on(1, x);
        for (int threads : new int[]{2, 7}) {
            Matrix k = on(threads, x);
            for (int i = 0; i < 83; i++) {
                for (int j = 0; j < 83; j++) {
                    assertThat(k.get(i, j)).isEqualTo(one.get(i, j)).isEqualTo(k.get(j, i));
                }
            }
        }
    }

    @Test
    void rectangularKOfASetWithItselfAgreesWithTheSymmetricOne() {
        Matrix x = random(Precision.F64, 31, 17);
        Matrix symmetric = Matrix.zeros(Precision.F64, 31, 31);
        Matrix rectangular = Matrix.zeros(Precision.F64, 31, 31);
        Gram.of(x).compute(symmetric, Progress.NONE);
        Gram.of(x, x).compute(rectangular, Progress.NONE);
        for (int i = 0; i < 31; i++) {
            for (int j = 0; j < 31; j++) {
                assertThat(rectangular.get(i, j)).isCloseTo(symmetric.get(i, j), within(1e-13));
            }
        }
    }

    @Test
    void planCountsFlopsAndBytesOfOneTriangleAndOfAllPairs() {
        GramPlan symmetric = Gram.of(Matrix.zeros(Precision.F32, 10, 3)).plan();
        assertThat(symmetric.flops()).isEqualTo(10 * 11 * 3);
        assertThat(symmetric.inputBytes()).isEqualTo(10 * 3 * 4);
        assertThat(symmetric.outputBytes()).isEqualTo(10 * 10 * 4);
        assertThat(symmetric.memoryBytes()).isEqualTo(2 * 120 + 400);

        GramPlan rectangular = Gram.of(Matrix.zeros(Precision.F64, 10, 3), Matrix.zeros(Precision.F64, 4, 3)).plan();
        assertThat(rectangular.flops()).isEqualTo(2 * 10 * 4 * 3);
        assertThat(rectangular.inputBytes()).isEqualTo(14 * 3 * 8);
        assertThat(rectangular.outputBytes()).isEqualTo(10 * 4 * 8);
    }

    @Test
    void planOfMoreThan2To31EntriesIsExact() {
        GramPlan plan = GramPlan.symmetric(50_000, 512, Precision.F32);
        assertThat(plan.outputBytes()).isEqualTo(10_000_000_000L);
        assertThat(plan.flops()).isEqualTo(50_000.0 * 50_001 * 512);
    }

    @Test
    void planOfMoreThan2To63BytesIsRefusedWithTheSize() {
        assertThatIllegalArgumentException().isThrownBy(() -> GramPlan.symmetric(2_000_000_000, 1, Precision.F64))
                .withMessageContaining("2000000000 x 2000000000 f64");
        assertThat(GramPlan.symmetric(1_000_000_000, 100_000_000, Precision.F64).memoryBytes()).isPositive();
    }

    @Test
    void secondsAtTheRoofOverMeasuredSecondsIsTheShareOfTheRoof() {
        GramPlan plan = GramPlan.symmetric(99, 10, Precision.F64);
        GramReport report = new GramReport(plan, 2e-6);
        assertThat(plan.secondsAt(99e9)).isCloseTo(1e-6, within(1e-20));
        assertThat(report.flopsPerSecond()).isCloseTo(49.5e9, within(1.0));
        assertThat(report.shareOf(99e9)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void progressHearsOfAllTheFlopsOfBothKinds() {
        Matrix x = random(Precision.F64, 24, 8);
        for (Gram gram : new Gram[]{Gram.of(x), Gram.of(x, x)}) {
            DoubleAdder begun = new DoubleAdder();
            DoubleAdder done = new DoubleAdder();
            gram.compute(Matrix.zeros(Precision.F64, 24, 24), new Progress() {
                @Override
                public void begin(String what, double units) {
                    begun.add(units);
                }

                @Override
                public void advance(double units) {
                    done.add(units);
                }
            });
            assertThat(begun.sum()).isEqualTo(gram.plan().flops());
            assertThat(done.sum()).isCloseTo(gram.plan().flops(), within(1e-9 * gram.plan().flops()));
        }
    }

    @Test
    void cancelledWorkThrows() {
        Matrix x = random(Precision.F64, 24, 8);
        Progress cancel = new Progress() {
            @Override
            public boolean cancelled() {
                return true;
            }
        };
        for (Gram gram : new Gram[]{Gram.of(x), Gram.of(x, x)}) {
            assertThatThrownBy(() -> gram.compute(Matrix.zeros(Precision.F64, 24, 24), cancel)).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void rowsOfUnequalLengthOrPrecisionAreRefusedWithBothShapes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gram.of(Matrix.zeros(Precision.F64, 2, 3), Matrix.zeros(Precision.F64, 2, 4)))
                .withMessageContaining("2 x 3 f64").withMessageContaining("2 x 4 f64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gram.of(Matrix.zeros(Precision.F64, 2, 3), Matrix.zeros(Precision.F32, 2, 3)));
    }

    @Test
    void targetOfTheWrongShapeOrPrecisionIsRefused() {
        Gram gram = Gram.of(Matrix.zeros(Precision.F64, 2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> gram.compute(Matrix.zeros(Precision.F64, 2, 3), Progress.NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> gram.compute(Matrix.zeros(Precision.F32, 2, 2), Progress.NONE));
    }

    private static Matrix on(int threads, Matrix x) {
        try (Workers workers = Workers.of(threads)) {
            Matrix k = Matrix.zeros(x.precision(), x.rows(), x.rows());
            Gram.of(x).with(new Products(Backends.auto(), workers)).compute(k, Progress.NONE);
            return k;
        }
    }

    private static Matrix nan(Precision precision, long rows, long cols) {
        Matrix m = Matrix.zeros(precision, rows, cols);
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < cols; j++) {
                m.set(i, j, Double.NaN);
            }
        }
        return m;
    }

    private static Matrix random(Precision precision, long rows, long cols) {
        Random random = new Random(7);
        Matrix m = Matrix.zeros(precision, rows, cols);
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < cols; j++) {
                m.set(i, j, random.nextGaussian());
            }
        }
        return m;
    }
}
