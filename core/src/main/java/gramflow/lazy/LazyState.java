package gramflow.lazy;

import gramflow.matrix.Matrix;
import gramflow.model.Jacobian;
import gramflow.spectrum.Eigendecomposition;

/**
 * Gradient flow of αf at one time. Not to be written to.
 *
 * @param step steps taken
 * @param forced of these, steps that erred by more than was allowed: where the activation's derivative jumps, and the flow stays
 * @param time t
 * @param w p × 1
 * @param way w − w₀, with the digits that w has no room for
 * @param jacobian at w, as long as the observer that is told of this state has not returned; of {@link LazyFlow#begin} for good
 * @param output αf(w), n × 1
 * @param residual αf(w) − y, n × 1; of a loss other than the square, its gradient
 * @param kernel K_t = J_tJ_tᵀ
 * @param spectrum its eigendecomposition
 * @param pathLength ∫‖ẇ‖ up to here
 * @param separation w − u, tangent flow's place being u: integrated by itself, not a difference of the two
 * @param gap αf(w) − αf₀(u), the same
 * @param separationError of ‖separation‖, at most about
 * @param exact whether αf(w) was computed without the rounding of w
 */
public record LazyState(long step, long forced, double time, Matrix w, Matrix way, Jacobian jacobian, Matrix output, Matrix residual,
        Matrix kernel,
        Eigendecomposition spectrum, double pathLength, Matrix separation, Matrix gap, double separationError, boolean exact) {

    /** σ_min(J_t); 0 where rounding has made λ_min negative. */
    public double sigmaMin() {
        return Math.sqrt(Math.max(0, spectrum.value(0)));
    }

    /** σ_max(J_t). */
    public double sigmaMax() {
        return Math.sqrt(Math.max(0, spectrum.value(spectrum.order() - 1)));
    }
}
