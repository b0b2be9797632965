package gramflow.bench.measure;

import gramflow.backend.Backend;
import gramflow.backend.Backends;
import gramflow.backend.Triangle;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

final class ProductWorkloadTest {

    private static Row row(Kernel kernel, Precision precision, long n, long d) {
        return new Row(kernel, "scalar", precision, n, d, 2);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void everyKernelOfARightBackendPassesItsCheck(Precision precision) {
        for (Kernel kernel : Kernel.values()) {
            Workload workload = kernel.workload(row(kernel, precision, 67, 45));
            workload.runSmall();
            workload.run();
            assertThat(workload.check().pass()).as(kernel.label()).isTrue();
        }
    }

    @Test
    void resultIsNotTakenForRightBeforeItIsComputed() {
        assertThat(ProductWorkload.gram(row(Kernel.GRAM, Precision.F64, 20, 5)).check().pass()).isFalse();
        assertThat(ProductWorkload.gemm(row(Kernel.GEMM, Precision.F32, 20, 5)).check().pass()).isFalse();
        assertThat(GradientStepWorkload.of(row(Kernel.GD_STEP, Precision.F64, 20, 5)).check().pass()).isFalse();
    }

    @Test
    void backendThatForgetsTheLastColumnIsCaught() {
        Backend wrong = new Wrong(true);
        Row gram = row(Kernel.GRAM, Precision.F64, 50, 300);
        Workload workload = ProductWorkload.gram(wrong, gram);
        workload.run();
        assertThat(workload.check().pass()).isFalse();
        Workload gemm = ProductWorkload.gemm(wrong, row(Kernel.GEMM, Precision.F64, 50, 300));
        gemm.run();
        assertThat(gemm.check().pass()).isFalse();
        Workload matvec = ProductWorkload.matvec(wrong, row(Kernel.MATVEC, Precision.F64, 50, 300));
        matvec.run();
        assertThat(matvec.check().pass()).isFalse();
        Workload step = GradientStepWorkload.of(wrong, row(Kernel.GD_STEP, Precision.F64, 50, 300));
        step.run();
        assertThat(step.check().pass()).isFalse();
    }

    @Test
    void backendThatWritesBothTrianglesIsCaught() {
        Workload workload = ProductWorkload.gram(new Wrong(false), row(Kernel.GRAM, Precision.F64, 50, 30));
        workload.run();
        assertThat(workload.check().fault()).contains("above the triangle");
    }

    @Test
    void smallerProductRunsTheSameKernelOnTheSameData() {
        Workload workload = ProductWorkload.gram(row(Kernel.GRAM, Precision.F64, 30, 7));
        workload.runSmall();
        assertThat(workload.check().pass()).as("30 rows are not more than the small product takes").isTrue();
        assertThat(workload.library()).isEqualTo(Backends.named("scalar").description());
        assertThat(workload.setup()).isEqualTo(Backends.named("scalar").numericKey(Precision.F64));
    }

    /** The scalar backend with a mistake in it. */
    private record Wrong(boolean forgetsLastColumn) implements Backend {
        private static final Backend RIGHT = Backends.named("scalar");

        @Override
        public String name() {
            return "wrong";
        }

        @Override
        public String description() {
            return "wrong on purpose";
        }

        @Override
        public String numericKey(Precision precision) {
            return "wrong";
        }

        @Override
        public void gemm(double alpha, Strided a, Strided b, double beta, Strided c, Workers workers, Progress progress) {
            long k = a.cols() - (forgetsLastColumn ? 1 : 0);
            RIGHT.gemm(alpha, a.block(0, a.rows(), 0, k), b.block(0, k, 0, b.cols()), beta, c, workers, progress);
        }

        @Override
        public void gram(double alpha, Strided x, double beta, Triangle triangle, Strided k, Workers workers, Progress progress) {
            long d = x.cols() - (forgetsLastColumn ? 1 : 0);
            RIGHT.gram(alpha, x.block(0, x.rows(), 0, d), beta, forgetsLastColumn ? triangle : Triangle.BOTH, k, workers, progress);
        }

        @Override
        public void matvec(double alpha, Strided a, Strided x, double beta, Strided y, Workers workers, Progress progress) {
            long k = a.cols() - (forgetsLastColumn ? 1 : 0);
            RIGHT.matvec(alpha, a.block(0, a.rows(), 0, k), x.block(0, k, 0, 1), beta, y, workers, progress);
        }

        @Override
        public void axpy(double alpha, Strided x, Strided y, Workers workers) {
            RIGHT.axpy(alpha, x, y, workers);
        }

        @Override
        public double dot(Strided x, Strided y, Workers workers) {
            return RIGHT.dot(x, y, workers);
        }

        @Override
        public double norm(Strided x, Workers workers) {
            return RIGHT.norm(x, workers);
        }

        @Override
        public double sum(Strided x, Workers workers) {
            return RIGHT.sum(x, workers);
        }

        @Override
        public double maxAbs(Strided x, Workers workers) {
            return RIGHT.maxAbs(x, workers);
        }
    }
}
