package gramflow.kernel;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Strided;
import java.util.concurrent.CancellationException;

/**
 * C ← α·A·Bᵀ + β·C around a micro-kernel. Both factors are packed once; the output is taken in tiles, each finished in scratch that stays in the cache
 * and then written to C once, so that C's memory is touched once whatever the inner dimension.
 *
 * <p>An entry is summed in blocks of the inner dimension, each over ascending l in one accumulator, and the blocks in order: the result depends on the
 * length of the blocks and on FMA or not, and on nothing else; not on tiles, not on threads.
 */
public final class TileProduct {
    /** Elements of packed scratch for one factor at most: larger factors are packed piece by piece. 512 MiB of doubles. */
    private static final long PACKED_AT_MOST = 1L << 26;
    /** Inner dimension that is packed at a time at most: a panel of it always fits in an array, and passes over C are rare. */
    private static final int PACKED_DEPTH = 1 << 14;

    private final Tile tile;
    private final BlockSizes blocks;
    private final MicroKernel kernel;
    private final Elements elements;

    /** For a register tile; generates its micro-kernel. */
    public TileProduct(Tile tile, BlockSizes blocks) {
        this.tile = tile;
        this.blocks = blocks;
        this.kernel = MicroKernelGenerator.generate(tile);
        this.elements = Elements.of(tile.precision());
    }

    /** The register tile. */
    public Tile tile() {
        return tile;
    }

    /** The block sizes. */
    public BlockSizes blocks() {
        return blocks;
    }

    /**
     * C ← α·A·Bᵀ + β·C.
     *
     * @param a m × k
     * @param b n × k; may be {@code a}, which is then packed once
     * @param c m × n, overlapping neither
     * @param fill which entries are written; all but {@link Fill#ALL} need {@code b = a}
     */
    public void run(double alpha, Strided a, Strided b, double beta, Strided c, Fill fill, Workers workers, Progress progress) {
        if (fill == Fill.ALL && c.colStride() != 1 && c.rowStride() == 1) {
            // Rows of Cᵀ are what lies side by side.
            run(alpha, b, a, beta, c.transpose(), fill, workers, progress);
            return;
        }
        if (c.isEmpty()) {
            return;
        }
        for (long k0 = 0; k0 == 0 || k0 < a.cols(); k0 += PACKED_DEPTH) {
            long k1 = Math.min(a.cols(), k0 + PACKED_DEPTH);
            Strided left = a.block(0, a.rows(), k0, k1);
            Strided right = a.equals(b) ? left : b.block(0, b.rows(), k0, k1);
            slice(alpha, left, right, k0 == 0 ? beta : 1, c, fill, workers, progress);
        }
    }

    /** As {@link #run}, for an inner dimension that is packed whole. */
    private void slice(double alpha, Strided a, Strided b, double beta, Strided c, Fill fill, Workers workers, Progress progress) {
        int block = blocks.blockOf((int) a.cols(), tile.unroll());
        int depth = Math.max(1, Math.ceilDiv((int) a.cols(), block)) * block;
        if (a.cols() == 0) {
            depth = 0;
        }
        long most = Math.min(PACKED_AT_MOST, Runtime.getRuntime().maxMemory() / 8 / tile.precision().bytes());
        long group = Math.max(1, most / Math.max(1, depth) / blocks.cols()) * blocks.cols();
        for (long i0 = 0; i0 < c.rows(); i0 += group) {
            long i1 = Math.min(c.rows(), i0 + group);
            try (Packed left = Packed.of(a.block(i0, i1, 0, a.cols()), depth, tile, kernel, workers)) {
                long end = fill == Fill.ALL ? c.cols() : i1;
                for (long j0 = 0; j0 < end; j0 += group) {
                    long j1 = Math.min(c.cols(), j0 + group);
                    if (a.equals(b) && i0 == j0) {
                        new Output(alpha, left, left, beta, c, fill, i0, j0, a.cols(), block).tiles(workers, progress);
                    } else {
                        try (Packed right = Packed.of(b.block(j0, j1, 0, b.cols()), depth, tile, kernel, workers)) {
                            new Output(alpha, left, right, beta, c, fill, i0, j0, a.cols(), block).tiles(workers, progress);
                        }
                    }
                }
            }
        }
    }

    /** The part of C whose factors are packed: rows from {@code i0}, columns from {@code j0} on. */
    private final class Output {
        private final double alpha;
        private final Packed left;
        private final Packed right;
        private final double beta;
        private final Strided c;
        private final Fill fill;
        private final long i0;
        private final long j0;
        /** Length of the inner dimension, without the zeros. */
        private final long products;
        private final int block;
        private final int tileRows;
        private final int tileCols;
        /** Rows of a tile begin in different cache sets, so that reading a column of it does not evict what it reads. */
        private final int stride;

        Output(double alpha, Packed left, Packed right, double beta, Strided c, Fill fill, long i0, long j0, long products, int block) {
            this.alpha = alpha;
            this.left = left;
            this.right = right;
            this.beta = beta;
            this.c = c;
            this.fill = fill;
            this.i0 = i0;
            this.j0 = j0;
            this.products = products;
            this.block = block;
            this.tileRows = (int) Math.min(blocks.rows(), Math.ceilDiv(left.rows(), tile.panel()) * tile.panel());
            this.tileCols = (int) Math.min(blocks.cols(), Math.ceilDiv(right.rows(), tile.panel()) * tile.panel());
            this.stride = tileCols + 64 / tile.precision().bytes();
        }

        void tiles(Workers workers, Progress progress) {
            long across = Math.ceilDiv(right.rows(), tileCols);
            long down = Math.ceilDiv(left.rows(), tileRows);
            workers.forEach(across * down, (index, worker) -> {
                long i = index / across * tileRows;
                long j = index % across * tileCols;
                int rows = (int) Math.min(tileRows, left.rows() - i);
                int cols = (int) Math.min(tileCols, right.rows() - j);
                // A tile of a symmetric result ends where its last row meets the diagonal.
                int end = fill == Fill.ALL ? cols : Math.clamp(i0 + i + rows - j0 - j, 0, cols);
                if (end == 0) {
                    return;
                }
                if (progress.cancelled()) {
                    throw new CancellationException();
                }
                try (Scratch t = Scratch.lease(tile.precision(), tileRows * stride)) {
                    multiply(t, i, j, rows, end);
                    write(t, i0 + i, j0 + j, rows, cols);
                }
                progress.advance(2.0 * entries(i0 + i - j0 - j, rows, cols) * products);
            });
        }

        /** Entries of a tile that are computed, where its first row lies {@code below} rows under the diagonal entry of its first column. */
        private long entries(long below, int rows, int cols) {
            if (fill == Fill.ALL) {
                return (long) rows * cols;
            }
            long entries = 0;
            for (int r = 0; r < rows; r++) {
                entries += Math.clamp(below + r + 1, 0, cols);
            }
            return entries;
        }

        /** The tile's entries up to column {@code cols}, those far above the diagonal left out. */
        private void multiply(Scratch t, long i, long j, int rows, int cols) {
            int height = tile.rows();
            int width = tile.cols();
            int depth = left.depth();
            for (int l = 0; l == 0 || l < depth; l += block) {
                int length = Math.min(block, depth - l);
                int epilogue = l == 0 ? MicroKernel.STORE : MicroKernel.ADD;
                for (int jj = 0; jj < cols; jj += width) {
                    int b = right.at(j + jj, l);
                    int first = fill == Fill.ALL ? 0 : (int) Math.max(0, (j0 + j + jj - i0 - i) / height * height);
                    for (int ii = first; ii < rows; ii += height) {
                        kernel.multiply(left.array(), left.at(i + ii, l), right.array(), b, length, t.array(),
                                t.start() + ii * stride + jj, stride,
                                epilogue);
                    }
                }
            }
        }

        private void write(Scratch scratch, long i, long j, int rows, int cols) {
            Object t = scratch.array();
            try (Scratch row = Scratch.lease(tile.precision(), tileCols)) {
                for (int r = 0; r < rows; r++) {
                    int at = scratch.start() + r * stride;
                    int count = fill == Fill.ALL ? cols : Math.clamp(i + r - j + 1, 0, cols);
                    if (alpha != 1) {
                        elements.scale(alpha, t, at, count);
                    }
                    if (beta != 0) {
                        elements.readRow(fill == Fill.UPPER ? c.transpose() : c, i + r, j, row.array(), 0, count);
                        elements.addScaled(t, at, beta, row.array(), count);
                    }
                    if (fill != Fill.UPPER) {
                        elements.writeRow(t, at, c, i + r, j, count);
                    }
                }
            }
            if (fill == Fill.UPPER || fill == Fill.MIRRORED) {
                for (int s = 0; s < cols; s++) {
                    int from = Math.clamp(j + s - i + (fill == Fill.UPPER ? 0 : 1), 0, rows);
                    elements.scatter(t, scratch.start() + from * stride + s, stride, c.segment(), c.byteOffset(j + s, i + from),
                            c.colStride(), rows - from);
                }
            }
        }
    }
}
