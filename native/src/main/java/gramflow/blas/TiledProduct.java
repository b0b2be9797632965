package gramflow.blas;

import gramflow.backend.Triangle;
import gramflow.blas.Tiling.Tiles;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.concurrent.CancellationException;

/**
 * Products of matrices, tile by tile, on workers. A tile is done by one worker, sums in pieces of the tiling's depth, in order.
 */
final class TiledProduct {
    private final BlockKernels kernels;
    private final Tiling tiling;

    TiledProduct(BlockKernels kernels, Tiling tiling) {
        this.kernels = kernels;
        this.tiling = tiling;
    }

    /** C ← α·A·B + β·C; nothing is empty, and α is not 0. */
    void gemm(double alpha, Strided a, Strided b, double beta, Strided c, Workers workers, Progress progress) {
        Tiles tiles = tiling.of(c.rows(), c.cols());
        workers.forEach(tiles.down() * tiles.across(), (task, worker) -> {
            long i0 = task / tiles.across() * tiles.rows();
            long j0 = task % tiles.across() * tiles.cols();
            long i1 = Math.min(c.rows(), i0 + tiles.rows());
            long j1 = Math.min(c.cols(), j0 + tiles.cols());
            tile(alpha, a.block(i0, i1, 0, a.cols()), b.block(0, b.rows(), j0, j1), beta, c.block(i0, i1, j0, j1), progress);
        });
    }

    /** K ← α·X·Xᵀ + β·K on a triangle of K; nothing is empty, and α is not 0. */
    void gram(double alpha, Strided x, double beta, Triangle triangle, Strided k, Workers workers, Progress progress) {
        // The upper triangle of K is the lower one of Kᵀ.
        Strided lower = triangle == Triangle.UPPER ? k.transpose() : k;
        Tiles tiles = tiling.of(k.rows());
        long side = tiles.rows();
        long belowDiagonal = tiles.down() * (tiles.down() - 1) / 2;
        // Those on the diagonal have half the work: they come last, to even out the end.
        workers.forEach(belowDiagonal + tiles.down(), (task, worker) -> {
            long row = task < belowDiagonal ? rowOf(task) : task - belowDiagonal;
            long col = task < belowDiagonal ? task - row * (row - 1) / 2 : row;
            long i0 = row * side;
            long j0 = col * side;
            long i1 = Math.min(k.rows(), i0 + side);
            long j1 = Math.min(k.rows(), j0 + side);
            Strided left = x.block(i0, i1, 0, x.cols());
            Strided tile = lower.block(i0, i1, j0, j1);
            if (row == col) {
                diagonalTile(alpha, left, beta, tile, progress);
                if (triangle == Triangle.BOTH) {
                    Transfer.mirrorLower(tile);
                }
            } else {
                tile(alpha, left, x.block(j0, j1, 0, x.cols()).transpose(), beta, tile, progress);
                if (triangle == Triangle.BOTH) {
                    Transfer.copy(tile, k.block(j0, j1, i0, i1).transpose());
                }
            }
        });
    }

    /** Row of the {@code task}-th tile below the diagonal, counted row by row: the largest r with r(r−1)/2 ≤ task. */
    static long rowOf(long task) {
        long row = (long) ((1 + Math.sqrt(1 + 8.0 * task)) / 2);
        // The root may be off by a rounding.
        while (row * (row - 1) / 2 > task) {
            row--;
        }
        while (row * (row + 1) / 2 <= task) {
            row++;
        }
        return row;
    }

    private void tile(double alpha, Strided a, Strided b, double beta, Strided c, Progress progress) {
        Precision precision = c.precision();
        int m = (int) c.rows();
        int n = (int) c.cols();
        int depth = (int) Math.min(a.cols(), tiling.depth());
        try (Staging staging = new Staging(kernels, precision, 2.0 * m * n * depth)) {
            boolean direct = staging.takes(c);
            Strided result = direct ? c : staging.dense(c, new Staging.Place());
            if (!direct && beta != 0) {
                Transfer.copy(c, result);
            }
            Staging.Place left = new Staging.Place();
            Staging.Place right = new Staging.Place();
            for (long l0 = 0; l0 < a.cols(); l0 += depth) {
                stopIfCancelled(progress);
                long l1 = Math.min(a.cols(), l0 + depth);
                kernels.gemm(precision, m, n, (int) (l1 - l0), alpha, staging.input(a.block(0, m, l0, l1), left),
                        staging.input(b.block(l0, l1, 0, n), right), l0 == 0 ? beta : 1, Operand.of(result));
                progress.advance(2.0 * m * n * (l1 - l0));
            }
            if (!direct) {
                Transfer.copy(result, c);
            }
        }
    }

    /** The lower triangle of a tile on the diagonal. */
    private void diagonalTile(double alpha, Strided x, double beta, Strided k, Progress progress) {
        Precision precision = k.precision();
        int n = (int) k.rows();
        int depth = (int) Math.min(x.cols(), tiling.depth());
        try (Staging staging = new Staging(kernels, precision, 2.0 * n * n * depth)) {
            boolean direct = kernels.hasSyrk() && staging.takes(k);
            Strided result = direct ? k : staging.dense(k, new Staging.Place());
            if (!direct && beta != 0) {
                Transfer.copyLower(k, result);
            }
            Staging.Place left = new Staging.Place();
            for (long l0 = 0; l0 < x.cols(); l0 += depth) {
                stopIfCancelled(progress);
                long l1 = Math.min(x.cols(), l0 + depth);
                Operand factor = staging.input(x.block(0, n, l0, l1), left);
                double factorOfResult = l0 == 0 ? beta : 1;
                if (kernels.hasSyrk()) {
                    kernels.syrk(precision, n, (int) (l1 - l0), alpha, factor, factorOfResult, Operand.of(result));
                } else {
                    Operand transposed = new Operand(factor.memory(), !factor.byRows(), factor.stride());
                    kernels.gemm(precision, n, n, (int) (l1 - l0), alpha, factor, transposed, factorOfResult, Operand.of(result));
                }
                progress.advance((double) n * (n + 1) * (l1 - l0));
            }
            if (!direct) {
                Transfer.copyLower(result, k);
            }
        }
    }

    static void stopIfCancelled(Progress progress) {
        if (progress.cancelled()) {
            throw new CancellationException();
        }
    }
}
