package gramflow.kernel;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.ProductPair;
import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * K ← Σ_l (s_l·A_l·A_l′ᵀ + c_l) ∘ (D_l·D_l′ᵀ) + β·K out of whatever products a backend has: square tiles of K, each finished in three tiles of scratch (one
 * for each product, one for their sum) and then written once.
 *
 * <p>An entry is the sum over ascending l, begun at 0, of what the products gave, shifted, multiplied and added with a rounding each; then β·K. It follows from the tile's
 * number alone, not from the number of threads.
 */
public final class HadamardTiles {
    /** Side of a tile: three of doubles take 1.5 MiB, and packing the factors of a product anew for each costs a few parts in a hundred of it. */
    private static final int SIDE = 256;
    /** A tile is one worker's: its products use no other. */
    private static final Workers ALONE = Workers.of(1);

    private final List<ProductPair> pairs;
    private final double beta;
    private final Fill fill;
    private final Strided k;
    private final Products products;
    private final Elements elements;

    /**
     * A sum of such products.
     *
     * @param pairs of the shape of k each; all symmetric unless {@code fill} is {@link Fill#ALL}
     * @param beta factor of what k holds; 0 overwrites it unread
     * @param fill which entries are written
     */
    public HadamardTiles(List<ProductPair> pairs, double beta, Fill fill, Strided k, Products products) {
        this.pairs = pairs;
        this.beta = beta;
        this.fill = fill;
        this.k = k;
        this.products = products;
        elements = Elements.of(k.precision());
    }

    /** Products of a backend. */
    public interface Products {
        /** C ← α·A·Bᵀ. */
        void multiply(double alpha, Strided a, Strided b, Strided c, Workers workers);

        /** The lower triangle of K ← α·X·Xᵀ. */
        void gram(double alpha, Strided x, Strided k, Workers workers);
    }

    /** The scratch of a worker. */
    private record Tiles(Scratch left, Scratch right, Scratch sum) {
    }

    /** Computes it. */
    public void run(Workers workers, Progress progress) {
        if (k.isEmpty()) {
            return;
        }
        long across = Math.ceilDiv(k.cols(), SIDE);
        long down = Math.ceilDiv(k.rows(), SIDE);
        TileWriter writer = new TileWriter(1, beta, k, fill, 0, 0);
        Precision precision = k.precision();
        // Behind the sum there is room for a row of K as it was, and behind a left product for one of its rows drawn out.
        int room = (SIDE + 1) * SIDE;
        try (WorkerScratch left = new WorkerScratch(precision, room, workers.threads());
                WorkerScratch right = new WorkerScratch(precision, room, workers.threads());
                WorkerScratch sums = new WorkerScratch(precision, room, workers.threads())) {
            workers.forEach(across * down, (index, worker) -> {
                long i = index / across * SIDE;
                long j = index % across * SIDE;
                int rows = (int) Math.min(SIDE, k.rows() - i);
                int cols = (int) Math.min(SIDE, k.cols() - j);
                if (writer.end(i + rows - 1, j, cols) == 0) {
                    return;
                }
                if (progress.cancelled()) {
                    throw new CancellationException();
                }
                Tiles tiles = new Tiles(left.of(worker), right.of(worker), sums.of(worker));
                elements.clear(tiles.sum.array(), tiles.sum.start(), rows * SIDE);
                double flops = 0;
                for (ProductPair pair : pairs) {
                    flops += add(pair, i, rows, j, cols, tiles);
                }
                writer.write(tiles.sum, 0, SIDE, i, rows, j, cols, SIDE * SIDE);
                progress.advance(flops);
            });
        }
    }

    /** Adds a pair's part of the tile at (i, j) to the sum; returns its share of {@link ProductPair#flops}. */
    private double add(ProductPair pair, long i, int rows, long j, int cols, Tiles tiles) {
        int r = pair.repeat();
        boolean diagonal = fill != Fill.ALL && i == j;
        long aFrom = i / r;
        long a2From = j / r;
        Strided a = pair.a().block(aFrom, (i + rows - 1) / r + 1, 0, pair.a().cols());
        Strided a2 = pair.a2().block(a2From, (j + cols - 1) / r + 1, 0, pair.a2().cols());
        multiply(pair.scale(), a, a2, diagonal, tiles.left);
        Strided d = pair.d();
        Strided d2 = pair.d2();
        if (d == null || d2 == null) {
            for (int row = 0; row < rows; row++) {
                elements.addShifted(tiles.sum.array(), tiles.sum.start() + row * SIDE, tiles.left.array(),
                        tiles.left.start() + row * SIDE, 1, pair.shift(), diagonal ? row + 1 : cols);
            }
        } else {
            multiply(1, d.block(i, i + rows, 0, d.cols()), d2.block(j, j + cols, 0, d2.cols()), diagonal, tiles.right);
            for (int row = 0; row < rows; row++) {
                int count = diagonal ? row + 1 : cols;
                elements.addProduct(tiles.sum.array(), tiles.sum.start() + row * SIDE, tiles.left.array(),
                        left(tiles.left, (int) ((i + row) / r - aFrom), r, (int) (j - a2From * r), count), 1, pair.shift(),
                        tiles.right.array(), tiles.right.start() + row * SIDE, count);
            }
        }
        return flops(pair, i, rows, j, cols);
    }

    /** Where {@code count} entries of that row of the left product begin; each is drawn out to r of them if r &gt; 1, the first {@code skip} left out. */
    private int left(Scratch left, int row, int r, int skip, int count) {
        int at = left.start() + row * SIDE;
        if (r == 1) {
            return at;
        }
        int drawn = left.start() + SIDE * SIDE;
        elements.repeat(left.array(), at, r, skip, drawn, count);
        return drawn;
    }

    private void multiply(double alpha, Strided x, Strided y, boolean diagonal, Scratch to) {
        Strided tile = tile(to, x.rows(), y.rows());
        if (diagonal) {
            products.gram(alpha, x, tile, ALONE);
        } else {
            products.multiply(alpha, x, y, tile, ALONE);
        }
    }

    private Strided tile(Scratch scratch, long rows, long cols) {
        Object array = scratch.array();
        MemorySegment segment = array instanceof double[] f64 ? MemorySegment.ofArray(f64) : MemorySegment.ofArray((float[]) array);
        return new Strided(segment.asSlice((long) scratch.start() * k.precision().bytes()), k.precision(), rows, cols, SIDE, 1);
    }

    /** The flops of a pair fall to tiles by the number of entries that are computed, so that they add up to what was announced. */
    private double flops(ProductPair pair, long i, int rows, long j, int cols) {
        double entries = 0;
        TileWriter writer = new TileWriter(1, beta, k, fill, 0, 0);
        for (int row = 0; row < rows; row++) {
            entries += writer.end(i + row, j, cols);
        }
        double all = fill == Fill.ALL ? (double) k.rows() * k.cols() : (double) k.rows() * (k.rows() + 1) / 2;
        return pair.flops() * entries / all;
    }
}
