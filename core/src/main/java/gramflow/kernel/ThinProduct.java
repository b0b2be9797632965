package gramflow.kernel;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Strided;
import java.util.concurrent.CancellationException;

/**
 * C ← α·A·Bᵀ + β·C where B has few rows, as the last layer of a net has: A is read once and not packed, which would take longer than its product. An entry is
 * the same chain of sums as in {@link TileProduct}.
 */
final class ThinProduct {
    /** Rows of A that a task takes. */
    private static final int ROWS = 64;

    private ThinProduct() {
    }

    /** Whether B is thin enough, and rows of A are something, and lie in one piece. */
    static boolean takes(Strided a, Strided b, Fill fill, Tile tile) {
        return fill == Fill.ALL && b.rows() <= tile.panel() && a.rows() > tile.panel() && a.colStride() == 1 && a.cols() > 0;
    }

    /**
     * The product.
     *
     * @param block columns that are multiplied at a stretch
     */
    static void run(double alpha, Strided a, Strided b, double beta, Strided c, int block, TileProduct by, Workers workers,
            Progress progress) {
        Tile tile = by.tile();
        MicroKernel kernel = by.kernel();
        Elements elements = Elements.of(c.precision());
        TileWriter writer = new TileWriter(alpha, beta, c, Fill.ALL, 0, 0);
        int cols = (int) a.cols();
        int height = tile.rows();
        // Rows begin in different cache sets.
        int stride = cols + Elements.CACHE_LINE / tile.precision().bytes();
        int sums = height * stride;
        int spare = height * tile.panel();
        try (Packed right = Packed.of(b, block, tile, kernel, workers);
                WorkerScratch rows = new WorkerScratch(tile.precision(), sums, workers.threads());
                WorkerScratch tiles = new WorkerScratch(tile.precision(), spare + tile.panel(), workers.threads())) {
            workers.forEach(Math.ceilDiv(a.rows(), ROWS), (task, worker) -> {
                if (progress.cancelled()) {
                    throw new CancellationException();
                }
                Scratch left = rows.of(worker);
                Scratch t = tiles.of(worker);
                long end = Math.min(a.rows(), (task + 1) * ROWS);
                for (long i = task * ROWS; i < end; i += height) {
                    int count = (int) Math.min(height, end - i);
                    // Rows beyond the last are whatever was there: their sums are not written.
                    for (int r = 0; r < count; r++) {
                        elements.readRow(a, i + r, 0, left.array(), left.start() + r * stride, cols);
                    }
                    for (int j = 0; j < b.rows(); j += tile.lanes()) {
                        kernel.multiplyRows(left.array(), left.start(), stride, right.array(), right.at(j, 0), cols, t.array(),
                                t.start() + j, tile.panel());
                    }
                    writer.write(t, 0, tile.panel(), i, count, 0, (int) b.rows(), spare);
                }
                progress.advance(2.0 * cols * (end - task * ROWS) * b.rows());
            });
        }
    }
}
