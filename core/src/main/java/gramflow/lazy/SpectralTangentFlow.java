package gramflow.lazy;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.spectrum.Eigendecomposition;
import gramflow.spectrum.SpectralFunction;
import java.util.function.DoubleUnaryOperator;

/** Tangent flow by the eigendecomposition of K, with the norms and rates that follow from it. Immutable if nobody writes to the eigenvectors. */
public final class SpectralTangentFlow implements TangentFlow {
    private final Eigendecomposition k;
    private final Products on;
    private final double alpha;
    private final Matrix inEigenvectors;

    SpectralTangentFlow(Eigendecomposition k, Matrix residual, double alpha, Products on) {
        if (residual.rows() != k.order() || residual.cols() != 1 || residual.precision() != Precision.F64) {
            throw new IllegalArgumentException(
                    "tangent flow: K is of order %d, the residual %s; expected n and n x 1 f64".formatted(k.order(), residual.shape()));
        }
        this.k = k;
        this.on = on;
        this.alpha = alpha;
        inEigenvectors = on.timesVector(k.vectors(), residual);
    }

    @Override
    public double alpha() {
        return alpha;
    }

    @Override
    public Matrix residual(double t) {
        return combined(each -> Math.exp(-alpha * alpha * t * each));
    }

    @Override
    public Matrix coefficients(double t) {
        return combined(psi(t));
    }

    private DoubleUnaryOperator psi(double t) {
        double squared = alpha * alpha;
        if (t < Double.POSITIVE_INFINITY) {
            return each -> SpectralFunction.psi(squared * each, t);
        }
        double nothing = k.order() * Precision.F64.unitRoundoff() * Math.abs(k.value(k.order() - 1));
        return each -> each > nothing ? 1 / (squared * each) : 0;
    }

    private Matrix combined(DoubleUnaryOperator f) {
        Matrix c = Matrix.zeros(Precision.F64, k.order(), 1);
        for (int i = 0; i < k.order(); i++) {
            c.set(i, 0, f.applyAsDouble(k.value(i)) * inEigenvectors.get(i, 0));
        }
        return on.timesVector(k.vectors().transpose(), c);
    }

    /** ‖αf₀(u(t)) − y‖. */
    public double residualNorm(double t) {
        double sum = 0;
        for (int i = 0; i < k.order(); i++) {
            sum = Math.hypot(sum, Math.exp(-alpha * alpha * t * k.value(i)) * inEigenvectors.get(i, 0));
        }
        return sum;
    }

    /** ‖u(t) − w₀‖, from K alone. */
    public double displacementNorm(double t) {
        DoubleUnaryOperator psi = psi(t);
        double sum = 0;
        for (int i = 0; i < k.order(); i++) {
            double each = psi.applyAsDouble(k.value(i)) * inEigenvectors.get(i, 0);
            sum += Math.max(0, k.value(i)) * each * each;
        }
        return alpha * Math.sqrt(sum);
    }

    /** α²λ_min(K): the rate of the slowest part. */
    public double slowestRate() {
        return alpha * alpha * k.value(0);
    }

    /** α²λ_max(K). */
    public double fastestRate() {
        return alpha * alpha * k.value(k.order() - 1);
    }

    /** What it decomposes. */
    public Eigendecomposition spectrum() {
        return k;
    }
}
