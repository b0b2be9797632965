package gramflow.lazy;

/**
 * All that the theorem knows of a start w₀ and a scale α. Immutable.
 *
 * @param alpha α &gt; 0
 * @param sigma σ_min(J₀) = √λ_min(K) ≥ 0; 0 where K is singular, and then nothing is promised
 * @param sigmaMax σ_max(J₀) ≥ σ
 * @param beta β ≥ 0 with ‖J_w − J_v‖ ≤ β‖w − v‖; ∞ if there is none, as for ReLU
 * @param residual r₀ = ‖αf(w₀) − y‖ ≥ 0
 */
public record Constants(double alpha, double sigma, double sigmaMax, double beta, double residual) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Constants {
        boolean scale = alpha > 0 && alpha < Double.POSITIVE_INFINITY;
        boolean spectrum = sigma >= 0 && sigmaMax >= sigma && sigmaMax < Double.POSITIVE_INFINITY;
        if (!scale || !spectrum || !(beta >= 0) || !(residual >= 0 && residual < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "alpha %s, sigma %s, sigmaMax %s, beta %s, residual %s; expected alpha > 0, 0 <= sigma <= sigmaMax, the others not negative"
                            .formatted(alpha, sigma, sigmaMax, beta, residual));
        }
    }

    /** The same for another β: that of a ball. */
    public Constants withBeta(double other) {
        return new Constants(alpha, sigma, sigmaMax, other, residual);
    }

    /** R₀ = r₀²/2. */
    public double objective() {
        return residual * residual / 2;
    }

    /** Tangent flow: ‖αf₀(u(t)) − y‖ ≤ r₀·exp(−α²σ²t). */
    public double tangentResidualBound(double t) {
        return residual * Math.exp(-alpha * alpha * sigma * sigma * t);
    }

    /** Tangent flow: ‖u(t) − w₀‖ ≤ r₀/(ασ) at all t. */
    public double tangentDisplacementBound() {
        return residual == 0 ? 0 : residual / (alpha * sigma);
    }

    /** β·r₀ with 0·∞ = 0: nothing moves where nothing is left, and nothing bends where β is 0. */
    double bending() {
        return beta == 0 || residual == 0 ? 0 : beta * residual;
    }
}
