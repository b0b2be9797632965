package gramflow.backend.differential;

import gramflow.backend.Activation;
import gramflow.backend.Backend;
import gramflow.backend.Backends;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Activations and products entry by entry, on every backend: the bits of the plain loops, nothing beside the entries, whatever the strides, memory and threads. How good those bits
 * are is for the tests of kernels to say.
 */
@Tag("lane")
class EntrywiseTest {
    private static final List<Workers> POOLS = List.of(Workers.of(1), Workers.of(3));
    private static final Backend SCALAR = Backends.named("scalar");

    @AfterAll
    static void close() {
        POOLS.forEach(Workers::close);
    }

    /** Every remainder of a vector; the ends of pieces and of tasks; rows too short for a piece, and several pieces long. */
    private static Stream<Shape> shapes() {
        LongStream lengths = LongStream.concat(LongStream.rangeClosed(0, 17), LongStream.of(1023, 1024, 1025, 32_769));
        return Stream.concat(lengths.mapToObj(n -> new Shape(n, 1, 0)),
                Stream.of(new Shape(0, 4, 0), new Shape(1, 300, 0), new Shape(41, 5, 0), new Shape(7, 2111, 0)));
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void activationsHaveTheBitsOfPlainLoopsAndTouchNothingElse(Backend backend, Precision precision) {
        SplittableRandom lot = new SplittableRandom(41);
        Activation[] activations = Activation.values();
        shapes().forEach(shape -> {
            Activation activation = activations[lot.nextInt(activations.length)];
            Guarded z = drawn(precision, shape, lot, Layout.values());
            fill(z.block(), lot);
            List<Guarded> blank = Stream.generate(() -> drawn(precision, shape, lot, Layout.WRITABLE)).limit(3).toList();
            List<Guarded> expected = blank.stream().map(Guarded::copy).toList();
            SCALAR.activate(activation, z.block(), expected.get(0).block(), expected.get(1).block(), expected.get(2).block(),
                    POOLS.getFirst());
            int asked = new int[]{1, 3, 7}[lot.nextInt(3)];
            for (Workers workers : POOLS) {
                Guarded argument = z.copy();
                List<Guarded> found = blank.stream().map(Guarded::copy).toList();
                backend.activate(activation, argument.block(), asked(asked, 0, found), asked(asked, 1, found), asked(asked, 2, found),
                        workers);
                assertThat(z.mismatch(argument)).as("z has changed, %s of %s", activation, shape).isEqualTo(-1);
                for (int k = 0; k < found.size(); k++) {
                    Guarded right = (asked >> k & 1) != 0 ? expected.get(k) : blank.get(k);
                    assertThat(right.mismatch(found.get(k)))
                            .as("derivative %d of %s, %s, on %d threads, asked for %d", k, activation, shape, workers.threads(), asked)
                            .isEqualTo(-1);
                }
            }
        });
    }

    private static @Nullable Strided asked(int asked, int k, List<Guarded> results) {
        return (asked >> k & 1) != 0 ? results.get(k).block() : null;
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void valuesMayTakeThePlaceOfTheArguments(Backend backend, Precision precision) {
        SplittableRandom lot = new SplittableRandom(42);
        for (Activation activation : Activation.values()) {
            for (Shape shape : new Shape[]{new Shape(5, 1, 0), new Shape(7, 1500, 0)}) {
                Guarded z = drawn(precision, shape, lot, Layout.WRITABLE);
                fill(z.block(), lot);
                Guarded slope = z.copy();
                Guarded value = z.copy();
                backend.activate(activation, z.block(), value.block(), null, null, POOLS.getLast());
                backend.activate(activation, z.block(), z.block(), slope.block(), null, POOLS.getLast());
                assertThat(value.mismatch(z)).as("%s in place, %s", activation, shape).isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void biasesAreAddedToEveryRowBeforeTheActivation(Backend backend, Precision precision) {
        SplittableRandom lot = new SplittableRandom(44);
        for (Shape shape : new Shape[]{new Shape(5, 1, 0), new Shape(1, 9, 0), new Shape(7, 1500, 0), new Shape(300, 37, 0)}) {
            for (Layout layout : Layout.WRITABLE) {
                Guarded z = Guarded.of(Placement.OFF_HEAP, precision, shape.m(), shape.n(), layout);
                fill(z.block(), lot);
                Guarded bias = Guarded.of(Placement.HEAP, precision, shape.n(), 1, Layout.ROWS);
                fill(bias.block(), lot);
                Guarded sums = z.copy();
                for (long i = 0; i < shape.m(); i++) {
                    for (long j = 0; j < shape.n(); j++) {
                        sums.block().set(i, j, z.block().get(i, j) - 0.5 * bias.block().get(j, 0));
                    }
                }
                Guarded expected = z.copy();
                Guarded slope = z.copy();
                SCALAR.activate(Activation.TANH, sums.block(), expected.block(), slope.block(), null, POOLS.getFirst());
                for (Workers workers : POOLS) {
                    Guarded found = z.copy();
                    Guarded foundSlope = z.copy();
                    backend.activate(Activation.TANH, found.block(), -0.5, bias.block(), found.block(), foundSlope.block(), null, workers);
                    assertThat(expected.mismatch(found)).as("value, %s, %s", shape, layout).isEqualTo(-1);
                    assertThat(slope.mismatch(foundSlope)).as("slope, %s, %s", shape, layout).isEqualTo(-1);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void singlePrecisionIsDoublePrecisionRounded(Backend backend, Precision precision) {
        SplittableRandom lot = new SplittableRandom(43);
        for (Activation activation : Activation.values()) {
            Guarded z = Guarded.of(Placement.OFF_HEAP, precision, 1, 1100, Layout.ROWS);
            fill(z.block(), lot);
            Guarded twice = Guarded.of(Placement.OFF_HEAP, Precision.F64, 1, 1100, Layout.ROWS);
            for (long j = 0; j < 1100; j++) {
                twice.block().set(0, j, z.block().get(0, j));
            }
            List<Guarded> found = List.of(z.copy(), z.copy(), z.copy());
            List<Guarded> exact = List.of(twice.copy(), twice.copy(), twice.copy());
            backend.activate(activation, z.block(), found.get(0).block(), found.get(1).block(), found.get(2).block(), POOLS.getFirst());
            backend.activate(activation, twice.block(), exact.get(0).block(), exact.get(1).block(), exact.get(2).block(), POOLS.getFirst());
            for (int k = 0; k < found.size(); k++) {
                for (long j = 0; j < 1100; j++) {
                    double expected = exact.get(k).block().get(0, j);
                    double value = found.get(k).block().get(0, j);
                    assertThat(value).as("derivative %d of %s", k, activation)
                            .isEqualTo(precision == Precision.F64 ? expected : (float) expected);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void limitsAreTakenAtInfinityAndNanStaysNan(Backend backend, Precision precision) {
        double infinity = Double.POSITIVE_INFINITY;
        double largest = precision == Precision.F64 ? Double.MAX_VALUE : Float.MAX_VALUE;
        for (Activation a : Activation.values()) {
            boolean unbounded = a == Activation.RELU || a == Activation.SOFTPLUS || a == Activation.GELU || a == Activation.IDENTITY;
            boolean odd = a == Activation.TANH || a == Activation.ERF;
            double below = a == Activation.IDENTITY ? -infinity : odd ? -1 : 0;
            double slope = unbounded ? 1 : 0;
            for (double huge : new double[]{infinity, largest}) {
                assertThat(unsigned(at(backend, precision, a, huge))).as("%s at %s", a, huge)
                        .containsExactly(unbounded ? huge : 1, slope, 0.0);
                assertThat(unsigned(at(backend, precision, a, -huge))).as("%s at %s", a, -huge)
                        .containsExactly(a == Activation.IDENTITY ? -huge : below, a == Activation.IDENTITY ? 1 : 0, 0.0);
            }
            for (long bits : new long[]{0x7ff8000000000000L, 0xfff8000000000001L, 0x7ff8dead20000000L, 0xffffffffffffffffL}) {
                double[] nan = at(backend, precision, a, Double.longBitsToDouble(bits));
                assertThat(nan[0]).as("%s of NaN", a).isNaN();
                if (a != Activation.IDENTITY) {
                    assertThat(nan).as("%s of NaN", a).containsOnly(Double.NaN);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void zeroAndTheLeastNumbersAreExact(Backend backend, Precision precision) {
        double least = precision == Precision.F64 ? Double.MIN_VALUE : Float.MIN_VALUE;
        for (double tiny : new double[]{0.0, -0.0, least, -least, 5 * least, -5 * least}) {
            for (Activation a : List.of(Activation.TANH, Activation.IDENTITY)) {
                assertThat(at(backend, precision, a, tiny)[0]).as("%s at %s", a, tiny).isEqualTo(tiny);
            }
            assertThat(at(backend, precision, Activation.RELU, tiny)[0]).isEqualTo(Math.max(tiny, 0.0));
            assertThat(at(backend, precision, Activation.SIGMOID, tiny)).containsExactly(0.5, 0.25,
                    at(backend, precision, Activation.SIGMOID, tiny)[2]);
            assertThat(at(backend, precision, Activation.SOFTPLUS, tiny)[0]).isEqualTo(rounded(precision, 0x1.62e42fefa39efp-1));
            assertThat(at(backend, precision, Activation.GELU, tiny)[1]).isEqualTo(0.5);
        }
        for (Activation a : List.of(Activation.ERF, Activation.GELU)) {
            assertThat(at(backend, precision, a, 0.0)[0]).isEqualTo(0.0);
            assertThat(at(backend, precision, a, -0.0)[0]).isEqualTo(-0.0);
        }
    }

    private static double rounded(Precision precision, double x) {
        return precision == Precision.F64 ? x : (float) x;
    }

    /** −0 as 0: a limit has no side. */
    private static double[] unsigned(double[] numbers) {
        return Arrays.stream(numbers).map(x -> x + 0.0).toArray();
    }

    /** φ, φ′ and φ″ at one place. */
    private static double[] at(Backend backend, Precision precision, Activation activation, double z) {
        Strided[] blocks = new Strided[4];
        for (int k = 0; k < blocks.length; k++) {
            blocks[k] = new Strided(Placement.OFF_HEAP.allocate(precision, 1), precision, 1, 1, 1, 1);
        }
        blocks[0].set(0, 0, z);
        backend.activate(activation, blocks[0], blocks[1], blocks[2], blocks[3], POOLS.getFirst());
        return new double[]{blocks[1].get(0, 0), blocks[2].get(0, 0), blocks[3].get(0, 0)};
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void productsAreRoundedOnceAndNothingElseIsTouched(Backend backend, Precision precision) {
        SplittableRandom lot = new SplittableRandom(44);
        Stream.concat(shapes(), Stream.of(new Shape(262_145, 1, 0))).forEach(shape -> checkProduct(backend,
                drawn(precision, shape, lot, Layout.values()), drawn(precision, shape, lot, Layout.WRITABLE), lot));
        Shape rows = new Shape(19, 43, 0);
        for (Layout left : Layout.values()) {
            for (Layout right : Layout.WRITABLE) {
                Guarded x = Guarded.of(Placement.OFF_HEAP, precision, rows.m(), rows.n(), left);
                checkProduct(backend, x, Guarded.of(Placement.OFF_HEAP, precision, rows.m(), rows.n(), right), lot);
            }
        }
    }

    private static void checkProduct(Backend backend, Guarded x, Guarded y, SplittableRandom lot) {
        Precision precision = y.block().precision();
        fill(x.block(), lot);
        fill(y.block(), lot);
        Guarded expected = y.copy();
        for (long i = 0; i < x.block().rows(); i++) {
            for (long j = 0; j < x.block().cols(); j++) {
                expected.block().set(i, j, rounded(precision, x.block().get(i, j) * y.block().get(i, j)));
            }
        }
        for (Workers workers : POOLS) {
            Guarded left = x.copy();
            Guarded result = y.copy();
            backend.multiply(left.block(), result.block(), workers);
            assertThat(x.mismatch(left)).as("x has changed, %s, %s", x.block(), y.block()).isEqualTo(-1);
            assertThat(expected.mismatch(result)).as("%s, %s, on %d threads", x.block(), y.block(), workers.threads()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @MethodSource("gramflow.backend.differential.ReductionTest#subjects")
    void biasesAreAddedToEveryRowBeforeItIsMultiplied(Backend backend, Precision precision) {
        SplittableRandom lot = new SplittableRandom(45);
        double scale = 1.0 / 3;
        double factor = rounded(precision, scale);
        Stream.concat(shapes(), Stream.of(new Shape(300, 37, 0), new Shape(130, 2111, 0))).forEach(shape -> {
            Guarded x = drawn(precision, shape, lot, Layout.values());
            Guarded y = drawn(precision, shape, lot, Layout.WRITABLE);
            Guarded bias = Guarded.of(Cases.drawn(Placement.values(), lot), precision, shape.n(), 1, Cases.drawn(Layout.values(), lot));
            fill(x.block(), lot);
            fill(y.block(), lot);
            fill(bias.block(), lot);
            Guarded expected = y.copy();
            for (long i = 0; i < shape.m(); i++) {
                for (long j = 0; j < shape.n(); j++) {
                    double sum = rounded(precision, y.block().get(i, j) + rounded(precision, factor * bias.block().get(j, 0)));
                    expected.block().set(i, j, rounded(precision, x.block().get(i, j) * sum));
                }
            }
            for (Workers workers : POOLS) {
                Guarded left = x.copy();
                Guarded added = bias.copy();
                Guarded result = y.copy();
                backend.multiply(left.block(), result.block(), scale, added.block(), workers);
                assertThat(x.mismatch(left)).as("x has changed, %s", shape).isEqualTo(-1);
                assertThat(bias.mismatch(added)).as("the bias has changed, %s", shape).isEqualTo(-1);
                assertThat(expected.mismatch(result)).as("%s on %d threads", shape, workers.threads()).isEqualTo(-1);
            }
        });
    }

    private static Guarded drawn(Precision precision, Shape shape, SplittableRandom lot, Layout[] layouts) {
        return Guarded.of(Cases.drawn(Placement.values(), lot), precision, shape.m(), shape.n(), Cases.drawn(layouts, lot));
    }

    /** Numbers of either sign between 10⁻⁴ and 10⁴, half of them within ±3. */
    private static void fill(Strided block, SplittableRandom lot) {
        for (long i = 0; i < block.rows(); i++) {
            for (long j = 0; j < block.cols(); j++) {
                double size = lot.nextBoolean() ? lot.nextDouble(3) : Math.pow(10, lot.nextDouble(-4, 4));
                block.set(i, j, lot.nextBoolean() ? size : -size);
            }
        }
    }
}
