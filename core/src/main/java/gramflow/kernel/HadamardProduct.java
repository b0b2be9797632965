package gramflow.kernel;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.ProductPair;
import gramflow.memory.Strided;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * K ← Σ_l (s_l·A_l·A_l′ᵀ + c_l) ∘ (D_l·D_l′ᵀ) + β·K around a micro-kernel. Every factor is packed once, its rows when they are first used; the output is taken in tiles. For each pair a tile of the left product is
 * finished in scratch, then the right product is made, one panel of columns at a time, and multiplied in while it is in the first-level cache. K is touched once, when all
 * pairs have been added.
 *
 * <p>The products are the chains of {@link TileProduct}; what they gave is scaled, shifted, multiplied and added with a rounding each, pair after pair. These are the bits of
 * {@link HadamardTiles} over that product: an entry depends neither on tiles nor on threads.
 */
public final class HadamardProduct {
    private final Tile tile;
    private final BlockSizes blocks;
    private final MicroKernel kernel;

    /** With the micro-kernel and the blocks of that product. */
    public HadamardProduct(TileProduct product) {
        tile = product.tile();
        blocks = product.blocks();
        kernel = product.kernel();
    }

    /** Whether a band of all factors can be packed at once: rows are not too long, and pairs not too many. */
    public boolean takes(List<ProductPair> pairs) {
        for (ProductPair pair : pairs) {
            Strided d = pair.d();
            if (pair.a().cols() > TileProduct.PACKED_DEPTH || (d != null && d.cols() > TileProduct.PACKED_DEPTH)) {
                return false;
            }
        }
        return band(pairs) > 0;
    }

    /** Rows that are packed at a time, whole tiles. */
    private long band(List<ProductPair> pairs) {
        long room = 1;
        for (ProductPair pair : pairs) {
            Strided d = pair.d();
            room += Math.ceilDiv(padded(pair.a()), pair.repeat()) + (d == null ? 0 : padded(d));
        }
        return TileProduct.packedAtMost(tile) / room / blocks.cols() * blocks.cols();
    }

    private int padded(Strided x) {
        return Packed.padded(x.cols(), blocks.blockOf((int) x.cols(), tile.unroll()));
    }

    /**
     * Computes it.
     *
     * @param pairs of the shape of k each, that {@link #takes} takes; all symmetric unless {@code fill} is {@link Fill#ALL}
     * @param beta factor of what k holds; 0 overwrites it unread
     * @param k overlapping no factor
     * @param fill which entries are written
     */
    public void run(List<ProductPair> pairs, double beta, Strided k, Fill fill, Workers workers, Progress progress) {
        if (k.isEmpty()) {
            return;
        }
        double all = fill == Fill.ALL ? (double) k.rows() * k.cols() : (double) k.rows() * (k.rows() + 1) / 2;
        double flopsOfEntry = pairs.stream().mapToDouble(ProductPair::flops).sum() / all;
        boolean symmetric = pairs.stream().allMatch(ProductPair::symmetric);
        long band = band(pairs);
        for (long i0 = 0; i0 < k.rows(); i0 += band) {
            long i1 = Math.min(k.rows(), i0 + band);
            try (PackedRows left = PackedRows.of(pairs, false, i0, i1, blocks, tile, kernel, workers)) {
                long end = fill == Fill.ALL ? k.cols() : i1;
                for (long j0 = 0; j0 < end; j0 += band) {
                    long j1 = Math.min(k.cols(), j0 + band);
                    TileWriter writer = new TileWriter(1, beta, k, fill, i0, j0);
                    if (symmetric && i0 == j0 && i1 == j1) {
                        tiles(pairs, left, left, writer, i1 - i0, j1 - j0, flopsOfEntry, workers, progress);
                    } else {
                        try (PackedRows right = PackedRows.of(pairs, true, j0, j1, blocks, tile, kernel, workers)) {
                            tiles(pairs, left, right, writer, i1 - i0, j1 - j0, flopsOfEntry, workers, progress);
                        }
                    }
                }
            }
        }
    }

    /** The part of K whose factors are packed. */
    private void tiles(List<ProductPair> pairs, PackedRows left, PackedRows right, TileWriter writer, long rows, long cols,
            double flopsOfEntry, Workers workers, Progress progress) {
        int panel = tile.panel();
        int tileCols = (int) Math.min(blocks.cols(), Math.ceilDiv(cols, panel) * panel);
        long across = Math.ceilDiv(cols, tileCols);
        int tileRows = blocks.rowsOf(left.longestBlock(), rows, across, tile, workers.threads());
        long down = Math.ceilDiv(rows, tileRows);
        TileWalk walk = new TileWalk(across, down, blocks.bandOf(across, right.depth(), tileCols, tile), workers.threads());
        PairSums sums = new PairSums(pairs, left, right, writer, tile, kernel, tileRows, tileCols, blocks.leftBytes());
        try (WorkerScratch lefts = new WorkerScratch(tile.precision(), sums.leftRoom(), workers.threads());
                WorkerScratch rights = new WorkerScratch(tile.precision(), sums.room(), workers.threads());
                WorkerScratch totals = new WorkerScratch(tile.precision(), sums.room(), workers.threads())) {
            workers.forEach(walk.tiles(), (index, worker) -> {
                long i = walk.row(index) * tileRows;
                long j = walk.col(index) * tileCols;
                int height = (int) Math.min(tileRows, rows - i);
                int width = (int) Math.min(tileCols, cols - j);
                int last = writer.end(i + height - 1, j, width);
                if (last == 0) {
                    return;
                }
                if (progress.cancelled()) {
                    throw new CancellationException();
                }
                Scratch t = lefts.of(worker);
                Scratch total = totals.of(worker);
                double entries = (double) height * width;
                if (!sums.compute(i, height, j, last, t, rights.of(worker), total, worker)) {
                    sums.inRows(total, height, last, t);
                    int stride = sums.stride();
                    entries = writer.write(t, 0, stride, i, height, j, width, tileRows * stride);
                }
                progress.advance(flopsOfEntry * entries);
            });
        }
        long packing = left.nanos() + right.nanos();
        progress.packed(System.nanoTime() - packing / workers.threads());
    }
}
