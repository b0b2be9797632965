package gramflow.lazy;

import gramflow.gram.Gram;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.model.Jacobian;
import gramflow.model.Model;

/**
 * What is trained: a loss of α·f(w), ½‖α·f(w) − y‖² unless said otherwise, over the parameters of a model, from w₀; or with f − f(w₀) for f, which makes r₀ = ‖y‖ at every α. n examples of o outputs count as n·o numbers, an example's side by side.
 */
public final class LazyProblem {
    /** A second derivative below that part of the largest is taken for that. */
    private static final double LEAST_CURVATURE = 1e-6;

    private final Model model;
    private final Matrix x;
    private final Matrix target;
    private final Matrix start;
    private final boolean centred;
    private final OutputLoss loss;
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
        this(model, x, target, start, centred, OutputLoss.SQUARE, on);
    }

    /**
     * The same with another loss.
     *
     * @param loss of an output and its target
     * @throws IllegalArgumentException if it takes other targets than these
     */
    public LazyProblem(Model model, Matrix x, Matrix target, Matrix start, boolean centred, OutputLoss loss, Products on) {
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
        this.loss = loss;
        this.on = on;
        for (long i = 0; loss.loss().needsSigns() && i < this.target.rows(); i++) {
            if (Math.abs(this.target.get(i, 0)) != 1) {
                throw new IllegalArgumentException(
                        "target %d is %s; expected 1 or -1 for the loss %s".formatted(i + 1, this.target.get(i, 0), loss.text()));
            }
        }
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

    /** Of an output and its target. */
    public OutputLoss loss() {
        return loss;
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

    /** y, n·o × 1. */
    Matrix target() {
        return target;
    }

    /** The same for f₀, the linearisation at w₀. */
    LazyProblem linearised() {
        Matrix rows = Matrix.over(target.strided().segment(), Precision.F64, x.rows(), model.outputs(), model.outputs(), 1);
        return new LazyProblem(new LinearisedModel(model, start), x, rows, start, centred, loss, on);
    }

    /** z = α·f(w), or α·(f(w) − f(w₀)), n·o × 1. */
    Matrix output(Jacobian at, double alpha) {
        Matrix value = column(at.value());
        if (centred) {
            // The difference first: it is small, and its roundings are multiplied by α.
            on.axpy(-1, origin, value);
        }
        Matrix z = Matrix.zeros(Precision.F64, size(), 1);
        on.axpy(alpha, value, z);
        return z;
    }

    /** ∇L(z): z − y for the square. */
    Matrix residual(Matrix z) {
        Matrix r = z.copy(Precision.F64);
        if (loss.square()) {
            on.axpy(-1, target, r);
            return r;
        }
        for (long i = 0; i < size(); i++) {
            r.set(i, 0, loss.derivative(z.get(i, 0), target.get(i, 0)));
        }
        return r;
    }

    /** Square roots of the second derivatives of the loss, at least those of a part of the largest: where the loss is nearly straight, how the flow is split does not matter. */
    Matrix roots(Matrix z) {
        Matrix roots = Matrix.zeros(Precision.F64, size(), 1);
        for (long i = 0; i < size(); i++) {
            double second = loss.secondDerivative(z.get(i, 0), target.get(i, 0));
            roots.set(i, 0, Math.sqrt(Math.max(second, LEAST_CURVATURE * loss.curvature())));
        }
        return roots;
    }

    /** √(2(L(z) − inf L)): ‖z − y‖ for the square. */
    double shortfall(Matrix z) {
        if (loss.square()) {
            return on.norm(residual(z));
        }
        double sum = 0;
        double least = loss.least();
        for (long i = 0; i < size(); i++) {
            sum += Math.max(0, loss.value(z.get(i, 0), target.get(i, 0)) - least);
        }
        return Math.sqrt(2 * sum);
    }

    /** ‖z − y*‖, y* being where the loss is least; ∞ if it is so nowhere. */
    double distance(Matrix z) {
        double sum = 0;
        double best = loss.minimiser(1);
        for (long i = 0; i < size(); i++) {
            double y = target.get(i, 0);
            sum = Math.hypot(sum, z.get(i, 0) - (loss.loss().needsSigns() ? y * best : y));
        }
        return sum;
    }

    /** K = J·Jᵀ, by the way of the fewest flops. */
    public Matrix kernel(Jacobian at) {
        Matrix k = Matrix.zeros(Precision.F64, size(), size());
        Gram.of(at).with(on).compute(k, Progress.NONE);
        return k;
    }
}
