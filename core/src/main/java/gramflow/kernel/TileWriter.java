package gramflow.kernel;

import gramflow.memory.Strided;

/**
 * Takes finished tiles from scratch to the part of C that begins at entry (i0, j0): scaled by α, with β times what was there, on the triangle asked for.
 * Rows and columns below are counted from that entry.
 *
 * @param alpha factor of the sums
 * @param beta factor of what C holds; 0 overwrites it unread
 * @param c all of C
 * @param fill which entries are written
 * @param i0 first row
 * @param j0 first column
 */
record TileWriter(double alpha, double beta, Strided c, Fill fill, long i0, long j0) {

    /** Whether a micro-kernel can write to C by itself: rows lie outside the heap in one piece, and what is there is left out or added. */
    boolean writesItself() {
        return (beta == 0 || adds()) && (fill == Fill.ALL || fill == Fill.LOWER) && c.colStride() == 1 && c.segment().isNative();
    }

    /** Whether what C holds is added as it is. */
    boolean adds() {
        return beta == 1;
    }

    /** Byte offset of entry (i, j) in C's memory. */
    long at(long i, long j) {
        return c.byteOffset(i0 + i, j0 + j);
    }

    /** How many of the {@code cols} entries of row i that begin at column j are computed. */
    int end(long i, long j, int cols) {
        return fill == Fill.ALL ? cols : Math.clamp(i0 + i - j0 - j + 1, 0, cols);
    }

    /** How many rows from row i on have no computed entry at column j or beyond. */
    int firstRow(long i, long j) {
        return fill == Fill.ALL ? 0 : Math.clamp(j0 + j - i0 - i, 0, Integer.MAX_VALUE);
    }

    /**
     * Writes a tile of {@code rows × cols} at row i, column j.
     *
     * @param scratch the sums, row-major; scaled in place
     * @param from where, from the scratch's start, entry (i, j) is
     * @param stride elements from one row of them to the next
     * @param spare where, from the scratch's start, there is room for one more row
     * @return number of entries that were computed
     */
    long write(Scratch scratch, int from, int stride, long i, int rows, long j, int cols, int spare) {
        Elements elements = Elements.of(c.precision());
        Object t = scratch.array();
        // What is computed is the lower triangle; of an upper one, its mirror image is read and written.
        Strided old = fill == Fill.UPPER ? c.transpose() : c;
        long entries = 0;
        for (int r = 0; r < rows; r++) {
            int at = scratch.start() + from + r * stride;
            int count = end(i + r, j, cols);
            entries += count;
            if (alpha != 1) {
                elements.scale(alpha, t, at, count);
            }
            if (beta != 0) {
                elements.readRow(old, i0 + i + r, j0 + j, t, scratch.start() + spare, count);
                elements.addScaled(t, at, beta, t, scratch.start() + spare, count);
            }
            if (fill != Fill.UPPER) {
                elements.writeRow(t, at, c, i0 + i + r, j0 + j, count);
            }
        }
        if (fill == Fill.UPPER || fill == Fill.MIRRORED) {
            mirror(elements, scratch, from, stride, i, rows, j, cols);
        }
        return entries;
    }

    /** Writes the columns of the tile as rows of the upper triangle; its diagonal only if the lower triangle was not written. */
    private void mirror(Elements elements, Scratch scratch, int at, int stride, long i, int rows, long j, int cols) {
        for (int s = 0; s < cols; s++) {
            int from = Math.min(rows, firstRow(i, j + s + (fill == Fill.UPPER ? 0 : 1)));
            if (from < rows) {
                elements.scatter(scratch.array(), scratch.start() + at + from * stride + s, stride, c.segment(),
                        c.byteOffset(j0 + j + s, i0 + i + from),
                        c.colStride(), rows - from);
            }
        }
    }
}
