package gramflow.gram;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.ProductPair;
import gramflow.memory.Strided;
import gramflow.spectrum.Entries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A symmetric kernel matrix of which rows are computed when they are asked for, and that never exists as a whole: for {@link gramflow.spectrum.RandomlyPivotedCholesky} where n² is out of the question. m rows take
 * 2·m·n flops for each length of the factors' rows. For one thread at a time.
 */
public final class KernelEntries implements Entries {
    private final KernelTiles tiles;
    private final Products on;
    private Matrix kept;

    /**
     * Of any kernel.
     *
     * @throws IllegalArgumentException if it is not symmetric
     */
    public KernelEntries(KernelTiles tiles, Products on) {
        if (!tiles.symmetric()) {
            throw new IllegalArgumentException("a K of %d x %d that is not symmetric has no factor of low rank".formatted(tiles.rows(),
                    tiles.cols()));
        }
        this.tiles = tiles;
        this.on = on;
        kept = Matrix.zeros(tiles.precision(), 0, tiles.rows());
    }

    @Override
    public long order() {
        return tiles.rows();
    }

    @Override
    public void diagonal(Matrix diagonal) {
        if (tiles instanceof PairTiles pairs) {
            on.workers().forEach(order(), (i, worker) -> diagonal.set(i, 0, entry(pairs.pairs(), i)));
            return;
        }
        long step = tiles.granularity();
        Matrix block = Matrix.zeros(tiles.precision(), step, step);
        for (long i = 0; i < order(); i += step) {
            compute(i, i + step, i, i + step, block);
            for (long k = 0; k < step; k++) {
                diagonal.set(i + k, 0, block.get(k, k));
            }
        }
    }

    /** Entry (i, i): the sum of the pairs in double precision. */
    private static double entry(List<ProductPair> pairs, long i) {
        double sum = 0;
        for (ProductPair pair : pairs) {
            Strided d = pair.d();
            sum += (pair.scale() * square(pair.a(), i / pair.repeat()) + pair.shift()) * (d == null ? 1 : square(d, i));
        }
        return sum;
    }

    private static double square(Strided x, long row) {
        double sum = 0;
        for (long j = 0; j < x.cols(); j++) {
            double entry = x.get(row, j);
            sum += entry * entry;
        }
        return sum;
    }

    @Override
    public void rows(long[] indices, Matrix rows) {
        boolean direct = rows.precision() == tiles.precision();
        if (tiles instanceof PairTiles pairs && tiles.granularity() == 1) {
            Matrix target = direct ? rows : own(indices.length);
            pairs.among(indices).computeWhole(target, on, Progress.NONE);
            if (!direct) {
                assign(target, rows);
            }
            return;
        }
        long step = tiles.granularity();
        Matrix block = Matrix.zeros(tiles.precision(), step, order());
        for (int r = 0; r < indices.length; r++) {
            long first = indices[r] / step * step;
            compute(first, first + step, 0, order(), block);
            rows.rows(r, r + 1L).assign(block.rows(indices[r] - first, indices[r] - first + 1));
        }
    }

    /** Room for so many rows in K's own precision, kept from call to call: what is left to the collector may pile up to gigabytes. */
    private Matrix own(long count) {
        if (kept.rows() < count) {
            kept = Matrix.zeros(tiles.precision(), count, order());
        }
        return kept.rows(0, count);
    }

    private void compute(long fromRow, long toRow, long fromCol, long toCol, Matrix target) {
        try {
            tiles.compute(fromRow, toRow, fromCol, toCol, target, on, Progress.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another precision is an entry at a time, so all threads take part. */
    private void assign(Matrix from, Matrix to) {
        on.workers().forEach(from.rows(), (i, worker) -> to.rows(i, i + 1).assign(from.rows(i, i + 1)));
    }

    /** The rows of a factor with those numbers, copied. */
    static Strided gathered(Strided factor, long[] indices) {
        Matrix copy = Matrix.zeros(factor.precision(), indices.length, factor.cols());
        Matrix whole = Matrix.over(factor.segment(), factor.precision(), factor.rows(), factor.cols(), factor.rowStride(),
                factor.colStride());
        for (int r = 0; r < indices.length; r++) {
            copy.rows(r, r + 1L).assign(whole.rows(indices[r], indices[r] + 1));
        }
        return copy.strided();
    }
}
