package gramflow.spectrum;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;

/** A formed matrix. Where it is of single precision, so is a product with it; the vectors' copies are kept between calls. */
final class DenseOperator implements SymmetricOperator {
    private final Matrix k;
    private final Products on;
    private final Matrix in;
    private final Matrix out;

    DenseOperator(Matrix k, Products on) {
        if (k.rows() != k.cols()) {
            throw new IllegalArgumentException("operator: the matrix is " + k.shape() + ", expected n x n");
        }
        this.k = k;
        this.on = on;
        long copied = k.precision() == Precision.F64 ? 0 : k.rows();
        in = Matrix.zeros(k.precision(), copied, 1);
        out = Matrix.zeros(k.precision(), copied, 1);
    }

    @Override
    public long order() {
        return k.rows();
    }

    @Override
    public void apply(Matrix x, Matrix y) {
        if (k.precision() == Precision.F64) {
            on.matvec(1, k, x, 0, y);
        } else {
            in.assign(x);
            on.matvec(1, k, in, 0, out);
            y.assign(out);
        }
    }

    @Override
    public double relativeError() {
        return Math.sqrt((double) order()) * k.precision().unitRoundoff();
    }
}
