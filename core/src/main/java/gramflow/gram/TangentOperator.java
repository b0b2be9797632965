package gramflow.gram;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import gramflow.model.Jacobian;
import gramflow.spectrum.SymmetricOperator;

/**
 * The tangent kernel K = J·Jᵀ without K: a product is one with Jᵀ and one with J, twice {@link Jacobian#flops}. For one thread at a time.
 */
public final class TangentOperator implements SymmetricOperator {
    private final Jacobian jacobian;
    private final Matrix in;
    private final Matrix moved;
    private final Matrix out;

    /** Of all outputs, rows in the order of the Jacobian's. */
    public TangentOperator(Jacobian jacobian) {
        Precision precision = jacobian.value().precision();
        this.jacobian = jacobian;
        in = Matrix.zeros(precision, jacobian.rows(), 1);
        moved = Matrix.zeros(precision, jacobian.cols(), 1);
        out = Matrix.zeros(precision, jacobian.rows(), 1);
    }

    @Override
    public long order() {
        return jacobian.rows();
    }

    @Override
    public void apply(Matrix x, Matrix y) {
        in.assign(x);
        jacobian.transposeTimes(in, moved);
        jacobian.times(moved, out);
        y.assign(out);
    }

    /** Sums of p products are in it, of n, and of each layer's width: √p·u covers them in practice. */
    @Override
    public double relativeError() {
        return Math.sqrt((double) Math.max(jacobian.cols(), order())) * jacobian.value().precision().unitRoundoff();
    }
}
