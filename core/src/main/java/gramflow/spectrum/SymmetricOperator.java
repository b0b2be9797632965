package gramflow.spectrum;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;

/**
 * A symmetric n × n matrix of which no more is known than its products with vectors: a formed K, tiles on disk, or a Jacobian and its transpose. Products
 * are deterministic; several threads do not call one operator at once.
 */
public interface SymmetricOperator {

    /** n. */
    long order();

    /**
     * y ← K·x.
     *
     * @param x n × 1 f64
     * @param y n × 1 f64, whatever it held; does not overlap x
     */
    void apply(Matrix x, Matrix y);

    /**
     * How far {@link #apply} may be off, ‖computed − K·x‖ ≤ this·‖K‖₂·‖x‖. By default √n·u, which holds for sums of n products with overwhelming probability
     * (Higham and Mary, SIAM J. Sci. Comput. 41, 2019); the certain bound is n·u.
     */
    default double relativeError() {
        return Math.sqrt((double) order()) * Precision.F64.unitRoundoff();
    }

    /**
     * This and a multiple of the identity: K + s·I.
     *
     * @param shift s
     */
    default SymmetricOperator plus(double shift, Products on) {
        SymmetricOperator unshifted = this;
        return new SymmetricOperator() {
            @Override
            public long order() {
                return unshifted.order();
            }

            @Override
            public void apply(Matrix x, Matrix y) {
                unshifted.apply(x, y);
                on.axpy(shift, x, y);
            }

            @Override
            public double relativeError() {
                return unshifted.relativeError();
            }
        };
    }

    /**
     * A formed matrix. 2n² flops a product; K is read once.
     *
     * @param k n × n, symmetric, both triangles; read where it is
     * @throws IllegalArgumentException if it is not square
     */
    static SymmetricOperator of(Matrix k, Products on) {
        return new DenseOperator(k, on);
    }
}
