package gramflow.gram;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;

/** What a Gram matrix is made from. */
sealed interface Factors permits PairFactors, TangentFactors, TileFactors {

    /**
     * What it will cost.
     *
     * @throws IllegalArgumentException if K would have more than 2⁶³ bytes
     */
    GramPlan plan();

    /**
     * K block by block.
     *
     * @throws IllegalStateException if it is not laid out as a matrix
     */
    KernelTiles tiles();

    /** Computes all entries of K. */
    void compute(Matrix k, Products on, Progress progress);
}
