package gramflow.kernel;

import gramflow.machine.Workers;
import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;

/**
 * A block of a matrix in panels, as {@link MicroKernel} reads them: rows beyond the last and columns beyond the depth are zeros.
 *
 * @param scratch where the panels lie, one after another
 * @param rows rows of the block
 * @param depth columns of a panel, those of zeros included
 * @param block columns that are multiplied at a stretch; depth is a multiple of it
 * @param panel rows of a panel
 */
record Packed(Scratch scratch, long rows, int depth, int block, int panel) implements AutoCloseable {
    /**
     * Columns that are copied to the heap at a time: long stretches of each row, which is how memory is read fastest. What is interleaved then comes from the
     * second-level cache, a whole line at a time, and that costs less: 1.4 ms for 1536 x 768 doubles from memory, beside 1.8 with 128 columns (Zen 4).
     */
    private static final int CHUNK = 1024;

    /**
     * Panels that one task fills where columns lie side by side, {@value #STACKED} of their columns at a time: memory is then read in long stretches. 0.7 ms for 1024 x 1024
     * doubles, beside 1.5 panel by panel (Zen 4).
     */
    private static final int GROUP = 16;
    private static final int STACKED = 32;

    /** Elements the panels of {@code rows} rows take. */
    static long length(long rows, int depth, int panel) {
        return Math.ceilDiv(rows, panel) * panel * depth;
    }

    /** Columns of a panel for as many of x, in whole blocks. */
    static int padded(long cols, int block) {
        return Math.toIntExact(Math.ceilDiv(cols, block) * block);
    }

    /**
     * Packs all of {@code x}, each panel as a task of its own.
     *
     * @param x rows × columns, whose panels fit in an array
     * @param block columns that are multiplied at a stretch: a panel has as many of these blocks as hold those of x
     */
    static Packed of(Strided x, int block, Tile tile, MicroKernel kernel, Workers workers) {
        int panel = tile.panel();
        int depth = padded(x.cols(), block);
        Scratch scratch = Scratch.lease(x.precision(), Math.toIntExact(length(x.rows(), depth, panel)));
        Packed packed = new Packed(scratch, x.rows(), depth, block, panel);
        if (x.rowStride() == 1) {
            workers.forEach(Math.ceilDiv(x.rows(), panel * GROUP), (group, worker) -> packed.stack(x, group * GROUP, kernel));
            return packed;
        }
        int cols = (int) x.cols();
        try (WorkerScratch rows = new WorkerScratch(x.precision(), Panel.room(tile, CHUNK), workers.threads())) {
            workers.forEach(Math.ceilDiv(x.rows(), panel), (p, worker) -> {
                new Panel(tile, kernel, rows.of(worker), CHUNK).read(x, p * panel, packed.array(), packed.at(p * panel, 0));
                packed.clearBeyond(cols, p * panel);
            });
        }
        return packed;
    }

    /** Where the entry (row, l) lies in the array. */
    int at(long row, int l) {
        return scratch.start() + (int) (row / panel * panel * depth + row % panel + (long) l * panel);
    }

    Object array() {
        return scratch.array();
    }

    /** Panels from number p on, of a transposed view: what belongs side by side already lies so. */
    private void stack(Strided x, long p, MicroKernel kernel) {
        Elements elements = Elements.of(x.precision());
        int cols = (int) x.cols();
        long columnBytes = x.colStride() * x.precision().bytes();
        long end = Math.min(x.rows(), (p + GROUP) * panel);
        for (int l = 0; l < cols; l += STACKED) {
            int width = Math.min(STACKED, cols - l);
            for (long first = p * panel; first < end; first += panel) {
                int count = (int) Math.min(panel, x.rows() - first);
                int to = at(first, l);
                if (count == panel && x.segment().isNative()) {
                    kernel.stack(x.segment(), x.byteOffset(first, l), columnBytes, width, array(), to);
                    continue;
                }
                for (int c = 0; c < width; c++) {
                    MemorySegment.copy(x.segment(), elements.layout(), x.byteOffset(first, l + c), array(), to + c * panel, count);
                    elements.clear(array(), to + c * panel + count, panel - count);
                }
            }
        }
        for (long first = p * panel; first < end; first += panel) {
            clearBeyond(cols, first);
        }
    }

    /** Zeros in the columns that the panel of row {@code first} has more than the block. */
    private void clearBeyond(int cols, long first) {
        Elements.of(scratch.precision()).clear(array(), at(first, cols), (depth - cols) * panel);
    }

    @Override
    public void close() {
        scratch.close();
    }
}
