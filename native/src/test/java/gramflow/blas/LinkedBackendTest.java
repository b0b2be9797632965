package gramflow.blas;

import gramflow.backend.Backend;
import gramflow.backend.Triangle;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a linked backend must stand beyond the differential suite. */
class LinkedBackendTest {
    private static final Workers TWO = Workers.of(2);

    @AfterAll
    static void close() {
        TWO.close();
    }

    @Test
    void openblasAndJblasAreThere() {
        // The suite would pass on nothing at all.
        assertThat(Linked.backends()).extracting(Backend::name).contains("openblas", "jblas");
    }

    @Test
    void theSuiteOfCoreIsThereToBeRun() {
        // Maven runs it from there, and would say nothing if it were not.
        assertThat(Path.of("../core/target/test-classes/gramflow/backend/differential/DifferentialTest.class")).exists();
    }

    /** BLIS leaves out columns of A that meet a zero. */
    @ParameterizedTest
    @MethodSource("gramflow.blas.Linked#backends")
    void zeroInAVectorTimesInfinityInAMatrixIsNanEitherWayRound(Backend backend) {
        for (Precision precision : Precision.values()) {
            for (int n : new int[]{2, 9, 700}) {
                for (int at = 0; at < n; at += Math.max(1, n / 5)) {
                    Strided a = Linked.uniform(precision, n, n, 1);
                    Strided x = Linked.uniform(precision, n, 1, 2);
                    Strided y = Linked.uniform(precision, n, 1, 3);
                    x.set(at, 0, 0);
                    a.set(1, at, Double.POSITIVE_INFINITY);
                    backend.matvec(1, a, x, 0, y, TWO, Progress.NONE);
                    assertOnlySecondIsNan(y);
                    Strided transposed = Linked.uniform(precision, n, n, 1);
                    transposed.set(at, 1, Double.NEGATIVE_INFINITY);
                    backend.matvec(1, transposed.transpose(), x, 0, y, TWO, Progress.NONE);
                    assertOnlySecondIsNan(y);
                }
            }
        }
    }

    private static void assertOnlySecondIsNan(Strided y) {
        for (long i = 0; i < y.rows(); i++) {
            assertThat(Double.isNaN(y.get(i, 0))).as("entry %d of %d", i, y.rows()).isEqualTo(i == 1);
        }
    }

    /** Short calls take an array where it is, long ones its copy. */
    @ParameterizedTest
    @MethodSource("gramflow.blas.Linked#backends")
    void noBitDependsOnWhetherAnArrayOrMemoryOutsideTheHeapIsHandedIn(Backend backend) {
        for (Precision precision : Precision.values()) {
            for (int n : new int[]{30, 250, 600}) {
                Strided heap = Linked.onHeap(precision, n, 100, 4);
                Strided outside = Linked.uniform(precision, n, 100, 4);
                Strided k = Linked.onHeap(precision, n, n, 5);
                Strided same = Linked.uniform(precision, n, n, 6);
                backend.gram(1, heap, 0, Triangle.BOTH, k, TWO, Progress.NONE);
                backend.gram(1, outside, 0, Triangle.BOTH, same, TWO, Progress.NONE);
                assertThat(k.segment().mismatch(same.segment())).as("gram n = %d, %s", n, precision).isEqualTo(-1);
                Strided product = Linked.onHeap(precision, n, 100, 9);
                Strided sameProduct = Linked.uniform(precision, n, 100, 10);
                backend.gemm(2, k, heap, 0, product, TWO, Progress.NONE);
                backend.gemm(2, same, outside, 0, sameProduct, TWO, Progress.NONE);
                assertThat(product.segment().mismatch(sameProduct.segment())).as("gemm n = %d, %s", n, precision).isEqualTo(-1);
            }
        }
    }

    /** Callers of their own, each with workers, meet inside the library. */
    @ParameterizedTest
    @MethodSource("gramflow.blas.Linked#backends")
    void callsFromSeveralThreadsDoNotDisturbEachOther(Backend backend) {
        Strided x = Linked.uniform(Precision.F64, 300, 50, 7);
        Strided expected = Linked.uniform(Precision.F64, 300, 300, 8);
        backend.gram(1, x, 0, Triangle.BOTH, expected, TWO, Progress.NONE);
        CompletableFuture.allOf(IntStream.range(0, 8).mapToObj(caller -> CompletableFuture.runAsync(() -> {
            Strided k = Linked.uniform(Precision.F64, 300, 300, caller);
            for (int call = 0; call < 10; call++) {
                k.segment().fill((byte) 0xFF);
                backend.gram(1, x, 0, Triangle.BOTH, k, TWO, Progress.NONE);
                assertThat(k.segment().mismatch(expected.segment())).as("caller %d, call %d", caller, call).isEqualTo(-1);
            }
        })).toArray(CompletableFuture[]::new)).join();
    }

    @ParameterizedTest
    @MethodSource("gramflow.blas.Linked#backends")
    void theNumericKeyTellsWhatBitsDependOn(Backend backend) {
        assertThat(backend.numericKey(Precision.F64)).startsWith(backend.name()).contains(" f64, tiles for ")
                .isNotEqualTo(backend.numericKey(Precision.F32));
    }
}
