package gramflow.kernel;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * C ← α·A·Bᵀ + β·C around a micro-kernel. Both factors are packed once, each panel just before it is first used; the output is taken in tiles, each finished in scratch that stays in the cache
 * and then written to C once, so that C's memory is touched once whatever the inner dimension.
 *
 * <p>An entry is one chain of sums over ascending l, begun at 0: its bits depend on FMA or not, and on nothing else; not on tiles or blocks, not on threads.
 * Without FMA they are those of the scalar reference. (Inner dimensions beyond {@value #PACKED_DEPTH} are taken in slices of that, added in C.)
 */
public final class TileProduct {
    /** Elements of packed scratch for one factor at most: larger factors are packed piece by piece. 512 MiB of doubles. */
    private static final long PACKED_AT_MOST = 1L << 26;
    /** Inner dimension that is packed at a time at most: a panel of it always fits in an array, and passes over C are rare. */
    static final int PACKED_DEPTH = 1 << 14;
    /** Panels of either factor below which a product has few. */
    static final long FEW = 6;
    /**
     * Panels up to which micro-tiles are cut to the columns that are wanted. It gains a hundredth at 32 panels and half of that at 64; and every method that is used is one more to wait for in a new virtual machine: the
     * second and third call of gram at 2000 x 1000 took 215 and 95 ms where this was used, 105 and 45 where not.
     */
    private static final long CUT = 64;

    private final Tile tile;
    private final BlockSizes blocks;
    private final MicroKernel kernel;
    /** What multiplies few panels, if another tile does it better. */
    private final @Nullable TileProduct ofFew;

    /** For a register tile; generates its micro-kernel. */
    public TileProduct(Tile tile, BlockSizes blocks) {
        this.tile = tile;
        this.blocks = blocks;
        this.kernel = MicroKernelGenerator.generate(tile);
        this.ofFew = tile.ofFew().equals(tile) ? null : new TileProduct(tile.ofFew(), blocks);
    }

    /** The register tile. */
    public Tile tile() {
        return tile;
    }

    /** Forward substitution on the same micro-kernel; null where the tile does not allow it. */
    public @Nullable TriangleSolve triangleSolve() {
        return TriangleSolve.takes(tile) ? new TriangleSolve(tile, kernel) : null;
    }

    /** Its micro-kernel. */
    MicroKernel kernel() {
        return kernel;
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
        if (ofFew != null && Math.min(c.rows(), c.cols()) < FEW * tile.panel()) {
            ofFew.run(alpha, a, b, beta, c, fill, workers, progress);
            return;
        }
        for (long k0 = 0; k0 == 0 || k0 < a.cols(); k0 += PACKED_DEPTH) {
            long k1 = Math.min(a.cols(), k0 + PACKED_DEPTH);
            Strided left = a.block(0, a.rows(), k0, k1);
            Strided right = a.equals(b) ? left : b.block(0, b.rows(), k0, k1);
            slice(alpha, left, right, k0 == 0 ? beta : 1, c, fill, workers, progress);
        }
    }

    /** Elements of packed scratch for one side of a product at most. */
    static long packedAtMost(Tile tile) {
        return Math.min(PACKED_AT_MOST, Runtime.getRuntime().maxMemory() / 8 / tile.precision().bytes());
    }

    /** As {@link #run}, for an inner dimension that is packed whole. */
    private void slice(double alpha, Strided a, Strided b, double beta, Strided c, Fill fill, Workers workers, Progress progress) {
        int block = blocks.blockOf((int) a.cols(), tile.unroll());
        if (ThinProduct.takes(a, b, fill, tile)) {
            ThinProduct.run(alpha, a, b, beta, c, block, this, workers, progress);
            return;
        }
        int depth = Packed.padded(a.cols(), block);
        long group = Math.max(1, packedAtMost(tile) / Math.max(1, depth) / blocks.cols()) * blocks.cols();
        for (long i0 = 0; i0 < c.rows(); i0 += group) {
            long i1 = Math.min(c.rows(), i0 + group);
            try (Packed left = pack(a.block(i0, i1, 0, a.cols()), block, workers, progress)) {
                long end = fill == Fill.ALL ? c.cols() : i1;
                for (long j0 = 0; j0 < end; j0 += group) {
                    long j1 = Math.min(c.cols(), j0 + group);
                    if (a.equals(b) && i0 == j0) {
                        tiles(left, left, a.cols(), new TileWriter(alpha, beta, c, fill, i0, j0), workers, progress);
                    } else {
                        try (Packed right = pack(b.block(j0, j1, 0, b.cols()), block, workers, progress)) {
                            tiles(left, right, a.cols(), new TileWriter(alpha, beta, c, fill, i0, j0), workers, progress);
                        }
                    }
                }
            }
        }
    }

    /** A factor: packed on use, unless all of it stays in the second-level cache anyhow. */
    private Packed pack(Strided x, int block, Workers workers, Progress progress) {
        long length = Packed.length(x.rows(), Packed.padded(x.cols(), block), tile.panel());
        if (length * tile.precision().bytes() > blocks.leftBytes()) {
            return Packed.onUse(x, block, tile, kernel, workers);
        }
        long begin = System.nanoTime();
        Packed packed = Packed.of(x, block, tile, kernel, workers);
        progress.packed(begin);
        return packed;
    }

    /**
     * The part of C whose factors are packed, tile by tile.
     *
     * @param products length of the inner dimension without the zeros that pad it
     */
    private void tiles(Packed left, Packed right, long products, TileWriter writer, Workers workers, Progress progress) {
        int tileCols = (int) Math.min(blocks.cols(), Math.ceilDiv(right.rows(), tile.panel()) * tile.panel());
        // Rows of a tile begin in different cache sets, so that reading a column of it does not evict what it reads.
        int stride = tileCols + Elements.CACHE_LINE / tile.precision().bytes();
        long across = Math.ceilDiv(right.rows(), tileCols);
        int tileRows = blocks.rowsOf(left.block(), left.rows(), across, tile, workers.threads());
        long down = Math.ceilDiv(left.rows(), tileRows);
        boolean outside = writer.writesItself();
        TileWalk walk = new TileWalk(across, down, blocks.bandOf(across, right.depth(), tileCols, tile), workers.threads());
        // Behind the tile there is room for a row of C as it was.
        try (WorkerScratch scratch = new WorkerScratch(tile.precision(), (tileRows + 1) * stride, workers.threads())) {
            workers.forEach(walk.tiles(), (index, worker) -> {
                long i = walk.row(index) * tileRows;
                long j = walk.col(index) * tileCols;
                int rows = (int) Math.min(tileRows, left.rows() - i);
                int cols = (int) Math.min(tileCols, right.rows() - j);
                int last = writer.end(i + rows - 1, j, cols);
                if (last == 0) {
                    return;
                }
                if (progress.cancelled()) {
                    throw new CancellationException();
                }
                left.hold(i, i + rows, worker);
                right.need(j, j + last, worker);
                Scratch t = scratch.of(worker);
                int blocks = outside ? left.depth() - left.block() : left.depth();
                for (int l = 0; l < blocks || (l == 0 && !outside); l += left.block()) {
                    multiply(left, i, rows, right, j, last, l, writer, t, stride);
                }
                long entries = outside
                        ? outside(left, i, rows, right, j, last, writer, t, stride, tileRows * stride)
                        : writer.write(t, 0, stride, i, rows, j, cols, tileRows * stride);
                progress.advance(2.0 * products * entries);
            });
        }
        long packing = left.nanos() + right.nanos();
        if (packing > 0) {
            progress.packed(System.nanoTime() - packing / workers.threads());
        }
    }

    /**
     * The last block of the inner dimension of one tile, micro-tile by micro-tile: those that lie wholly in what is computed straight to C, the others
     * by way of scratch, where all have what earlier blocks came to. Where C is added to, whole ones go by way of scratch too, and leave it one column of them at a
     * time.
     *
     * @return number of entries that were computed
     */
    private long outside(Packed left, long i, int rows, Packed right, long j, int cols, TileWriter writer, Scratch t, int stride,
            int spare) {
        long entries = 0;
        for (int jj = 0; jj < cols; jj += tile.cols()) {
            entries += columnOutside(left, i, rows, right, j, cols, jj, writer, t, stride, spare);
        }
        return entries;
    }

    /**
     * Micro-tiles one below another, from column {@code jj} of the tile on. A method of its own, so that C2 compiles it once: loops over both directions it compiled three times, twice of them for a run that was
     * under way, and in a new virtual machine the fourth to ninth call of gram at 2000 x 1000 on two CPUs waited for that.
     */
    private long columnOutside(Packed left, long i, int rows, Packed right, long j, int cols, int jj, TileWriter writer, Scratch t,
            int stride,
            int spare) {
        int height = tile.rows();
        int width = tile.cols();
        int l = Math.max(0, left.depth() - left.block());
        int b = right.at(j + jj, l);
        int first = writer.firstRow(i, j + jj) / height * height;
        int whole = jj + width > cols ? rows : writer.firstRow(i, j + jj + width - 1);
        int added = 0;
        long entries = 0;
        for (int ii = first; ii < rows; ii += height) {
            int a = left.at(i + ii, l);
            int at = ii * stride + jj;
            boolean inside = ii >= whole && ii + height <= rows;
            if (inside && !writer.adds()) {
                toMemory(left, a, right, b, l, writer, i + ii, j + jj, t, at, stride);
                entries += (long) height * width;
                continue;
            }
            int wanted = writer.end(i + Math.min(ii + height, rows) - 1, j + jj, Math.min(width, cols - jj));
            toScratch(left, a, right, b, l, left.depth() - l, wanted, t, at, stride);
            if (inside) {
                added += height;
            } else {
                entries += writer.write(t, at, stride, i + ii, Math.min(height, rows - ii), j + jj, Math.min(width, cols - jj), spare);
            }
        }
        if (added > 0) {
            int ii = Math.ceilDiv(Math.max(first, whole), height) * height;
            Strided c = writer.c();
            kernel.addOutside(t.array(), t.start() + ii * stride + jj, stride, added, c.segment(), writer.at(i + ii, j + jj),
                    c.rowStride() * c.precision().bytes(), writer.alpha());
            entries += (long) added * width;
        }
        return entries;
    }

    private void toMemory(Packed left, int a, Packed right, int b, int l, TileWriter writer, long i, long j, Scratch t, int at,
            int stride) {
        int depth = left.depth() - l;
        MemorySegment c = writer.c().segment();
        long offset = writer.at(i, j);
        long rowBytes = writer.c().rowStride() * writer.c().precision().bytes();
        double alpha = writer.alpha();
        if (l == 0) {
            kernel.storeOutside(left.array(), a, right.array(), b, depth, c, offset, rowBytes, alpha);
        } else {
            kernel.storeOntoOutside(left.array(), a, right.array(), b, depth, t.array(), t.start() + at, stride, c, offset, rowBytes,
                    alpha);
        }
    }

    /**
     * One block of the sums of a micro-tile.
     *
     * @param wanted columns of it that are: at the diagonal, and beyond the last, often no more than a vector
     */
    private void toScratch(Packed left, int a, Packed right, int b, int l, int length, int wanted, Scratch t, int at, int stride) {
        boolean cut = tile.vectors() > 1 && wanted <= tile.lanes() && left.rows() <= CUT * tile.panel();
        if (cut && length == left.depth()) {
            kernel.multiplyNarrow(left.array(), a, right.array(), b, length, t.array(), t.start() + at, stride);
        } else if (l == 0) {
            kernel.multiply(left.array(), a, right.array(), b, length, t.array(), t.start() + at, stride);
        } else {
            kernel.multiplyOnto(left.array(), a, right.array(), b, length, t.array(), t.start() + at, stride);
        }
    }

    /** One block of the sums of one tile, those of micro-tiles that lie wholly above the diagonal left out. */
    private void multiply(Packed left, long i, int rows, Packed right, long j, int cols, int l, TileWriter writer, Scratch t, int stride) {
        int length = Math.min(left.block(), left.depth() - l);
        for (int jj = 0; jj < cols; jj += tile.cols()) {
            int b = right.at(j + jj, l);
            int first = writer.firstRow(i, j + jj) / tile.rows() * tile.rows();
            for (int ii = first; ii < rows; ii += tile.rows()) {
                int wanted = writer.end(i + Math.min(ii + tile.rows(), rows) - 1, j + jj, Math.min(tile.cols(), cols - jj));
                toScratch(left, left.at(i + ii, l), right, b, l, length, wanted, t, ii * stride + jj, stride);
            }
        }
    }
}
