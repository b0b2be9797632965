package gramflow.spectrum;

import gramflow.matrix.Matrix;

/**
 * f(K)·v, computed from products with K.
 *
 * @param y n × 1 f64
 * @param error bound on ‖y − f(K)·v‖, roundings of order u·‖y‖ aside; ∞ if none is known
 * @param converged whether the bound is within the tolerance asked for
 * @param products products with K
 */
public record FunctionProduct(Matrix y, double error, boolean converged, long products) {
}
