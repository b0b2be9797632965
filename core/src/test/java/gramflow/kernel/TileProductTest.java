package gramflow.kernel;

import gramflow.machine.Jit;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Products of the standard tile of each width around the size from which on they have more than a few panels: smaller ones may be multiplied by another tile. */
class TileProductTest {
    private static final long L2 = 1 << 20;
    private static final Workers ONE = Workers.of(1);

    private final SplittableRandom lot = new SplittableRandom(11);

    private static Stream<Arguments> tiles() {
        return Stream.of(128, 256, 512).filter(bits -> bits <= Math.max(128, Jit.current().widestVectorBits()))
                .flatMap(bits -> Stream.of(Precision.values())
                        .map(precision -> Arguments.of(Tile.of(precision, bits, Jit.current().fma()))));
    }

    /** Whole numbers, so that every order of sums gives the same. */
    private Strided wholeNumbers(Arena arena, Precision precision, long rows, long cols) {
        Strided x = new Strided(arena.allocate(Math.max(1, rows * cols) * precision.bytes()), precision, rows, cols, cols, 1);
        for (long i = 0; i < rows; i++) {
            for (long l = 0; l < cols; l++) {
                x.set(i, l, lot.nextInt(-9, 10));
            }
        }
        return x;
    }

    private static double entry(Strided a, Strided b, long i, long j) {
        double sum = 0;
        for (long l = 0; l < a.cols(); l++) {
            sum += a.get(i, l) * b.get(j, l);
        }
        return sum;
    }

    private static void check(Strided c, long i, long j, double expected, Tile tile) {
        if (c.get(i, j) != expected) {
            throw new AssertionError(
                    "%s, %d x %d, entry %d, %d: %s, expected %s".formatted(tile, c.rows(), c.cols(), i, j, c.get(i, j), expected));
        }
    }

    /** From one row less than more than few on, every remainder of a panel. */
    private static LongStream sizes(Tile tile) {
        long least = TileProduct.FEW * tile.panel();
        return LongStream.rangeClosed(least - 1, least + tile.panel());
    }

    @ParameterizedTest
    @MethodSource("tiles")
    void everyRemainderOfAPanel(Tile tile) {
        TileProduct product = new TileProduct(tile, BlockSizes.of(tile, L2));
        sizes(tile).forEach(n -> multiply(product, TileProduct.FEW * tile.panel() + lot.nextInt(tile.panel()), n, 1 + n % 7));
    }

    private void multiply(TileProduct product, long m, long n, long k) {
        Tile tile = product.tile();
        double beta = n % 2;
        try (Arena arena = Arena.ofConfined()) {
            Strided a = wholeNumbers(arena, tile.precision(), m, k);
            Strided b = wholeNumbers(arena, tile.precision(), n, k);
            Strided c = wholeNumbers(arena, tile.precision(), m, n);
            Strided before = wholeNumbers(arena, tile.precision(), m, n);
            before.segment().copyFrom(c.segment());
            product.run(2, a, b, beta, c, Fill.ALL, ONE, Progress.NONE);
            for (long i = 0; i < m; i++) {
                for (long j = 0; j < n; j++) {
                    check(c, i, j, 2 * entry(a, b, i, j) + beta * before.get(i, j), tile);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tiles")
    void everyRemainderOfAGramMatrix(Tile tile) {
        TileProduct product = new TileProduct(tile, BlockSizes.of(tile, L2));
        sizes(tile).forEach(n -> gram(product, n, 1 + n % 7));
    }

    private void gram(TileProduct product, long n, long d) {
        Tile tile = product.tile();
        try (Arena arena = Arena.ofConfined()) {
            Strided x = wholeNumbers(arena, tile.precision(), n, d);
            Strided k = wholeNumbers(arena, tile.precision(), n, n);
            product.run(1, x, x, 0, k, Fill.MIRRORED, ONE, Progress.NONE);
            for (long i = 0; i < n; i++) {
                for (long j = 0; j < n; j++) {
                    check(k, i, j, entry(x, x, i, j), tile);
                }
            }
        }
    }
}
