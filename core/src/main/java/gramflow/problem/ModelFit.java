package gramflow.problem;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.model.Jacobian;
import gramflow.model.Model;
import org.jspecify.annotations.Nullable;

/**
 * F(w) = ½‖f(w) − y‖² of any model over a data set, ∇F = Jᵀ(f(w) − y): an evaluation of f and one backward pass. Convex only where f is linear in w, so nothing is known of it: constants are declared
 * ({@link #withFacts}) or {@linkplain SampledCurvature sampled}.
 */
public final class ModelFit implements Problem {
    private final Model model;
    private final Matrix x;
    private final Matrix y;
    private final Products products;
    private final int parameters;
    private final Matrix residual;
    private final Matrix residualColumn;
    private @Nullable Jacobian at;

    private ModelFit(Model model, Matrix x, Matrix y, Products products) {
        this.model = model;
        this.x = x;
        this.y = y;
        this.products = products;
        this.parameters = Math.toIntExact(model.parameters());
        this.residual = Matrix.zeros(Precision.F64, y.rows(), y.cols());
        this.residualColumn = Matrix.over(residual.strided().segment(), Precision.F64, y.rows() * y.cols(), 1, 1, 1);
    }

    /**
     * The squared loss of n examples.
     *
     * @param model f
     * @param x n × d f64, read where it is
     * @param y n × o f64, read where it is
     * @throws IllegalArgumentException if shapes or precisions do not fit, or there are 2³¹ parameters or more
     */
    public static ModelFit of(Model model, Matrix x, Matrix y, Products products) {
        boolean fits = x.cols() == model.inputs() && y.rows() == x.rows() && y.cols() == model.outputs();
        if (!fits || x.precision() != Precision.F64 || y.precision() != Precision.F64) {
            throw new IllegalArgumentException("a model of %d inputs and %d outputs: X is %s, y %s; expected n x d and n x o, both f64"
                    .formatted(model.inputs(), model.outputs(), x.shape(), y.shape()));
        }
        if (model.parameters() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a model of %d parameters, expected at most 2^31 - 1".formatted(model.parameters()));
        }
        return new ModelFit(model, x, y, products);
    }

    @Override
    public int dimension() {
        return parameters;
    }

    @Override
    public double value(double[] w) {
        moveTo(w);
        return halfSquare();
    }

    @Override
    public double valueAndGradient(double[] w, double[] gradient) {
        moveTo(w).transposeTimes(residualColumn, Matrix.over(gradient, parameters, 1));
        return halfSquare();
    }

    /** The Jacobian at w; and the residual is that of w. */
    private Jacobian moveTo(double[] w) {
        Matrix point = Matrix.over(w, parameters, 1);
        Jacobian there = at;
        if (there == null) {
            there = model.jacobian(point, x, products);
            at = there;
        } else {
            there.moveTo(point);
        }
        residual.assign(there.value());
        products.axpy(-1, y, residual);
        return there;
    }

    private double halfSquare() {
        double norm = products.norm(residual);
        return norm * norm / 2;
    }

    /** What is fitted, in words. */
    @Override
    public String toString() {
        return "half the squared error of a model of %d parameters, %d examples of %d numbers, %d output%s".formatted(parameters, x.rows(),
                x.cols(), y.cols(), y.cols() == 1 ? "" : "s");
    }
}
