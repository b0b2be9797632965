package gramflow.bench.measure;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import gramflow.model.Jacobian;

/** Derivatives of a net d-1024-1024-10: the gradient of a squared loss from its parameters on, or products with the Jacobian where f has been evaluated. */
final class DerivativeWorkload extends NetWorkload {
    /** Width of a hidden layer. */
    static final long WIDTH = 1024;
    /** Its bytes as a formula. */
    static final String BYTES = "(nd + 4n1024 + 2W) * size";
    /** Examples of the small call: each layer is a product of many tiles even so. */
    private static final long SMALL = 64;
    /** Number of outputs. */
    static final long OUTPUTS = 10;

    /** What is computed. */
    enum Derivative {
        /** ∇½‖f‖², with f. */
        GRADIENT,
        /** J·v. */
        FORWARD,
        /** Jᵀ·u. */
        BACKWARD
    }

    private final Derivative derivative;
    private final Jacobian jacobian;
    private final Jacobian small;
    private final Matrix v;
    private final Matrix u;
    private final Matrix change;
    private final Matrix gradient;

    DerivativeWorkload(Row row, Derivative derivative) {
        super(row, row.d(), WIDTH, WIDTH, OUTPUTS);
        this.derivative = derivative;
        jacobian = all();
        small = few(SMALL);
        v = vector(jacobian.cols(), row.precision());
        // For the gradient u is f itself, a view that moves with the Jacobian.
        u = derivative == Derivative.GRADIENT ? asColumn(jacobian) : vector(jacobian.rows(), row.precision());
        change = Matrix.zeros(row.precision(), jacobian.rows(), 1);
        gradient = Matrix.zeros(row.precision(), jacobian.cols(), 1);
    }

    private static Matrix asColumn(Jacobian j) {
        return Matrix.over(j.value().strided().segment(), j.value().precision(), j.rows(), 1, 1, 1);
    }

    /** Weights of the net for examples of that length, and those of its first layer. */
    static double weights(double d) {
        return d * WIDTH + (double) WIDTH * WIDTH + (double) WIDTH * OUTPUTS;
    }

    /** Flops of one product with the Jacobian: the weights' and the activations' part of each layer, the first layer's activations being data. */
    static double productFlops(double n, double d) {
        return 2 * n * (2 * weights(d) - d * WIDTH);
    }

    /** Numbers read or written: examples, activations and slopes, parameters and their change. */
    static double elements(double n, double d) {
        return n * d + 4 * n * WIDTH + 2 * weights(d);
    }

    @Override
    public void run() {
        run(jacobian, u, change, gradient);
    }

    @Override
    public void runSmall() {
        long rows = small.rows();
        run(small, derivative == Derivative.GRADIENT ? asColumn(small) : u.rows(0, rows), change.rows(0, rows), gradient);
    }

    private void run(Jacobian j, Matrix from, Matrix to, Matrix back) {
        switch (derivative) {
            case GRADIENT -> {
                j.moveTo(w);
                j.transposeTimes(from, back);
            }
            case FORWARD -> j.times(v, to);
            case BACKWARD -> j.transposeTimes(from, back);
        }
    }

    /** ⟨u, J·v⟩ = ⟨Jᵀ·u, v⟩, one side of which is what was measured. Roundings come to Σ(lengths)·u of the norms at most. */
    @Override
    public Check check() {
        Matrix jv = derivative == Derivative.FORWARD ? change : jacobian.times(v);
        Matrix jtu = derivative == Derivative.FORWARD ? jacobian.transposeTimes(u) : gradient;
        Precision precision = w.precision();
        double left = exactDot(u, jv);
        double right = exactDot(jtu, v);
        double scale = products.norm(u) * products.norm(jv) + products.norm(jtu) * products.norm(v);
        double residual = scale > 0 ? Math.abs(left - right) / scale : Double.POSITIVE_INFINITY;
        double bound = lengths() * precision.unitRoundoff();
        boolean pass = residual <= bound;
        return new Check(Double.isNaN(residual) ? Double.POSITIVE_INFINITY : residual, bound,
                pass ? "" : "<u, J v> = %.17g, <J' u, v> = %.17g".formatted(left, right));
    }

    private static double exactDot(Matrix a, Matrix b) {
        double sum = 0;
        for (long i = 0; i < a.rows(); i++) {
            sum += a.get(i, 0) * b.get(i, 0);
        }
        return sum;
    }
}
