package gramflow.lazy;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.spectrum.FunctionProduct;
import gramflow.spectrum.KrylovFunction;
import gramflow.spectrum.SpectralFunction;
import gramflow.spectrum.SymmetricOperator;

/**
 * Tangent flow by products with K.
 *
 * @param k positive semidefinite
 * @param start r₀
 * @param alpha α
 * @param by how many products, and to which tolerance
 * @param on what does the rest
 * @param progress hears of products
 */
record KrylovTangentFlow(SymmetricOperator k, Matrix start, double alpha, KrylovFunction by, Products on, Progress progress)
        implements
            TangentFlow {

    @Override
    public Matrix residual(double t) {
        return product(SpectralFunction.exponential(alpha * alpha * t));
    }

    /** ψ(α²k, t) = ψ(k, α²t)/α². */
    @Override
    public Matrix coefficients(double t) {
        Matrix y = product(SpectralFunction.psi(alpha * alpha * t));
        for (long i = 0; i < y.rows(); i++) {
            y.set(i, 0, y.get(i, 0) / (alpha * alpha));
        }
        return y;
    }

    private Matrix product(SpectralFunction f) {
        FunctionProduct found = by.times(k, f, start, on, progress);
        if (!found.converged()) {
            throw new ArithmeticException("tangent flow: off by up to %.1e after %d products, expected %.1e of the start".formatted(
                    found.error(), found.products(), by.tolerance()));
        }
        return found.y();
    }
}
