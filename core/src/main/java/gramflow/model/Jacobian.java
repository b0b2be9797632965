package gramflow.model;

import gramflow.matrix.Matrix;
import gramflow.memory.ProductPair;
import java.util.List;

/** The Jacobian of a model as a linear operator; rows (example, output), outputs fastest. */
public interface Jacobian {
    /** n·o. */
    long rows();

    /** p. */
    long cols();

    /** f(w), n × o. */
    Matrix value();

    /** J·v, v of p × k. */
    Matrix times(Matrix v);

    /** Jᵀ·u, u of n·o × k. */
    Matrix transposeTimes(Matrix u);

    /** Rows {@code from ≤ i < to}. */
    Matrix rows(long from, long to);

    /** J·Jᵀ = Σ hadamard(pairs). */
    List<ProductPair> pairs();
}
