package gramflow.kernel;

import gramflow.machine.Jit;
import gramflow.memory.Precision;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A loop that left something out would make every kernel look slow: they must compute what they claim to. */
final class FmaLoopsTest {
    private static final double X = 0.75;
    private static final double Y = 0.5;

    record Shape(Precision precision, int bits, int chains, boolean fused) {
    }

    static Stream<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        List<Integer> widths = Jit.current().vectorModule() ? List.of(0, 128, 256, 512) : List.of(0);
        for (Precision precision : Precision.values()) {
            for (int bits : widths) {
                for (int chains : new int[]{1, 10, 24}) {
                    shapes.add(new Shape(precision, bits, chains, false));
                    if (Jit.current().fma()) {
                        shapes.add(new Shape(precision, bits, chains, true));
                    }
                }
            }
        }
        return shapes.stream();
    }

    /** The first lane of the first vector is x, of the second, which begins one element later, y. */
    private static MemorySegment seeds(Precision precision, double x, double y) {
        MemorySegment seeds = Arena.ofAuto().allocate(FmaLoop.SCRATCH_BYTES, 64);
        for (long i = 0; i < seeds.byteSize() / precision.bytes(); i++) {
            double value = i == 0 ? x : y;
            if (precision == Precision.F64) {
                seeds.setAtIndex(ValueLayout.JAVA_DOUBLE, i, value);
            } else {
                seeds.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value);
            }
        }
        return seeds;
    }

    private static double first(Precision precision, MemorySegment segment) {
        return precision == Precision.F64 ? segment.get(ValueLayout.JAVA_DOUBLE, 0) : segment.get(ValueLayout.JAVA_FLOAT, 0);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyChainIsAdvancedByEveryIteration(Shape shape) {
        int iterations = 7;
        FmaLoop loop = FmaLoopGenerator.loop(shape.precision, shape.bits, shape.chains, shape.fused);
        MemorySegment sums = Arena.ofAuto().allocate(FmaLoop.SCRATCH_BYTES, 64);
        loop.body().run(iterations, seeds(shape.precision, X, Y), sums);
        double expected = 0;
        double chain = Y;
        for (int k = 0; k < shape.chains; k++) {
            chain *= X;
            double a = chain;
            for (int i = 0; i < iterations; i++) {
                a = shape.fused ? X * Y + a : a * X + Y;
            }
            expected += a;
        }
        assertThat(first(shape.precision, sums)).isCloseTo(expected, within(expected * 100 * shape.precision.unitRoundoff()));
        int lanes = shape.bits == 0 ? 1 : shape.bits / 8 / shape.precision.bytes();
        assertThat(loop.flopsPerIteration()).isEqualTo(2.0 * lanes * shape.chains);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void polynomialIsEvaluatedInEveryPass(Shape shape) {
        FmaLoop loop = HornerLoops.loop(shape.precision, shape.fused);
        MemorySegment sums = Arena.ofAuto().allocate(FmaLoop.SCRATCH_BYTES, 64);
        loop.body().run(2, seeds(shape.precision, X, Y), sums);
        double expected = 0;
        for (int step = 0; step < 24; step++) {
            expected = expected * X + Y;
        }
        assertThat(first(shape.precision, sums)).isCloseTo(expected, within(100 * shape.precision.unitRoundoff()));
        assertThat(loop.flopsPerIteration()).isEqualTo(2.0 * 12 * 1024);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void atLeastFiveLoopsOfTwelveToTwentyFourChainsAreTriedWhereThereAreVectors(Shape shape) {
        List<FmaLoop> loops = FmaLoops.of(shape.precision, shape.bits, shape.fused);
        long many = loops.stream().filter(loop -> loop.name().matches("(1[2-9]|2[0-4]) chains of \\d+ bits.*")).count();
        assertThat(many).isEqualTo(shape.bits == 0 ? 0 : 5);
        long plain = loops.stream().filter(loop -> loop.name().matches(".*(scalars|polynomial).*")).count();
        assertThat(plain).isEqualTo(shape.bits > 0 && shape.fused ? 0 : 2);
        assertThat(loops).extracting(FmaLoop::name).allMatch(name -> name.endsWith(shape.fused ? "fma" : "multiply and add"));
    }
}
