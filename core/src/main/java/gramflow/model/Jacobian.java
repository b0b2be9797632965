package gramflow.model;

import gramflow.matrix.Matrix;
import gramflow.memory.ProductPair;
import java.util.List;
import java.util.Optional;

/**
 * The Jacobian J of f over n examples at some parameters, as a linear operator that is never formed: n·o rows, p columns. Row i·o + q belongs to output q
 * of example i.
 *
 * <p>It keeps what the evaluation of f left (activations and their slopes) and scratch for its products, which therefore allocate nothing once they have
 * been called. For one thread at a time; the work inside is shared among the workers it was made with.
 */
public interface Jacobian {

    /** n·o. */
    long rows();

    /** p. */
    long cols();

    /** n, the number of examples. */
    long examples();

    /** The function it is the Jacobian of. */
    Model model();

    /** f(w), n × o: a view that {@link #moveTo} changes. */
    Matrix value();

    /**
     * Evaluates f at other parameters on the same examples, in the same memory. Every view and pair taken from this Jacobian changes with it.
     *
     * @param w p × 1, of the same precision
     * @throws IllegalArgumentException if the shape or precision does not fit
     */
    void moveTo(Matrix w);

    /**
     * J·V: how f changes when w moves along each column of V.
     *
     * @param v p × k
     * @param result (n·o) × k, overwritten
     * @throws IllegalArgumentException if a shape or precision does not fit
     */
    void times(Matrix v, Matrix result);

    /** J·V in new memory. */
    default Matrix times(Matrix v) {
        Matrix result = Matrix.zeros(v.precision(), rows(), v.cols());
        times(v, result);
        return result;
    }

    /**
     * Jᵀ·U: gradients of ⟨u, f(w)⟩, for each column u of U.
     *
     * @param u (n·o) × k
     * @param result p × k, overwritten
     * @throws IllegalArgumentException if a shape or precision does not fit
     */
    void transposeTimes(Matrix u, Matrix result);

    /** Jᵀ·U in new memory. */
    default Matrix transposeTimes(Matrix u) {
        Matrix result = Matrix.zeros(u.precision(), cols(), u.cols());
        transposeTimes(u, result);
        return result;
    }

    /**
     * Rows of J, written out.
     *
     * @param from the first
     * @param result its number of rows is how many; p columns; overwritten
     * @throws IllegalArgumentException if a shape or precision does not fit, or there are no such rows
     */
    void rows(long from, Matrix result);

    /**
     * Rows {@code from ≤ i < to} of J, written out in new memory.
     *
     * @throws IllegalArgumentException if there are no such rows
     */
    default Matrix rows(long from, long to) {
        Matrix rows = Matrix.zeros(value().precision(), to - from, cols());
        rows(from, rows);
        return rows;
    }

    /**
     * The factors of the tangent kernel: K = J·Jᵀ is the sum of these products, layer by layer (THEORY, part C). Made by the first call, which is a backward
     * pass; later calls cost nothing.
     *
     * @param outputs what is done with several outputs
     */
    List<ProductPair> pairs(Outputs outputs);

    /** Additions and multiplications of one {@link #times} with a vector; those of {@link #transposeTimes} are as many. */
    double flops();

    /**
     * What f does beyond its linearisation at the parameters as they are now; {@link #moveTo} does not change it. Empty if the model cannot tell that from rounding.
     */
    default Optional<Bending> bending() {
        return Optional.empty();
    }
}
