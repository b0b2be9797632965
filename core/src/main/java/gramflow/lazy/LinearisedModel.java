package gramflow.lazy;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.memory.ProductPair;
import gramflow.model.Bending;
import gramflow.model.Jacobian;
import gramflow.model.Model;
import gramflow.model.Outputs;
import gramflow.model.TangentCost;
import java.util.List;
import java.util.Optional;

/**
 * f₀(u) = f(w₀) + J₀(u − w₀): a model whose gradient flow is the tangent flow of another. On the examples it was made for, and no others.
 *
 * @param of f
 * @param start w₀, p × 1
 */
record LinearisedModel(Model of, Matrix start) implements Model {

    @Override
    public long inputs() {
        return of.inputs();
    }

    @Override
    public long outputs() {
        return of.outputs();
    }

    @Override
    public long parameters() {
        return of.parameters();
    }

    @Override
    public TangentCost tangentCost(Outputs treatment) {
        return of.tangentCost(treatment);
    }

    @Override
    public Jacobian jacobian(Matrix w, Matrix x, Products on) {
        Constant jacobian = new Constant(this, of.jacobian(start, x, on), Matrix.zeros(Precision.F64, x.rows(), outputs()), on);
        jacobian.moveTo(w);
        return jacobian;
    }

    private record Constant(LinearisedModel model, Jacobian at, Matrix value, Products on) implements Jacobian {
        @Override
        public void moveTo(Matrix w) {
            Matrix way = w.copy(Precision.F64);
            on.axpy(-1, model.start, way);
            value.assign(at.value());
            on.axpy(1, Matrix.over(at.times(way).strided().segment(), Precision.F64, value.rows(), value.cols(), value.cols(), 1), value);
        }

        @Override
        public long rows() {
            return at.rows();
        }

        @Override
        public long cols() {
            return at.cols();
        }

        @Override
        public long examples() {
            return at.examples();
        }

        @Override
        public void times(Matrix v, Matrix result) {
            at.times(v, result);
        }

        @Override
        public void transposeTimes(Matrix u, Matrix result) {
            at.transposeTimes(u, result);
        }

        @Override
        public void rows(long from, Matrix result) {
            at.rows(from, result);
        }

        @Override
        public List<ProductPair> pairs(Outputs outputs) {
            return at.pairs(outputs);
        }

        @Override
        public double flops() {
            return at.flops();
        }

        @Override
        public Optional<Bending> bending() {
            return Optional.of(new Straight(this));
        }
    }

    /** What never bends. */
    private static final class Straight implements Bending {
        private final Jacobian at;
        private Matrix d;

        Straight(Jacobian at) {
            this.at = at;
            d = Matrix.zeros(Precision.F64, at.cols(), 1);
        }

        @Override
        public void moveTo(Matrix to) {
            d = to;
        }

        @Override
        public Matrix linear() {
            return at.times(d);
        }

        @Override
        public Matrix rest() {
            return Matrix.zeros(Precision.F64, at.rows(), 1);
        }

        @Override
        public Matrix gradientChange(Matrix u) {
            return Matrix.zeros(Precision.F64, at.cols(), 1);
        }
    }
}
