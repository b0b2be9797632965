package gramflow.lazy;

import gramflow.gram.Gram;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.model.Jacobian;
import gramflow.model.Model;

/**
 * What is trained: ½‖α·f(w) − y‖² over the parameters of a model, from w₀; or with f − f(w₀) for f, which makes r₀ = ‖y‖ at every α. n examples of o outputs count as n·o numbers, an example's side by side.
 */
public final class LazyProblem {
    private final Model model;
    private final Matrix x;
    private final Matrix target;
    private final Matrix start;
    private final boolean centred;
    private final Products on;
    private final Matrix origin;

    /**
     * States it.
     *
     * @param model f
     * @param x n × d f64
     * @param target y, n × o f64
     * @param start w₀, p × 1 f64
     * @param centred whether f(w₀) is subtracted from f
     * @throws IllegalArgumentException if shapes or precisions do not fit
     */
    public LazyProblem(Model model, Matrix x, Matrix target, Matrix start, boolean centred, Products on) {
        boolean shapes = x.cols() == model.inputs() && target.rows() == x.rows() && target.cols() == model.outputs()
                && start.rows() == model.parameters() && start.cols() == 1;
        if (!shapes || x.precision() != Precision.F64 || target.precision() != Precision.F64 || start.precision() != Precision.F64) {
            throw new IllegalArgumentException(
                    "a model of %d inputs, %d outputs, %d parameters: X is %s, y %s, w0 %s; expected n x d, n x o, p x 1, all f64"
                            .formatted(
                                    model.inputs(), model.outputs(), model.parameters(), x.shape(), target.shape(), start.shape()));
        }
        this.model = model;
        this.x = x;
        this.target = column(target);
        this.start = start;
        this.centred = centred;
        this.on = on;
        origin = column(model.value(start, x, on));
    }

    /** Entries row after row, one below the other, copied. */
    private static Matrix column(Matrix m) {
        Matrix copy = m.copy(Precision.F64);
        return Matrix.over(copy.strided().segment(), Precision.F64, m.rows() * m.cols(), 1, 1, 1);
    }

    /** n·o: numbers to be fitted. */
    public long size() {
        return target.rows();
    }

    /** The model. */
    public Model model() {
        return model;
    }

    /** X. */
    public Matrix examples() {
        return x;
    }

    /** w₀. */
    public Matrix start() {
        return start;
    }

    /** Whether f(w₀) is subtracted. */
    public boolean centred() {
        return centred;
    }

    /** What computes. */
    public Products on() {
        return on;
    }

    /** ‖f(w₀)‖, before anything is subtracted. */
    public double originNorm() {
        return on.norm(origin);
    }

    /** ‖y‖. */
    public double targetNorm() {
        return on.norm(target);
    }

    /** The Jacobian at w, and with it f(w). */
    public Jacobian at(Matrix w) {
        return model.jacobian(w, x, on);
    }

    /** α·f(w) − y, or α·(f(w) − f(w₀)) − y, n·o × 1. */
    public Matrix residual(Jacobian at, double alpha) {
        Matrix value = column(at.value());
        Matrix r = Matrix.zeros(Precision.F64, size(), 1);
        if (centred) {
            // The difference first: it is small, and its roundings are multiplied by α.
            on.axpy(-1, origin, value);
        }
        on.axpy(-1, target, r);
        on.axpy(alpha, value, r);
        return r;
    }

    /** K = J·Jᵀ, by the way of the fewest flops. */
    public Matrix kernel(Jacobian at) {
        Matrix k = Matrix.zeros(Precision.F64, size(), size());
        Gram.of(at).with(on).compute(k, Progress.NONE);
        return k;
    }
}
