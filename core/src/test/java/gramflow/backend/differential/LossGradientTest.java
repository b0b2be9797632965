package gramflow.backend.differential;

import gramflow.backend.Backend;
import gramflow.backend.RowLoss;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.DoubleAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** g ← Xᵀφ′(Xw) on every backend, over small integers, whose sums are exact in any order; each row once, nothing beside g, the same bits on any number of threads. */
@Tag("lane")
class LossGradientTest {
    private static final List<Workers> POOLS = List.of(Workers.of(1), Workers.of(2), Workers.of(7));

    @AfterAll
    static void close() {
        POOLS.forEach(Workers::close);
    }

    private static void fill(Strided block, SplittableRandom lot) {
        for (long i = 0; i < block.rows(); i++) {
            for (long j = 0; j < block.cols(); j++) {
                block.set(i, j, lot.nextInt(-1, 2));
            }
        }
    }

    /** φ = (z − row mod 5)²·½ but for its square's half: an integer, and so is its derivative. */
    private static RowLoss loss(AtomicIntegerArray calls) {
        return (first, step, z, count) -> {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                long row = first + i * step;
                calls.incrementAndGet((int) row);
                sum += z[i] + row;
                z[i] = z[i] - row % 5;
            }
            return sum;
        };
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void everyRowIsUsedOnceAndSumsAreExact(Backend backend, Precision precision) {
        for (long n : new long[]{0, 1, 7, 8, 9, 63, 64, 65, 130, 515}) {
            for (long d : new long[]{0, 1, 15, 16, 17, 33, 64, 129, 300}) {
                check(backend, precision, n, d);
            }
        }
        // Long rows: several groups in a block, the last one shorter and not a multiple of eight, and groups at their least.
        check(backend, precision, 130, 1100);
        check(backend, precision, 75, 9000);
    }

    private static void check(Backend backend, Precision precision, long n, long d) {
        SplittableRandom lot = new SplittableRandom(31 * n + d);
        Guarded x = Guarded.of(Cases.drawn(Placement.values(), lot), precision, n, d, Cases.drawn(Layout.values(), lot));
        Guarded w = Guarded.of(Cases.drawn(Placement.values(), lot), precision, d, 1, Cases.drawn(Layout.WRITABLE, lot));
        Guarded g = Guarded.of(Cases.drawn(Placement.values(), lot), precision, d, 1, Cases.drawn(Layout.WRITABLE, lot));
        fill(x.block(), lot);
        fill(w.block(), lot);
        double sum = 0;
        double[] gradient = new double[(int) d];
        for (long i = 0; i < n; i++) {
            double z = 0;
            for (long j = 0; j < d; j++) {
                z += x.block().get(i, j) * w.block().get(j, 0);
            }
            sum += z + i;
            for (long j = 0; j < d; j++) {
                gradient[(int) j] += (z - i % 5) * x.block().get(i, j);
            }
        }
        for (Workers workers : POOLS) {
            AtomicIntegerArray calls = new AtomicIntegerArray((int) n);
            Guarded result = g.copy();
            Guarded left = x.copy();
            double total = backend.lossGradient(left.block(), w.block(), loss(calls), result.block(), workers, Progress.NONE);
            String what = n + " x " + d + " on " + workers.threads();
            assertThat(total).as(what).isEqualTo(sum);
            for (long j = 0; j < d; j++) {
                assertThat(result.block().get(j, 0)).as("%s, entry %d", what, j).isEqualTo(gradient[(int) j]);
            }
            for (int i = 0; i < n; i++) {
                assertThat(calls.get(i)).as("%s, row %d", what, i).isEqualTo(1);
            }
            assertThat(x.mismatch(left)).as("x has changed, %s", what).isEqualTo(-1);
            assertThat(g.mismatchOutside(Part.ALL, result)).as("memory beside g has changed, %s", what).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void roundedSumsHaveTheSameBitsOnAnyNumberOfThreadsAndStayWithinTheirBound(Backend backend, Precision precision) {
        SplittableRandom lot = new SplittableRandom(1);
        long n = 700;
        long d = 67;
        Guarded x = Guarded.of(Placement.OFF_HEAP, precision, n, d, Layout.ROWS);
        Guarded w = Guarded.of(Placement.HEAP, precision, d, 1, Layout.ROWS);
        Entries.UNIFORM.fillInput(x.block(), lot);
        Entries.UNIFORM.fillInput(w.block(), lot);
        RowLoss square = (first, step, z, count) -> {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += z[i] * z[i] / 2;
            }
            return sum;
        };
        Guarded first = Guarded.of(Placement.HEAP, precision, d, 1, Layout.ROWS);
        double value = backend.lossGradient(x.block(), w.block(), square, first.block(), POOLS.getFirst(), Progress.NONE);
        for (Workers workers : POOLS) {
            Guarded result = Guarded.of(Placement.HEAP, precision, d, 1, Layout.ROWS);
            assertThat(backend.lossGradient(x.block(), w.block(), square, result.block(), workers, Progress.NONE)).isEqualTo(value);
            assertThat(first.mismatch(result)).as("other bits on %d threads", workers.threads()).isEqualTo(-1);
        }
        for (long j = 0; j < d; j++) {
            double sum = 0;
            double absolute = 0;
            for (long i = 0; i < n; i++) {
                double z = 0;
                double magnitude = 0;
                for (long l = 0; l < d; l++) {
                    z += x.block().get(i, l) * w.block().get(l, 0);
                    magnitude += Math.abs(x.block().get(i, l) * w.block().get(l, 0));
                }
                sum += z * x.block().get(i, j);
                absolute += magnitude * Math.abs(x.block().get(i, j));
            }
            // S1 twice: a residual is a sum of d products, rounded once more, the gradient one of n.
            double bound = (n + d + 8) * precision.unitRoundoff() * absolute;
            assertThat(Math.abs(first.block().get(j, 0) - sum)).as("entry %d", j).isLessThanOrEqualTo(bound);
        }
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void whatIsNotFinitePassesThrough(Backend backend, Precision precision) {
        long n = 90;
        long d = 70;
        RowLoss linear = (first, step, z, count) -> {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += z[i];
            }
            return sum;
        };
        for (double odd : new double[]{Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            Guarded x = Guarded.of(Placement.OFF_HEAP, precision, n, d, Layout.ROWS);
            Guarded w = Guarded.of(Placement.HEAP, precision, d, 1, Layout.ROWS);
            Guarded g = Guarded.of(Placement.HEAP, precision, d, 1, Layout.ROWS);
            for (long i = 0; i < n; i++) {
                for (long j = 0; j < d; j++) {
                    x.block().set(i, j, 1);
                }
            }
            for (long j = 0; j < d; j++) {
                w.block().set(j, 0, 1);
            }
            x.block().set(83, 66, odd);
            double total = backend.lossGradient(x.block(), w.block(), linear, g.block(), POOLS.getLast(), Progress.NONE);
            assertThat(total).isEqualTo(Double.valueOf(odd));
            for (long j = 0; j < d; j++) {
                // The residual of row 83 is odd; the entry of column 66 is its square, and ∞ is what −∞ squares to.
                assertThat(g.block().get(j, 0)).as("entry %d", j).isEqualTo(Double.valueOf(j == 66 ? odd * odd : odd));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void itTellsItsFlopsAndCanBeCancelled(Backend backend, Precision precision) {
        Guarded x = Guarded.of(Placement.OFF_HEAP, precision, 300, 40, Layout.ROWS);
        Guarded w = Guarded.of(Placement.OFF_HEAP, precision, 40, 1, Layout.ROWS);
        Guarded g = Guarded.of(Placement.OFF_HEAP, precision, 40, 1, Layout.ROWS);
        DoubleAdder told = new DoubleAdder();
        double[] announced = new double[1];
        RowLoss none = (first, step, z, count) -> 0;
        backend.lossGradient(x.block(), w.block(), none, g.block(), POOLS.getLast(), new Progress() {
            @Override
            public void begin(String what, double units) {
                announced[0] += units;
            }

            @Override
            public void advance(double units) {
                told.add(units);
            }
        });
        assertThat(told.sum()).isEqualTo(announced[0]).isEqualTo(4.0 * 300 * 40);
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> backend.lossGradient(x.block(), w.block(), none, g.block(), POOLS.getFirst(), new Progress() {
                    @Override
                    public boolean cancelled() {
                        return true;
                    }
                }));
    }

    /** A backend that has everything of another one but its own way to a loss gradient. */
    private static Backend withDefault(Backend backend) {
        return (Backend) Proxy.newProxyInstance(Backend.class.getClassLoader(), new Class<?>[]{Backend.class},
                (self, method, arguments) -> method.getName().equals("lossGradient")
                        ? InvocationHandler.invokeDefault(self, method, arguments)
                        : method.invoke(backend, arguments));
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void aBackendThatOnlyHasProductsGivesTheSame(Backend backend, Precision precision) {
        for (long n : new long[]{1, 8, 65}) {
            check(withDefault(backend), precision, n, 33);
        }
    }
}
