package gramflow.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The innermost loops over packed scratch, generated for one element type, vector width and tile. Arrays are {@code double[]} or {@code float[]}, of the
 * kernel's element type; the caller guarantees that every index below lies inside, and that the arrays are distinct.
 *
 * <p>A <em>panel</em> holds {@code panel} rows of a matrix with their entries of one column side by side: entry (row r, column l) of a panel that begins
 * at {@code at} is {@code array[at + l·panel + r]}. The tile's {@code rows} divide {@code panel}, and so do its {@code cols}: any aligned group of the one
 * serves as the left factor of a tile, any of the other as the right one, so one packed copy of X serves both sides of X·Xᵀ.
 */
interface MicroKernel {

    /**
     * One tile of rows × cols sums of {@code depth} products, begun at 0. Accumulators stay in registers, one for each entry.
     *
     * {@snippet :
     * t[tAt + r*tStride + c] ← Σ_{l < depth} a[aAt + l*panel + r] * b[bAt + l*panel + c]
     * }
     *
     * @param a array of the left panel
     * @param aAt where the first of the tile's rows has its first entry
     * @param b array of the right panel
     * @param bAt where the first of the tile's columns has its first entry
     * @param depth number of products, ≥ 0, a multiple of {@link Tile#unroll}
     * @param t tile, row-major
     * @param tAt where entry (0, 0) is
     * @param tStride elements from one row to the next
     */
    void multiply(Object a, int aAt, Object b, int bAt, int depth, Object t, int tAt, int tStride);

    /** As {@link #multiply}, of the columns of the tile's first vector alone: where no others are wanted, in little more than half the time. */
    void multiplyNarrow(Object a, int aAt, Object b, int bAt, int depth, Object t, int tAt, int tStride);

    /**
     * As {@link #multiply}, begun at what the tile holds: the next block of the inner dimension. Each entry is one chain over ascending l across all
     * blocks, so that no bit of it depends on where they were cut.
     */
    void multiplyOnto(Object a, int aAt, Object b, int bAt, int depth, Object t, int tAt, int tStride);

    /**
     * As {@link #multiply}, but α times the sums goes where the result belongs, outside the heap: the CPU writes it while it computes the next tile, and nothing
     * is copied.
     *
     * @param c memory outside the heap
     * @param cAt byte offset of entry (0, 0)
     * @param cStride bytes from one row to the next
     * @param alpha factor of the sums, each product rounded
     */
    void storeOutside(Object a, int aAt, Object b, int bAt, int depth, MemorySegment c, long cAt, long cStride, double alpha);

    /** As {@link #storeOutside}, with sums begun as in {@link #multiplyOnto}; the tile is only read. */
    void storeOntoOutside(Object a, int aAt, Object b, int bAt, int depth, Object t, int tAt, int tStride, MemorySegment c, long cAt,
            long cStride, double alpha);

    /**
     * Adds α times the columns of a tile, of so many rows, to memory outside the heap, each product rounded. Rows that need not be one tile's: what is added to
     * comes from far, and waiting for many at once takes no longer.
     *
     * <p>Not a part of {@link #multiply}, from whose registers it could take the sums: C1, which takes in all of the Vector API at every call, ran out of
     * registers with so many in one of twenty virtual machines, and gave up; C2, left without its profile, never began, and products took a hundred times as long.
     *
     * {@snippet :
     * c[cAt + r*cStride + k] ← c[cAt + r*cStride + k] + alpha * t[tAt + r*tStride + k]   for r < rows, k < columns of a tile
     * }
     */
    void addOutside(Object t, int tAt, int tStride, int rows, MemorySegment c, long cAt, long cStride, double alpha);

    /**
     * A tile of so many rows, scaled and shifted, added to another on its way outside the heap. Each operation is rounded.
     *
     * {@snippet :
     * c[cAt + r*cStride + k] ← sum[r, k] + (scale * x[r, k] + shift)   for r < rows, k < columns of a tile
     * }
     *
     * @param x entry (r, k) at {@code xAt + r*columns + k}; {@code sum} likewise
     */
    void addShiftedOutside(Object x, int xAt, double scale, double shift, Object sum, int sumAt, int rows, MemorySegment c, long cAt,
            long cStride);

    /** As {@link #addShiftedOutside}, multiplied by a third tile: {@code sum[r, k] + (scale * x[r, k] + shift) * y[r, k]}. */
    void addProductOutside(Object x, int xAt, double scale, double shift, Object y, int yAt, Object sum, int sumAt, int rows,
            MemorySegment c,
            long cAt, long cStride);

    /**
     * As {@link #multiply}, but of as many columns as a vector has lanes, and with the left factor as rows: for few columns, which do not repay packing it.
     *
     * {@snippet :
     * t[tAt + r*tStride + c] ← Σ_{l < depth} a[aAt + r*aStride + l] * b[bAt + l*panel + c]
     * }
     */
    void multiplyRows(Object a, int aAt, int aStride, Object b, int bAt, int depth, Object t, int tAt, int tStride);

    /**
     * Fills {@code depth} columns of a panel from rows that lie one after another.
     *
     * {@snippet :
     * to[at + l*panel + r] ← rows[rowsAt + r*rowStride + l]   for r < panel, l < depth
     * }
     */
    void interleave(Object rows, int rowsAt, int rowStride, int depth, Object to, int at);

    /**
     * As {@link #interleave}, from rows outside the heap.
     *
     * {@snippet :
     * to[at + l*panel + r] ← element l after byte xAt + r*xStride   for r < panel, l < what is returned
     * }
     *
     * @return how many of the columns it has filled: those that make whole vectors, or none where vectors are short
     */
    int interleaveOutside(MemorySegment x, long xAt, long xStride, int depth, Object to, int at);

    /**
     * The way back: rows outside the heap from {@code depth} columns of a panel.
     *
     * {@snippet :
     * element l after byte xAt + r*xStride ← from[at + l*panel + r]   for r < panel, l < what is returned
     * }
     *
     * @return as {@link #interleaveOutside}
     */
    int separateOutside(Object from, int at, int depth, MemorySegment x, long xAt, long xStride);

    /**
     * Fills {@code depth} columns of a panel from memory outside the heap in which a column's entries lie side by side.
     *
     * {@snippet :
     * to[at + l*panel + r] ← element r after byte xAt + l*xStride   for r < panel, l < depth
     * }
     */
    void stack(MemorySegment x, long xAt, long xStride, int depth, Object to, int at);

    /**
     * Forward substitution with a triangle of as many rows as the tile has, for all columns of a panel: what the unknowns before contribute, t, is taken off, then what each contributes to those after it.
     *
     * {@snippet :
     * x[r, c] ← (x[r, c] - t[r, c] + Σ_{k < r} factors[r, k] * x[k, c]) * factors[r, r],   r < rows, c < panel, r ascending
     * }
     *
     * @param t entry (r, c) at {@code tAt + r*tStride + c}
     * @param factors entry (r, k) at {@code factorsAt + r*rows + k}: the negatives of a triangle's entries, and the inverses of its pivots
     * @param x entry (r, c) at {@code xAt + r*panel + c}
     */
    void substitute(Object t, int tAt, int tStride, Object factors, int factorsAt, Object x, int xAt);
}
