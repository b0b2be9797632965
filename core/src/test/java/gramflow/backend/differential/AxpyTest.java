package gramflow.backend.differential;

import gramflow.backend.Backend;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** y ← α·x + y on every backend: each entry to two roundings, nothing beside the entries, whatever the strides, memory and threads. */
@Tag("lane")
class AxpyTest {
    private static final List<Workers> POOLS = List.of(Workers.of(1), Workers.of(2), Workers.of(7));
    private static final double[] ALPHAS = {1, 0, -2.5, 0x1p-20};

    @AfterAll
    static void close() {
        POOLS.forEach(Workers::close);
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void everyEntryIsRoundedAtMostTwiceAndNothingElseIsTouched(Backend backend, Precision precision) {
        LongStream borders = LongStream.of(64, 128, 2048, 4096, 262_144).flatMap(n -> LongStream.of(n - 1, n, n + 1));
        LongStream.concat(LongStream.concat(LongStream.rangeClosed(0, 33), borders), LongStream.of(100_003))
                .forEach(n -> check(backend, precision, new Shape(n, 1, 0)));
        for (Shape matrix : new Shape[]{new Shape(0, 4, 0), new Shape(1, 300, 0), new Shape(41, 5, 0), new Shape(19, 333, 0)}) {
            check(backend, precision, matrix);
        }
    }

    private static void check(Backend backend, Precision precision, Shape shape) {
        SplittableRandom lot = new SplittableRandom(31 * shape.m() + shape.n());
        Guarded x = Guarded.of(Cases.drawn(Placement.values(), lot), precision, shape.m(), shape.n(), Cases.drawn(Layout.values(), lot));
        Guarded y = Guarded.of(Cases.drawn(Placement.values(), lot), precision, shape.m(), shape.n(), Cases.drawn(Layout.WRITABLE, lot));
        Entries.UNIFORM.fillInput(x.block(), lot);
        Entries.UNIFORM.fillInput(y.block(), lot);
        double alpha = ALPHAS[lot.nextInt(ALPHAS.length)];
        Guarded first = y.copy();
        backend.axpy(alpha, x.block(), first.block(), POOLS.getFirst());
        for (Workers workers : POOLS) {
            Guarded left = x.copy();
            Guarded result = y.copy();
            backend.axpy(alpha, left.block(), result.block(), workers);
            assertThat(x.mismatch(left)).as("x has changed, %s", shape).isEqualTo(-1);
            assertThat(y.mismatchOutside(Part.ALL, result)).as("memory beside y has changed, %s", shape).isEqualTo(-1);
            assertThat(first.mismatch(result)).as("other bits on %d threads, %s", workers.threads(), shape).isEqualTo(-1);
        }
        Strided sums = first.block();
        for (long i = 0; i < shape.m(); i++) {
            for (long j = 0; j < shape.n(); j++) {
                double product = alpha * x.block().get(i, j);
                double before = y.block().get(i, j);
                double bound = 2.1 * precision.unitRoundoff() * (Math.abs(product) + Math.abs(before));
                assertThat(Math.abs(sums.get(i, j) - (product + before))).as("entry (%d, %d) of %s", i, j, shape)
                        .isLessThanOrEqualTo(bound);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void zeroTimesInfinityIsNan(Backend backend, Precision precision) {
        for (long n : new long[]{3, 5000}) {
            Guarded x = Guarded.of(Placement.OFF_HEAP, precision, n, 1, Layout.ROWS);
            Guarded y = Guarded.of(Placement.OFF_HEAP, precision, n, 1, Layout.ROWS);
            Entries.INTEGERS.fillInput(x.block(), new SplittableRandom(1));
            Entries.INTEGERS.fillInput(y.block(), new SplittableRandom(2));
            x.block().set(n - 1, 0, Double.POSITIVE_INFINITY);
            backend.axpy(0, x.block(), y.block(), POOLS.getFirst());
            assertThat(y.block().get(n - 1, 0)).isNaN();
            assertThat(y.block().get(0, 0)).isNotNaN();
        }
    }
}
