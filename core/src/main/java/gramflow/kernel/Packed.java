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
        try (WorkerScratch rows = new WorkerScratch(x.precision(), panel * CHUNK, workers.threads())) {
            workers.forEach(Math.ceilDiv(x.rows(), panel), (p, worker) -> packed.fill(x, p, kernel, rows.of(worker)));
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

    private void fill(Strided x, long p, MicroKernel kernel, Scratch rows) {
        Elements elements = Elements.of(x.precision());
        long first = p * panel;
        int count = (int) Math.min(panel, x.rows() - first);
        int start = at(first, 0);
        int cols = (int) x.cols();
        if (count < panel) {
            elements.clear(rows.array(), rows.start() + count * CHUNK, (panel - count) * CHUNK);
        }
        for (int l = 0; l < cols; l += CHUNK) {
            int width = Math.min(CHUNK, cols - l);
            for (int r = 0; r < count; r++) {
                elements.readRow(x, first + r, l, rows.array(), rows.start() + r * CHUNK, width);
            }
            kernel.interleave(rows.array(), rows.start(), CHUNK, width, array(), start + l * panel);
        }
        elements.clear(array(), start + cols * panel, (depth - cols) * panel);
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
            elements.clear(array(), at(first, cols), (depth - cols) * panel);
        }
    }

    @Override
    public void close() {
        scratch.close();
    }
}
