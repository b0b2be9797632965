package gramflow.model;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;

/** f(w) over a data set. */
public interface Model {
    /** d. */
    long inputs();

    /** o. */
    long outputs();

    /** p. */
    long parameters();

    /** At w (p × 1), over x (n × d). */
    Jacobian jacobian(Matrix w, Matrix x, Products on);

    /** f(w), n × o. */
    Matrix value(Matrix w, Matrix x, Products on);
}
