package gramflow.kernel;

import gramflow.machine.Jit;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Panels hold the rows they were filled with, entry for entry, from wherever they lie, and give them back; nothing beside them is touched. */
final class PanelTest {
    private static final double GUARD = -7;
    /** Elements of scratch for a row: fewer than some matrices have columns. */
    private static final int STRIDE = 24;

    /** Where a matrix lies: outside the heap or on it, and with which strides. */
    private enum Layout {
        ROWS, ROWS_ON_HEAP, COLUMNS, SPREAD
    }

    record Case(Tile tile, Layout layout, int rows, int cols) {
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            for (int bits = 128; bits <= 512; bits *= 2) {
                Tile tile = Tile.of(precision, bits, Jit.current().fma());
                for (Layout layout : Layout.values()) {
                    for (int rows : new int[]{1, tile.panel() - 1, tile.panel(), 2 * tile.panel() + 1}) {
                        for (int cols : new int[]{0, 1, 7, 8, 15, 16, 17, 31, 33, 50}) {
                            cases.add(new Case(tile, layout, rows, cols));
                        }
                    }
                }
            }
        }
        return cases;
    }

    private static Strided matrix(Case c, Arena arena) {
        Precision precision = c.tile.precision();
        long rows = c.rows;
        long cols = c.cols;
        long rowStride = c.layout == Layout.COLUMNS ? 2 : 2 * cols + 3;
        long colStride = switch (c.layout) {
            case COLUMNS -> 2 * rows + 1;
            case SPREAD -> 2;
            default -> 1;
        };
        long elements = 2 + (rows + 1) * (2 * cols + 3) + (cols + 1) * (2 * rows + 1);
        MemorySegment segment = c.layout == Layout.ROWS_ON_HEAP
                ? precision == Precision.F64
                        ? MemorySegment.ofArray(new double[(int) elements])
                        : MemorySegment.ofArray(new float[(int) elements])
                : arena.allocate(elements * precision.bytes(), Long.BYTES);
        Strided all = new Strided(segment, precision, 1, elements, elements, 1);
        for (long k = 0; k < elements; k++) {
            all.set(0, k, GUARD);
        }
        return new Strided(segment, precision, rows, cols, rowStride, colStride);
    }

    private static double entry(long i, long j) {
        return 1 + i * 64 + j;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theyHoldTheRowsAndGiveThemBack(Case c) {
        assumeThat(c.tile.bits()).as("skipped: vectors of %d bits don't live in registers here", c.tile.bits())
                .isLessThanOrEqualTo(Math.max(128, Jit.current().vectorBits()));
        MicroKernel kernel = MicroKernelGenerator.generate(c.tile);
        int panel = c.tile.panel();
        Elements elements = Elements.of(c.tile.precision());
        try (Arena arena = Arena.ofConfined(); Scratch rows = Scratch.lease(c.tile.precision(), Panel.room(c.tile, STRIDE))) {
            Strided from = matrix(c, arena);
            Strided to = matrix(c, arena);
            for (long i = 0; i < c.rows; i++) {
                for (long j = 0; j < c.cols; j++) {
                    from.set(i, j, entry(i, j));
                }
            }
            Panel moves = new Panel(c.tile, kernel, rows, STRIDE);
            for (int first = 0; first < c.rows; first += panel) {
                Object array = elements.allocate(panel * (c.cols + 2));
                for (int k = 0; k < panel * (c.cols + 2); k++) {
                    elements.set(array, k, GUARD);
                }
                moves.read(from, first, array, panel);
                for (int l = -1; l <= c.cols; l++) {
                    for (int r = 0; r < panel; r++) {
                        double expected = l < 0 || l == c.cols ? GUARD : first + r < c.rows ? entry(first + r, l) : 0;
                        assertThat(elements.get(array, (l + 1) * panel + r)).as("row %d, column %d", first + r, l).isEqualTo(expected);
                    }
                }
                moves.write(array, panel, to, first);
            }
            assertThat(to.segment().mismatch(from.segment())).as("first byte that is not as it was").isEqualTo(-1);
        }
    }
}
