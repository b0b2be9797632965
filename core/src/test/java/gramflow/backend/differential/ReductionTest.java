package gramflow.backend.differential;

import gramflow.backend.Backend;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Dot products, sums and norms of every backend, at lengths that straddle whatever they may be cut into, whatever the strides, memory and threads. */
@Tag("lane")
class ReductionTest {
    private static final List<Workers> POOLS = List.of(Workers.of(1), Workers.of(2), Workers.of(7));
    private static final Shape[] MATRICES = {new Shape(0, 5, 0), new Shape(5, 0, 0), new Shape(1, 700, 0), new Shape(37, 111, 0),
            new Shape(300, 129, 0)};

    static Stream<Arguments> subjects() {
        return Subject.backends().flatMap(backend -> Stream.of(Precision.values()).map(precision -> Arguments.of(backend, precision)));
    }

    @AfterAll
    static void close() {
        POOLS.forEach(Workers::close);
    }

    /** 0 to twice the longest vector and one; the ends of four streams of them; of chunks; of tasks; primes. */
    private static List<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>(List.of(MATRICES));
        LongStream few = LongStream.rangeClosed(0, 33);
        LongStream borders = LongStream.of(64, 128, 256, 1024, 32_768, 65_536, 262_144).flatMap(n -> LongStream.of(n - 1, n, n + 1));
        LongStream.concat(LongStream.concat(few, borders), LongStream.of(31, 127, 9_973, 100_003)).distinct()
                .forEach(n -> shapes.add(new Shape(n, 1, 0)));
        return shapes;
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void integersAreExactWhateverTheStridesAndMemory(Backend backend, Precision precision) {
        for (Shape shape : shapes()) {
            Guarded x = filled(precision, shape, Entries.INTEGERS, 1);
            Guarded y = filled(precision, shape, Entries.INTEGERS, 2);
            for (Reduction reduction : Reduction.values()) {
                double expected = reduction.exact(values(x), values(y)).value();
                for (Workers workers : POOLS) {
                    assertThat(reduction.call(backend, x.block(), y.block(), workers))
                            .as("%s of %s on %d", reduction, shape, workers.threads())
                            .isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void roundedSumsKeepTheErrorBound(Backend backend, Precision precision) {
        for (Shape shape : shapes()) {
            Guarded x = filled(precision, shape, Entries.WIDE, 3);
            Guarded y = filled(precision, shape, Entries.UNIFORM, 4);
            double roundings = (shape.m() * shape.n() + 3) * precision.unitRoundoff();
            for (Reduction reduction : Reduction.values()) {
                Reduction.Exact exact = reduction.exact(values(x), values(y));
                assertThat(reduction.call(backend, x.block(), y.block(), POOLS.get(1))).as("%s of %s", reduction, shape)
                        .isCloseTo(exact.value(), within(roundings / (1 - roundings) * exact.scale()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void noBitDependsOnThreadsStridesOrMemory(Backend backend, Precision precision) {
        for (Shape shape : List.of(new Shape(100, 1, 0), new Shape(1009, 1, 0), new Shape(37, 111, 0), new Shape(270_001, 1, 0))) {
            List<Layout> layouts = shape.m() < 100_000 ? List.of(Layout.WRITABLE) : List.of(Layout.ROWS, Layout.SPREAD_COLUMNS);
            for (Reduction reduction : Reduction.values()) {
                double expected = Double.NaN;
                for (Layout layout : layouts) {
                    for (Placement placement : Placement.values()) {
                        Guarded x = filled(precision, shape, Entries.UNIFORM, 5, layout, placement);
                        Guarded y = filled(precision, shape, Entries.UNIFORM, 6, Layout.ROWS, Placement.OFF_HEAP);
                        for (Workers workers : POOLS) {
                            double found = reduction.call(backend, x.block(), y.block(), workers);
                            expected = Double.isNaN(expected) ? found : expected;
                            assertThat(found).as("%s of %s, %s %s, %d threads", reduction, shape, layout, placement, workers.threads())
                                    .isEqualTo(expected);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void nanAndInfinityReachEveryResult(Backend backend, Precision precision) {
        for (long n : new long[]{1, 5, 200, 32_769}) {
            for (long at : new long[]{0, n / 2, n - 1}) {
                Strided x = filled(precision, new Shape(n, 1, 0), Entries.INTEGERS, 7).block();
                Strided ones = filled(precision, new Shape(n, 1, 0), Entries.INTEGERS, 8).block();
                for (long i = 0; i < n; i++) {
                    ones.set(i, 0, 1);
                }
                x.set(at, 0, Double.NEGATIVE_INFINITY);
                assertThat(Reduction.DOT.call(backend, x, ones, POOLS.get(1))).isEqualTo(Double.NEGATIVE_INFINITY);
                assertThat(Reduction.SUM.call(backend, x, ones, POOLS.get(1))).isEqualTo(Double.NEGATIVE_INFINITY);
                assertThat(Reduction.NORM.call(backend, x, ones, POOLS.get(1))).isEqualTo(Double.POSITIVE_INFINITY);
                assertThat(Reduction.MAX_ABS.call(backend, x, ones, POOLS.get(1))).isEqualTo(Double.POSITIVE_INFINITY);
                ones.set(at, 0, 0);
                assertThat(Reduction.DOT.call(backend, x, ones, POOLS.get(1))).isNaN();
                x.set(at, 0, Double.NaN);
                x.set(0, 0, at == 0 ? Double.NaN : Double.POSITIVE_INFINITY);
                for (Reduction reduction : Reduction.values()) {
                    assertThat(reduction.call(backend, x, ones, POOLS.get(1))).as("%s with NaN at %d of %d", reduction, at, n).isNaN();
                }
            }
        }
    }

    private static Guarded filled(Precision precision, Shape shape, Entries entries, long seed) {
        SplittableRandom lot = new SplittableRandom(31 * (31 * shape.m() + shape.n()) + seed);
        return filled(precision, shape, entries, seed, Cases.drawn(Layout.WRITABLE, lot),
                Cases.drawn(Placement.values(), lot));
    }

    private static Guarded filled(Precision precision, Shape shape, Entries entries, long seed, Layout layout, Placement placement) {
        Guarded guarded = Guarded.of(placement, precision, shape.m(), shape.n(), layout);
        entries.fillInput(guarded.block(), new SplittableRandom(seed));
        return guarded;
    }

    private static double[] values(Guarded guarded) {
        Strided block = guarded.block();
        double[] values = new double[(int) (block.rows() * block.cols())];
        for (int i = 0; i < values.length; i++) {
            values[i] = block.get(i / block.cols(), i % block.cols());
        }
        return values;
    }
}
