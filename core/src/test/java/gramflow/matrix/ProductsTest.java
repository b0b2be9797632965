package gramflow.matrix;

import gramflow.backend.Activation;
import gramflow.backend.Backends;
import gramflow.backend.Triangle;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProductsTest {
    private static final Products PRODUCTS = Products.auto();
    private static final Matrix A = Matrix.of(new double[]{1, 2}, new double[]{3, 4}, new double[]{5, 6});

    @Test
    void timesIsTheProduct() {
        Matrix product = PRODUCTS.times(A, Matrix.of(new double[]{1, 0, 2}, new double[]{0, 1, -1}));
        assertThat(product.shape()).isEqualTo("3 x 3 f64");
        assertThat(row(product, 2)).containsExactly(5, 6, 4);
    }

    @Test
    void gramHasBothTriangles() {
        Matrix k = PRODUCTS.gram(A);
        assertThat(row(k, 0)).containsExactly(5, 11, 17);
        assertThat(row(k, 1)).containsExactly(11, 25, 39);
        assertThat(row(k, 2)).containsExactly(17, 39, 61);
    }

    @Test
    void gramOfTheTransposeIsThatOfTheColumns() {
        Matrix k = PRODUCTS.gram(A.transpose());
        assertThat(row(k, 0)).containsExactly(35, 44);
        assertThat(row(k, 1)).containsExactly(44, 56);
    }

    @Test
    void shapesThatDoNotFitAreRefusedWithAllThree() {
        Matrix c = Matrix.zeros(Precision.F64, 3, 3);
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.gemm(1, A, A, 0, c))
                .withMessage("gemm: A is 3 x 2 f64, B is 3 x 2 f64, C is 3 x 3 f64; expected m x k, k x n, m x n");
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.gemm(1, A, A.transpose(), 0, c.rows(0, 2)));
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.times(A, A));
    }

    @Test
    void aGramMatrixOfAnotherSizeIsRefusedWithBoth() {
        Matrix k = Matrix.zeros(Precision.F64, 3, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.gram(1, A, 0, Triangle.LOWER, k, Progress.NONE))
                .withMessage("gram: X is 3 x 2 f64, K is 3 x 2 f64; expected n x d, n x n");
    }

    @Test
    void activationsGoWhereTheyAreWanted() {
        Matrix z = Matrix.of(new double[]{0, -2}, new double[]{3, 0.5});
        Matrix slope = Matrix.zeros(Precision.F64, 2, 2);
        PRODUCTS.activate(Activation.RELU, z, z, slope, null);
        assertThat(row(z, 0)).containsExactly(0, 0);
        assertThat(row(z, 1)).containsExactly(3, 0.5);
        assertThat(row(slope, 0)).containsExactly(0, 0);
        assertThat(row(slope, 1)).containsExactly(1, 1);
    }

    @Test
    void activationsOfAnotherShapeOrPrecisionAreRefused() {
        Matrix other = Matrix.zeros(Precision.F64, 2, 3);
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.activate(Activation.TANH, A, null, other, null))
                .withMessage("activate: z is 3 x 2 f64, the slope is 2 x 3 f64; expected one shape and precision");
        Matrix single = Matrix.zeros(Precision.F32, 3, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.activate(Activation.TANH, A, single, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.activate(Activation.TANH, A, null, null, single));
    }

    @Test
    void multiplyIsEntryByEntry() {
        Matrix y = Matrix.of(new double[]{2, 3}, new double[]{-1, 0.5}, new double[]{0, 10});
        PRODUCTS.multiply(A, y);
        assertThat(row(y, 0)).containsExactly(2, 6);
        assertThat(row(y, 1)).containsExactly(-3, 2);
        assertThat(row(y, 2)).containsExactly(0, 60);
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.multiply(A, y.transpose()))
                .withMessage("multiply: x is 3 x 2 f64, y is 2 x 3 f64; expected one shape");
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.multiply(A, Matrix.zeros(Precision.F32, 3, 2)));
    }

    @Test
    void multiplyWithABiasAddsItToEveryRowFirst() {
        Matrix y = Matrix.of(new double[]{2, 3}, new double[]{-1, 0.5}, new double[]{0, 10});
        PRODUCTS.multiply(A, y, 2, Matrix.of(new double[]{1}, new double[]{-0.5}));
        assertThat(row(y, 0)).containsExactly(4, 4);
        assertThat(row(y, 1)).containsExactly(3, -2);
        assertThat(row(y, 2)).containsExactly(10, 54);
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.multiply(A, y, 1, Matrix.zeros(Precision.F64, 3, 1)))
                .withMessage("multiply: y is 3 x 2 f64, the bias 3 x 1 f64; expected n x m, m x 1, of one precision");
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.multiply(A, y, 1, Matrix.zeros(Precision.F32, 2, 1)));
    }

    @Test
    void twoPrecisionsInOneProductAreRefused() {
        Matrix k = Matrix.zeros(Precision.F32, 3, 3);
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.gram(1, A, 0, Triangle.LOWER, k, Progress.NONE))
                .withMessageContaining("a factor is 3 x 2 f64, the result is 3 x 3 f32");
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.times(A, A.transpose().copy(Precision.F32)))
                .withMessageContaining("expected one precision");
    }

    @Test
    void aRefusedProductLeavesTheResultAsItWas() {
        Matrix c = Matrix.of(new double[]{7});
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.gemm(1, A, A, 0, c));
        assertThat(c.get(0, 0)).isEqualTo(7);
    }

    @Test
    void aMatrixTimesAVectorEitherWayRound() {
        assertThat(row(PRODUCTS.timesVector(A, column(1, -1)).transpose(), 0)).containsExactly(-1, -1, -1);
        assertThat(row(PRODUCTS.timesVector(A.transpose(), column(1, 0, 2)).transpose(), 0)).containsExactly(11, 14);
        Matrix y = column(Double.NaN, 1, 1);
        PRODUCTS.matvec(2, A.rows(1, 3), column(1, 1), -1, y.rows(1, 3));
        assertThat(row(y.transpose(), 0)).containsExactly(Double.NaN, 13, 21);
    }

    @Test
    void entriesOfAnyShapeAreSummedRowAfterRow() {
        assertThat(PRODUCTS.sum(A)).isEqualTo(21);
        assertThat(PRODUCTS.dot(A, A)).isEqualTo(91);
        assertThat(PRODUCTS.norm(column(3, 4))).isEqualTo(5);
        assertThat(PRODUCTS.norm(column(3e300, -4e300))).isEqualTo(5e300);
        assertThat(PRODUCTS.maxAbs(column(3, -4))).isEqualTo(4);
        Matrix y = A.copy(Precision.F64);
        PRODUCTS.axpy(-2, A, y);
        assertThat(row(y, 2)).containsExactly(-5, -6);
    }

    @Test
    void nothingSumsToZero() {
        Matrix none = Matrix.zeros(Precision.F32, 0, 3);
        assertThat(PRODUCTS.sum(none)).isZero();
        assertThat(PRODUCTS.dot(none, none)).isZero();
        assertThat(PRODUCTS.norm(none)).isZero();
        assertThat(PRODUCTS.maxAbs(none)).isZero();
    }

    @Test
    void vectorsThatDoNotFitAreRefusedWithAllShapes() {
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.matvec(1, A, column(1, 2, 3), 0, column(0, 0, 0)))
                .withMessage("matvec: A is 3 x 2 f64, x is 3 x 1 f64, y is 3 x 1 f64; expected m x n, n x 1, m x 1");
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.matvec(1, A, column(1, 2), 0, column(0, 0)));
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.timesVector(A, column(1, 2).transpose()));
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.matvec(1, A, column(1, 2).copy(Precision.F32), 0, column(0, 0, 0)))
                .withMessageContaining("expected one precision");
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.dot(A, A.transpose()))
                .withMessage("dot: x is 3 x 2 f64, y is 2 x 3 f64; expected one shape");
        assertThatIllegalArgumentException().isThrownBy(() -> PRODUCTS.axpy(1, A, A.copy(Precision.F32)));
    }

    @Test
    void progressCanCancel() {
        Matrix k = Matrix.zeros(Precision.F64, 3, 3);
        Progress cancelled = new Progress() {
            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThatThrownBy(() -> PRODUCTS.gram(1, A, 0, Triangle.LOWER, k, cancelled)).isInstanceOf(CancellationException.class);
    }

    @Test
    void anotherBackendAndOtherWorkersAreTakenAsAsked() {
        try (Workers one = Workers.of(1)) {
            Products other = PRODUCTS.withBackend(Backends.named("scalar")).withWorkers(one);
            assertThat(other.backend().name()).isEqualTo("scalar");
            assertThat(other.workers()).isSameAs(one);
            assertThat(row(other.gram(A), 2)).containsExactly(17, 39, 61);
        }
    }

    private static Matrix column(double... entries) {
        return Matrix.of(entries).transpose();
    }

    private static double[] row(Matrix m, long i) {
        double[] row = new double[(int) m.cols()];
        for (int j = 0; j < row.length; j++) {
            row[j] = m.get(i, j);
        }
        return row;
    }
}
