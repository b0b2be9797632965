package gramflow.kernel;

import gramflow.memory.ProductPair;
import gramflow.memory.Strided;
import java.util.List;

/**
 * Tiles of Σ_l (s_l·A_l·A_l′ᵀ + c_l) ∘ (D_l·D_l′ᵀ) from packed factors. A tile lies in scratch panel by panel, the rows of a micro-tile's columns one after
 * another: what is done to the sums of a panel is one loop over one stretch.
 */
final class PairSums {
    private final List<ProductPair> pairs;
    private final PackedRows left;
    private final PackedRows right;
    private final TileWriter writer;
    private final Tile tile;
    private final MicroKernel kernel;
    private final int tileRows;
    private final int tileCols;
    /** Whether the left factors of a tile, those of all pairs together, stay in the second-level cache from one tile to the next. */
    private final boolean stays;
    private final Elements elements;

    /**
     * Tiles of at most {@code tileRows × tileCols}, whole panels, of the part of K whose factors are packed.
     *
     * @param writer knows where that part begins, and which of its entries are computed
     * @param leftBytes what there is of second-level cache for left factors
     */
    PairSums(List<ProductPair> pairs, PackedRows left, PackedRows right, TileWriter writer, Tile tile, MicroKernel kernel, int tileRows,
            int tileCols, long leftBytes) {
        this.pairs = pairs;
        this.left = left;
        this.right = right;
        this.writer = writer;
        this.tile = tile;
        this.kernel = kernel;
        this.tileRows = tileRows;
        this.tileCols = tileCols;
        stays = tileRows * left.depth() * tile.precision().bytes() <= leftBytes;
        elements = Elements.of(tile.precision());
    }

    /** Elements of a tile. */
    int room() {
        return tileRows * tileCols;
    }

    /** Elements of the scratch for left products, which also takes the tile in rows, and behind them a row of K as it was. */
    int leftRoom() {
        int room = (tileRows + 1) * stride();
        for (ProductPair pair : pairs) {
            int r = pair.repeat();
            room = Math.max(room, rowsOfA(r) * strideOfA(r) + tileRows * tile.cols());
        }
        return room;
    }

    /** Elements from one row of a tile in rows to the next. Rows begin in different cache sets, so that reading a column does not evict what it reads. */
    int stride() {
        return tileCols + tile.lanes();
    }

    /** Rows of A at most that go with a tile, if each stands for r of them, with those that fill up micro-tiles at either end. */
    private int rowsOfA(int r) {
        return r == 1 ? tileRows : Math.ceilDiv(tileRows, r) + 1 + 2 * tile.rows();
    }

    /** Elements from one row of a left product to the next. */
    private int strideOfA(int r) {
        return r == 1 ? tile.cols() : Math.ceilDiv(tileCols, r) + 1 + 2 * tile.cols();
    }

    /**
     * Computes a tile.
     *
     * @param i first row, counted in the packed factors; a multiple of {@code tileRows}
     * @param rows rows of it
     * @param j first column; a multiple of {@code tileCols}
     * @param cols columns that hold a computed entry
     * @param product scratch of {@link #leftRoom}
     * @param factor scratch of {@link #room}
     * @param sum takes the sums, panel by panel
     * @param worker the calling one
     * @return whether all of it stands in K already, which it can where every entry is computed
     */
    boolean compute(long i, int rows, long j, int cols, Scratch product, Scratch factor, Scratch sum, int worker) {
        boolean outside = writer.beta() == 0 && writer.writesItself() && cols % tile.cols() == 0 && writer.end(i, j, cols) == cols;
        elements.clear(sum.array(), sum.start(), room());
        for (int l = 0; l < pairs.size(); l++) {
            if (left.d().get(l) != null) {
                int r = pairs.get(l).repeat();
                // Whole micro-tiles of the product of A and A', which has a row for r of K's.
                long aFrom = left.rowOfA(i, r) / tile.rows() * tile.rows();
                long a2From = right.rowOfA(j, r) / tile.cols() * tile.cols();
                int aRows = (int) (left.rowOfA(i + rows - 1, r) - aFrom) + 1;
                int a2Rows = (int) (right.rowOfA(j + cols - 1, r) - a2From) + 1;
                long across = right.from() / r + a2From - left.from() / r - aFrom;
                int step = r == 1 ? tileRows : 1;
                fetch(left.a().get(l), aFrom, aFrom + aRows, worker);
                right.a().get(l).need(a2From, a2From + a2Rows, worker);
                multiply(left.a().get(l), aFrom, aRows, right.a().get(l), a2From, a2Rows, across, product, strideOfA(r), step);
            }
            fetch(factor(left, l), i, i + rows, worker);
            factor(right, l).need(j, j + cols, worker);
            fold(l, i, rows, j, cols, product, factor, sum, outside && l == pairs.size() - 1);
        }
        return outside;
    }

    private void fetch(Packed factor, long from, long to, int worker) {
        if (stays) {
            factor.hold(from, to, worker);
        } else {
            factor.fetch(from, to, worker);
        }
    }

    /** The left product of a pair, column {@code jj} of micro-tiles at {@code jj·step}. */
    private void multiply(Packed a, long i, int rows, Packed b, long j, int cols, long across, Scratch to, int stride, int step) {
        for (int k = 0; k == 0 || k < a.depth(); k += a.block()) {
            for (int jj = 0; jj < cols; jj += tile.cols()) {
                panel(a, i, firstRow(across + jj), rows, b, j + jj, k, to, to.start() + jj * step, stride);
            }
        }
    }

    /** The right factor of a pair, or the only one. */
    private static Packed factor(PackedRows side, int l) {
        Packed d = side.d().get(l);
        return d == null ? side.a().get(l) : d;
    }

    /** Makes the right product of a pair, or the only one, panel by panel, multiplies the left one by it, and adds: to the sum, or with it to K. */
    private void fold(int l, long i, int rows, long j, int cols, Scratch product, Scratch factor, Scratch sum, boolean outside) {
        boolean single = left.d().get(l) == null;
        Packed d = factor(left, l);
        Packed d2 = factor(right, l);
        long across = right.from() + j - left.from() - i;
        int width = tile.cols();
        for (int k = 0; k == 0 || k < d.depth(); k += d.block()) {
            boolean last = k + d.block() >= d.depth();
            for (int jj = 0; jj < cols; jj += width) {
                int first = firstRow(across + jj);
                // A panel that is done at once is used at once, and the next takes its place in the first-level cache.
                int panel = factor.start() + (d.depth() <= d.block() ? 0 : jj * tileRows);
                panel(d, i, first, rows, d2, j + jj, k, factor, panel, width);
                if (last && first < rows) {
                    int times = single ? -1 : leftPanel(pairs.get(l).repeat(), i, first, rows, j, jj, product);
                    int at = sum.start() + jj * tileRows + first * width;
                    if (outside) {
                        addOutside(pairs.get(l), product, times, factor, panel, sum, at, i, rows, j + jj);
                    } else {
                        add(pairs.get(l), product, times, factor, panel + first * width, sum, at, (rows - first) * width);
                    }
                }
            }
        }
    }

    /** {@code sum ← sum + (s·left + c)·right}, of {@code left} at {@code times}; or {@code sum + (s·right + c)} if that is negative. */
    private void add(ProductPair pair, Scratch left, int times, Scratch right, int rightAt, Scratch sum, int at, int count) {
        if (times < 0) {
            elements.addShifted(sum.array(), at, right.array(), rightAt, pair.scale(), pair.shift(), count);
        } else {
            elements.addProduct(sum.array(), at, left.array(), times, pair.scale(), pair.shift(), right.array(), rightAt, count);
        }
    }

    /** As {@link #add}, of a whole panel, straight to K: the CPU writes it while it computes the next. */
    private void addOutside(ProductPair pair, Scratch left, int times, Scratch right, int rightAt, Scratch sum, int at, long i, int rows,
            long j) {
        Strided k = writer.c();
        long rowBytes = k.rowStride() * k.precision().bytes();
        if (times < 0) {
            kernel.addShiftedOutside(right.array(), rightAt, pair.scale(), pair.shift(), sum.array(), at, rows, k.segment(),
                    writer.at(i, j), rowBytes);
        } else {
            kernel.addProductOutside(left.array(), times, pair.scale(), pair.shift(), right.array(), rightAt, sum.array(), at, rows,
                    k.segment(), writer.at(i, j), rowBytes);
        }
    }

    /** One column of micro-tiles, from row {@code first} on, for the block of the inner dimension that begins at k. */
    private void panel(Packed a, long i, int first, int rows, Packed b, long j, int k, Scratch to, int at, int stride) {
        int length = Math.min(a.block(), a.depth() - k);
        int right = b.at(j, k);
        for (int ii = first; ii < rows; ii += tile.rows()) {
            int left = a.at(i + ii, k);
            if (k == 0) {
                kernel.multiply(a.array(), left, b.array(), right, length, to.array(), at + ii * stride, stride);
            } else {
                kernel.multiplyOnto(a.array(), left, b.array(), right, length, to.array(), at + ii * stride, stride);
            }
        }
    }

    /** First row of micro-tiles that has a computed entry, in a column of them that lies {@code across} to the right of the diagonal's. */
    private int firstRow(long across) {
        return writer.fill() == Fill.ALL ? 0 : Math.clamp(across, 0, Integer.MAX_VALUE) / tile.rows() * tile.rows();
    }

    /** Where the left product's entries for that panel begin, at row {@code first}; if rows are repeated, they are drawn out to a panel first. */
    private int leftPanel(int r, long i, int first, int rows, long j, int jj, Scratch product) {
        int width = tile.cols();
        if (r == 1) {
            return product.start() + jj * tileRows + first * width;
        }
        int stride = strideOfA(r);
        int drawn = product.start() + rowsOfA(r) * stride;
        long aFrom = left.rowOfA(i, r) / tile.rows() * tile.rows();
        long a2From = right.rowOfA(j, r) / width * width;
        int skip = (int) (right.from() + j + jj - (right.from() / r + a2From) * r);
        long before = -1;
        for (int row = first; row < rows; row++) {
            long ofA = left.rowOfA(i + row, r) - aFrom;
            int to = drawn + row * width;
            if (ofA == before) {
                elements.copy(product.array(), to - width, product.array(), to, width);
            } else {
                elements.repeat(product.array(), product.start() + (int) ofA * stride, r, skip, to, width);
            }
            before = ofA;
        }
        return drawn + first * width;
    }

    /** Takes a tile from panels to rows. */
    void inRows(Scratch sum, int rows, int cols, Scratch to) {
        for (int row = 0; row < rows; row++) {
            for (int jj = 0; jj < cols; jj += tile.cols()) {
                elements.copy(sum.array(), sum.start() + jj * tileRows + row * tile.cols(), to.array(), to.start() + row * stride() + jj,
                        tile.cols());
            }
        }
    }
}
