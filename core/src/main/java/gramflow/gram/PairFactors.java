package gramflow.gram;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;

/**
 * Factors that are there.
 *
 * @param tiles of K
 */
record PairFactors(PairTiles tiles) implements Factors {

    @Override
    public GramPlan plan() {
        return Shape.of(tiles).plan();
    }

    @Override
    public void compute(Matrix k, Products on, Progress progress) {
        tiles.computeWhole(k, on, progress);
    }
}
