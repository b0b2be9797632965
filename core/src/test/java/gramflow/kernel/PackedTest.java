package gramflow.kernel;

import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PackedTest {
    private static final long ROWS = 77;
    private static final long COLS = 45;
    private static final int BLOCK = 24;
    private static final int THREADS = 4;
    private static final long TASKS = 64;
    private static final Workers WORKERS = Workers.of(THREADS);

    private final SplittableRandom lot = new SplittableRandom(7);

    @AfterAll
    static void close() {
        WORKERS.close();
    }

    private Strided matrix(Arena arena, Precision precision, boolean columns) {
        Strided x = new Strided(arena.allocate(ROWS * COLS * precision.bytes()), precision, ROWS, COLS, columns ? 1 : COLS,
                columns ? ROWS : 1);
        for (long i = 0; i < ROWS; i++) {
            for (long l = 0; l < COLS; l++) {
                x.set(i, l, lot.nextDouble(-1, 1));
            }
        }
        return x;
    }

    /** Many workers need the same panels at once. */
    @ParameterizedTest
    @EnumSource
    void nobodyReadsAPanelBeforeItIsPacked(Precision precision) {
        Tile tile = Tile.of(precision, 256, true);
        MicroKernel kernel = MicroKernelGenerator.generate(tile);
        for (boolean columns : new boolean[]{false, true}) {
            try (Arena arena = Arena.ofShared()) {
                Strided x = matrix(arena, precision, columns);
                for (int round = 0; round < 50; round++) {
                    try (Packed packed = Packed.onUse(x, BLOCK, tile, kernel, WORKERS)) {
                        WORKERS.forEach(TASKS, (task, worker) -> {
                            long from = task % 2 == 0 ? 0 : task;
                            switch ((int) (task % 3)) {
                                case 0 -> packed.need(from, ROWS, worker);
                                case 1 -> packed.fetch(from, ROWS, worker);
                                default -> packed.hold(from, ROWS, worker);
                            }
                            for (long i = from; i < ROWS; i++) {
                                checkRow(packed, precision, x, i);
                            }
                        });
                    }
                }
            }
        }
    }

    private static void checkRow(Packed packed, Precision precision, Strided x, long i) {
        Elements elements = Elements.of(precision);
        for (int l = 0; l < packed.depth(); l++) {
            double expected = l < COLS ? x.get(i, l) : 0;
            if (elements.get(packed.array(), packed.at(i, l)) != expected) {
                throw new AssertionError("row %d, column %d: %s, expected %s".formatted(i, l, elements.get(packed.array(), packed.at(i, l)),
                        expected));
            }
        }
    }

    @Test
    void nothingIsPackedUnlessItIsNeeded() {
        Tile tile = Tile.of(Precision.F64, 256, true);
        try (Arena arena = Arena.ofConfined()) {
            Strided x = matrix(arena, Precision.F64, false);
            try (Packed packed = Packed.onUse(x, BLOCK, tile, MicroKernelGenerator.generate(tile), Workers.of(1))) {
                assertThat(packed.nanos()).isZero();
                packed.need(0, ROWS, 0);
                assertThat(packed.nanos()).isPositive();
                packed.need(0, ROWS, 0);
                packed.fetch(0, ROWS, 0);
                packed.hold(0, ROWS, 0);
                assertThat(packed.nanos()).isZero();
            }
        }
    }

    /** Those who wait for a panel that cannot be read must not wait for ever. */
    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void memoryThatIsGoneEndsEveryWorker() {
        Tile tile = Tile.of(Precision.F64, 256, true);
        Strided x;
        try (Arena arena = Arena.ofShared()) {
            x = matrix(arena, Precision.F64, false);
        }
        try (Packed packed = Packed.onUse(x, BLOCK, tile, MicroKernelGenerator.generate(tile), WORKERS)) {
            assertThatIllegalStateException().isThrownBy(() -> WORKERS.forEach(TASKS, (task, worker) -> packed.need(0, ROWS, worker)));
        }
    }
}
