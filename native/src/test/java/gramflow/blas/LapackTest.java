package gramflow.blas;

import gramflow.backend.Backend;
import gramflow.backend.Lapack;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/**
 * Factorisations of the libraries that have any. Residuals are held to n·u times the norm of what was factored, times a constant that LAPACK's own tests allow (30).
 */
class LapackTest {
    private static final int[] ORDERS = {1, 2, 3, 17, 130};

    static Stream<Arguments> subjects() {
        return Linked.backends().map(Backend::lapack).flatMap(Optional::stream)
                .flatMap(lapack -> Stream.of(Precision.values()).map(precision -> Arguments.of(lapack, precision)));
    }

    @Test
    void openblasHasThem() {
        assertThat(Linked.backends().filter(backend -> backend.name().equals("openblas")).map(Backend::lapack)).first()
                .satisfies(lapack -> assertThat(lapack).isPresent());
    }

    /** G·Gᵀ + I, whose eigenvalues are at least 1, at a row stride with a gap of NaN. */
    private static Strided positiveDefinite(Precision precision, int n, boolean heap) {
        Strided g = Linked.uniform(precision, n, n, n);
        int stride = n + 3;
        MemorySegment memory = heap
                ? precision == Precision.F64 ? MemorySegment.ofArray(new double[n * stride]) : MemorySegment.ofArray(new float[n * stride])
                : Arena.ofAuto().allocate((long) n * stride * precision.bytes(), 64);
        memory.fill((byte) 0xFF);
        Strided a = new Strided(memory, precision, n, n, stride, 1);
        for (int i = 0; i < n; i++) {
            // The strictly upper triangle stays NaN: it must not be read.
            for (int j = 0; j <= i; j++) {
                double sum = i == j ? 1 : 0;
                for (int l = 0; l < n; l++) {
                    sum += g.get(i, l) * g.get(j, l);
                }
                a.set(i, j, sum);
            }
        }
        return a;
    }

    private static double lower(Strided a, int i, int j) {
        return a.get(Math.max(i, j), Math.min(i, j));
    }

    private static double bound(Strided a) {
        double norm = 0;
        int n = (int) a.rows();
        for (int i = 0; i < n; i++) {
            double row = 0;
            for (int j = 0; j < n; j++) {
                row += Math.abs(lower(a, i, j));
            }
            norm = Math.max(norm, row);
        }
        return 30 * n * 2 * a.precision().unitRoundoff() * norm;
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void choleskyTimesItsTransposeIsTheMatrixAndTheUpperTriangleIsNotTouched(Lapack lapack, Precision precision) {
        for (int n : ORDERS) {
            for (boolean heap : new boolean[]{false, true}) {
                Strided a = positiveDefinite(precision, n, heap);
                Strided l = positiveDefinite(precision, n, heap);
                assertThat(lapack.cholesky(l)).isEqualTo(n);
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j <= i; j++) {
                        double sum = 0;
                        for (int k = 0; k <= j; k++) {
                            sum += l.get(i, k) * l.get(j, k);
                        }
                        assertThat(sum).as("entry (%d, %d) of %d", i, j, n).isCloseTo(a.get(i, j), within(bound(a)));
                    }
                    for (int j = i + 1; j < n; j++) {
                        assertThat(l.get(i, j)).isNaN();
                    }
                    assertThat(l.get(i, i)).isPositive();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void choleskyStopsAtTheFirstPivotThatIsNotPositiveWithTheRowsBeforeItFactored(Lapack lapack, Precision precision) {
        for (int bad : new int[]{0, 1, 64, 100, 129}) {
            Strided whole = positiveDefinite(precision, 130, false);
            Strided a = positiveDefinite(precision, 130, false);
            assertThat(lapack.cholesky(whole)).isEqualTo(130);
            a.set(bad, bad, -1);
            assertThat(lapack.cholesky(a)).isEqualTo(bad);
            for (int i = 0; i < bad; i++) {
                for (int j = 0; j <= i; j++) {
                    assertThat(a.get(i, j)).as("entry (%d, %d), stopped at %d", i, j, bad).isCloseTo(whole.get(i, j),
                            within(1e3 * precision.unitRoundoff()));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void rowsOfEigenMultiplyTheMatrixByTheirValues(Lapack lapack, Precision precision) {
        for (int n : ORDERS) {
            for (boolean heap : new boolean[]{false, true}) {
                Strided a = positiveDefinite(precision, n, heap);
                Strided v = positiveDefinite(precision, n, heap);
                double[] values = new double[n];
                lapack.eigen(v, true, values);
                assertThat(values).isSorted();
                for (int e = 0; e < n; e++) {
                    double norm = 0;
                    for (int i = 0; i < n; i++) {
                        double product = 0;
                        for (int j = 0; j < n; j++) {
                            product += lower(a, i, j) * v.get(e, j);
                        }
                        assertThat(product).as("pair %d of %d", e, n).isCloseTo(values[e] * v.get(e, i), within(bound(a)));
                        norm += v.get(e, i) * v.get(e, i);
                    }
                    assertThat(norm).isCloseTo(1, within(30 * n * 2 * precision.unitRoundoff()));
                }
                double[] alone = new double[n];
                lapack.eigen(positiveDefinite(precision, n, heap), false, alone);
                for (int e = 0; e < n; e++) {
                    assertThat(alone[e]).isCloseTo(values[e], within(bound(a)));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void whatDoesNotFitIsRefusedBeforeTheLibrarySeesIt(Lapack lapack, Precision precision) {
        Strided a = Linked.uniform(precision, 4, 4, 1);
        assertThatThrownBy(() -> lapack.cholesky(a.transpose())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column stride 4");
        assertThatThrownBy(() -> lapack.cholesky(a.block(0, 3, 0, 4))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("A is 3 x 4");
        assertThatThrownBy(() -> lapack.eigen(a, true, new double[3])).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("room for 3");
        assertThat(lapack.description()).isNotBlank();
        assertThat(lapack.cholesky(a.block(0, 0, 0, 0))).isZero();
        if (lapack.maxOrder() < 40_000) {
            // One row that stands for all: so large a matrix takes no room.
            Strided large = new Strided(Arena.ofAuto().allocate(40_000L * precision.bytes()), precision, 40_000, 40_000, 0, 1);
            assertThatThrownBy(() -> lapack.eigen(large, false, new double[40_000])).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("n = 40000").hasMessageContaining("at most 32766");
        }
    }
}
