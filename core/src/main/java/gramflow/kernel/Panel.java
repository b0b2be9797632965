package gramflow.kernel;

import gramflow.memory.Strided;

/**
 * One panel of a matrix, to the heap and back. Rows that lie outside the heap one element after another are transposed on their way, whatever else by way of scratch: 0.42 ms beside 0.53 for 1536 x 768 doubles (Zen 5).
 *
 * @param rows scratch for as many rows as a panel has, {@code stride} elements each
 */
record Panel(Tile tile, MicroKernel kernel, Scratch rows, int stride) {
    /** Columns that are moved one by one at a time: they stay in the first-level cache for all rows. */
    private static final int STRETCH = 64;

    /** Elements of scratch that rows of that many elements take. */
    static int room(Tile tile, int stride) {
        return tile.panel() * stride;
    }

    /**
     * Fills a panel with the rows of x from number {@code first} on, and zeros where there are no more.
     *
     * @param to array of the panel
     * @param at where it begins
     */
    void read(Strided x, long first, Object to, int at) {
        Elements elements = Elements.of(tile.precision());
        int count = count(x, first);
        int cols = (int) x.cols();
        int done = transposes(x, count)
                ? kernel.interleaveOutside(x.segment(), x.byteOffset(first, 0), rowBytes(x), cols, to, at)
                : 0;
        if (done < cols && count < tile.panel()) {
            elements.clear(rows.array(), rows.start() + count * stride, (tile.panel() - count) * stride);
        }
        for (int l = done; l < cols; l += stride) {
            int width = Math.min(stride, cols - l);
            for (int r = 0; r < count; r++) {
                elements.readRow(x, first + r, l, rows.array(), rows.start() + r * stride, width);
            }
            kernel.interleave(rows.array(), rows.start(), stride, width, to, at + l * tile.panel());
        }
    }

    /** The way back: those rows of x that there are, from a panel. */
    void write(Object from, int at, Strided x, long first) {
        Elements elements = Elements.of(tile.precision());
        int count = count(x, first);
        int cols = (int) x.cols();
        int done = transposes(x, count)
                ? kernel.separateOutside(from, at, cols, x.segment(), x.byteOffset(first, 0), rowBytes(x))
                : 0;
        for (int l = done; l < cols; l += STRETCH) {
            for (int r = 0; r < count; r++) {
                elements.scatter(from, at + l * tile.panel() + r, tile.panel(), x.segment(), x.byteOffset(first + r, l), x.colStride(),
                        Math.min(STRETCH, cols - l));
            }
        }
    }

    private int count(Strided x, long first) {
        return (int) Math.min(tile.panel(), x.rows() - first);
    }

    private boolean transposes(Strided x, int count) {
        return count == tile.panel() && x.colStride() == 1 && x.segment().isNative();
    }

    private static long rowBytes(Strided x) {
        return x.rowStride() * x.precision().bytes();
    }
}
