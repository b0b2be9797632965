package gramflow.gram;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;

/** What a Gram matrix is made from. */
sealed interface Factors permits RowFactors, TangentFactors {

    /**
     * What it will cost.
     *
     * @throws IllegalArgumentException if K would have more than 2⁶³ bytes
     */
    GramPlan plan();

    /** Computes all entries of K. */
    void compute(Matrix k, Products on, Progress progress);
}
