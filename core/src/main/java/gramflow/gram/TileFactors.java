package gramflow.gram;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Blocks from anywhere.
 *
 * @param tiles of K
 */
record TileFactors(KernelTiles tiles) implements Factors {

    @Override
    public GramPlan plan() {
        return tiles.plan();
    }

    @Override
    public void compute(Matrix k, Products on, Progress progress) {
        progress.begin("gram", plan().flops());
        Progress pieces = new Pieces(progress);
        try {
            if (tiles.symmetric()) {
                tiles.computeDiagonal(0, tiles.rows(), k, on, pieces);
            } else {
                tiles.compute(0, tiles.rows(), 0, tiles.cols(), k, on, pieces);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
