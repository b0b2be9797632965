package gramflow.backend.differential;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The built-in backends promise more of products of matrices than an error bound: each entry is one chain of sums over ascending indices, begun at 0, fused or not as the numeric key
 * says. Its bits then depend on nothing else: not on the width of vectors, on tiles, on blocks, or on the machine.
 */
@Tag("lane")
class ChainTest {
    private static final Shape[] SHAPES = {new Shape(21, 21, 1), new Shape(37, 37, 1000), new Shape(70, 70, 3001), new Shape(3, 3, 16384)};

    static Stream<Subject> builtIn() {
        return Subject.builtIn().filter(s -> s.operation() != Operation.MATVEC);
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void everyEntryIsOneChainOverAscendingIndicesToTheLastBit(Subject s) {
        boolean fused = s.backend().numericKey(s.precision()).endsWith(", fma");
        for (Shape shape : SHAPES) {
            Case c = Case.of(s.operation(), s.precision(), shape.m(), shape.n(), shape.k()).withEntries(Entries.UNIFORM);
            for (Case each : new Case[]{c, c.withFactors(-2.5, -0.5).withLayouts(Layout.COLUMNS, Layout.ROWS, Layout.ROWS)}) {
                check(s, each, fused);
            }
        }
    }

    private static void check(Subject s, Case c, boolean fused) {
        Operands operands = Operands.of(c);
        Strided left = operands.first().block();
        Strided right = c.operation().right(left, operands.second().block());
        Guarded result = operands.result().copy();
        try (Workers workers = Workers.of(2)) {
            s.operation().call(s.backend(), c, left, operands.second().block(), result.block(), workers, Progress.NONE);
        }
        for (long i = 0; i < c.m(); i++) {
            // The lower triangle: what it is mirrored to, and from, is the suite's matter.
            for (long j = 0; j <= i; j++) {
                double sum = c.precision() == Precision.F64 ? chain(left, i, right, j, fused) : singleChain(left, i, right, j, fused);
                double expected = c.precision() == Precision.F64
                        ? finish(sum, c, operands.result().block().get(i, j))
                        : finish((float) sum, c, (float) operands.result().block().get(i, j));
                assertThat(result.block().get(i, j)).as("%s: entry (%d, %d) of %s", s, i, j, c).isEqualTo(expected);
            }
        }
    }

    private static double chain(Strided left, long i, Strided right, long j, boolean fused) {
        double sum = 0;
        for (long l = 0; l < left.cols(); l++) {
            double a = left.get(i, l);
            double b = right.get(l, j);
            sum = fused ? Math.fma(a, b, sum) : sum + a * b;
        }
        return sum;
    }

    private static float singleChain(Strided left, long i, Strided right, long j, boolean fused) {
        float sum = 0;
        for (long l = 0; l < left.cols(); l++) {
            float a = (float) left.get(i, l);
            float b = (float) right.get(l, j);
            sum = fused ? Math.fma(a, b, sum) : sum + a * b;
        }
        return sum;
    }

    private static double finish(double sum, Case c, double before) {
        double scaled = c.alpha() * sum;
        return c.beta() == 0 ? scaled : scaled + c.beta() * before;
    }

    private static float finish(float sum, Case c, float before) {
        float scaled = (float) c.alpha() * sum;
        return c.beta() == 0 ? scaled : scaled + (float) c.beta() * before;
    }
}
