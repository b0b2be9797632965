package gramflow.gram;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.io.IOException;

/**
 * A kernel matrix whose factors cannot be read from a row on.
 *
 * @param tiles the kernel matrix
 * @param good rows that can be had
 */
record FailingTiles(KernelTiles tiles, long good) implements KernelTiles {
    @Override
    public long rows() {
        return tiles.rows();
    }

    @Override
    public long cols() {
        return tiles.cols();
    }

    @Override
    public boolean symmetric() {
        return tiles.symmetric();
    }

    @Override
    public Precision precision() {
        return tiles.precision();
    }

    @Override
    public long inner() {
        return tiles.inner();
    }

    @Override
    public long granularity() {
        return tiles.granularity();
    }

    @Override
    public long inputBytes() {
        return tiles.inputBytes();
    }

    @Override
    public GramPlan.Way way() {
        return tiles.way();
    }

    @Override
    public void compute(long fromRow, long toRow, long fromCol, long toCol, Matrix target, Products on, Progress progress)
            throws IOException {
        if (toRow > good) {
            throw new IOException("the drawer is stuck");
        }
        tiles.compute(fromRow, toRow, fromCol, toCol, target, on, progress);
    }

    @Override
    public void computeDiagonal(long from, long to, Matrix target, Products on, Progress progress) throws IOException {
        compute(from, to, from, to, target, on, progress);
    }

    @Override
    public String digest() throws IOException {
        return tiles.digest();
    }
}
