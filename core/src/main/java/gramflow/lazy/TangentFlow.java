package gramflow.lazy;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.model.Jacobian;
import gramflow.spectrum.Eigendecomposition;
import gramflow.spectrum.KrylovFunction;
import gramflow.spectrum.SymmetricOperator;

/**
 * Gradient flow of the linearised model, at any time without the times before: αf₀(u(t)) − y = e^{−α²Kt}·r₀, and u(t) − w₀ = −αJ₀ᵀψ(α²K, t)·r₀ (B3 of docs/theory.md). K is taken as it is, singular or with
 * eigenvalues that rounding has made negative.
 */
public interface TangentFlow {

    /** α. */
    double alpha();

    /**
     * αf₀(u(t)) − y.
     *
     * @param t finite, not negative
     * @return n × 1, new
     */
    Matrix residual(double t);

    /**
     * ψ(α²K, t)·r₀, of which the displacement consists; n × 1, new.
     *
     * @param t not negative; ∞ where the way there allows it
     */
    Matrix coefficients(double t);

    /**
     * u(t) − w₀ = −αJ₀ᵀ·coefficients.
     *
     * @param start the Jacobian at w₀, K being its J₀J₀ᵀ
     * @return p × 1
     */
    default Matrix displacement(double t, Jacobian start, Products on) {
        return scaled(start.transposeTimes(coefficients(t)), -alpha(), on);
    }

    /**
     * αf₀(u(t)) − αf(w₀) on other examples: −α²K(X′, X)·coefficients; at t = ∞ that is kernel regression.
     *
     * @param cross m × n, K(X′, X)
     * @return m × 1
     */
    default Matrix elsewhere(double t, Matrix cross, Products on) {
        return scaled(on.timesVector(cross, coefficients(t)), -alpha() * alpha(), on);
    }

    private static Matrix scaled(Matrix x, double factor, Products on) {
        Matrix y = Matrix.zeros(x.precision(), x.rows(), x.cols());
        on.axpy(factor, x, y);
        return y;
    }

    /**
     * By K's eigendecomposition: 2n² flops for every t afterwards. At t = ∞ eigenvalues that cannot be told from zero are left out, which gives the solution of least norm.
     *
     * @param k K's
     * @param residual r₀, n × 1 f64; copied
     */
    static SpectralTangentFlow of(Eigendecomposition k, Matrix residual, double alpha, Products on) {
        return new SpectralTangentFlow(k, residual, alpha, on);
    }

    /**
     * By products with K alone, some tens of them for every t: where n is large and few times are wanted.
     *
     * @param k positive semidefinite
     * @param residual r₀, n × 1 f64
     * @param by how many products, and to which tolerance
     */
    static TangentFlow of(SymmetricOperator k, Matrix residual, double alpha, KrylovFunction by, Products on) {
        return new KrylovTangentFlow(k, residual, alpha, by, on, Progress.NONE);
    }
}
