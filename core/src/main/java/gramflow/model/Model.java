package gramflow.model;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;

/**
 * A function of p parameters that takes an example of d numbers to o outputs. Immutable, and safe to share between threads.
 *
 * <p>Two methods beside the sizes are enough for a model of one's own: whatever gives a {@link Jacobian} can be trained, linearised, and has a tangent kernel.
 */
public interface Model {

    /** d, the length of an example. */
    long inputs();

    /** o, the number of outputs. */
    long outputs();

    /** p, the number of parameters that are trained. */
    long parameters();

    /**
     * Evaluates f at w on a set of examples, and keeps what its derivatives need.
     *
     * @param w p × 1
     * @param x n × d, of the precision of w; read where it is, so it must not change while the Jacobian is used
     * @param on who computes, and on which threads
     * @throws IllegalArgumentException if a shape or precision does not fit
     */
    Jacobian jacobian(Matrix w, Matrix x, Products on);

    /**
     * f(w), n × o. The same arguments.
     *
     * @throws IllegalArgumentException if a shape or precision does not fit
     */
    default Matrix value(Matrix w, Matrix x, Products on) {
        return jacobian(w, x, on).value();
    }

    /**
     * What its tangent kernel costs, before anything is computed.
     *
     * @param treatment what is done with several outputs
     */
    TangentCost tangentCost(Outputs treatment);
}
