package gramflow.kernel;

import gramflow.machine.Jit;
import gramflow.memory.Precision;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

final class MicroKernelTest {
    private static final int DEPTH = 66;
    private static final double UNTOUCHED = 7;

    private static Stream<Tile> tiles() {
        return Stream.of(128, 256, 512).filter(bits -> bits <= Math.max(128, Jit.current().widestVectorBits()))
                .flatMap(bits -> Stream.of(Precision.values()).map(precision -> Tile.of(precision, bits, Jit.current().fma())));
    }

    private static Scratch random(Tile tile, int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Scratch scratch = Scratch.lease(tile.precision(), length);
        for (int i = 0; i < length; i++) {
            Elements.of(tile.precision()).set(scratch.array(), scratch.start() + i, random.nextDouble() - 0.5);
        }
        return scratch;
    }

    @ParameterizedTest
    @MethodSource("tiles")
    void narrowTileHasTheBitsOfTheWholeOneInItsFirstVectorAndLeavesTheRest(Tile tile) {
        MicroKernel kernel = MicroKernelGenerator.generate(tile);
        Elements elements = Elements.of(tile.precision());
        int stride = tile.cols() + 3;
        try (Scratch a = random(tile, tile.panel() * DEPTH, 1);
                Scratch b = random(tile, tile.panel() * DEPTH, 2);
                Scratch whole = random(tile, tile.rows() * stride, 3);
                Scratch narrow = Scratch.lease(tile.precision(), tile.rows() * stride)) {
            for (int depth = 0; depth <= DEPTH; depth += tile.unroll()) {
                for (int i = 0; i < tile.rows() * stride; i++) {
                    elements.set(narrow.array(), narrow.start() + i, UNTOUCHED);
                }
                kernel.multiply(a.array(), a.start(), b.array(), b.start(), depth, whole.array(), whole.start(), stride);
                kernel.multiplyNarrow(a.array(), a.start(), b.array(), b.start(), depth, narrow.array(), narrow.start(), stride);
                for (int r = 0; r < tile.rows(); r++) {
                    for (int c = 0; c < stride; c++) {
                        int at = r * stride + c;
                        double expected = c < tile.lanes() ? elements.get(whole.array(), whole.start() + at) : UNTOUCHED;
                        assertThat(elements.get(narrow.array(), narrow.start() + at)).as("depth %d, row %d, column %d", depth, r, c)
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }
}
