package gramflow.lazy;

/**
 * B1 of docs/theory.md, after Chizat and Bach: if α ≥ 24βσ_max r₀/σ³, the objectives of gradient flow and of tangent flow fall as exp(−tα²σ²/2), and both stay close to the start.
 *
 * @param of the constants
 */
public record ClassicalBound(Constants of) {
    private static final double FACTOR = 24;

    /** The least α, for the r₀ at hand: 24βσ_max r₀/σ³. */
    public double threshold() {
        double bending = of.bending();
        return bending == 0 ? 0 : FACTOR * bending * of.sigmaMax() / Math.pow(of.sigma(), 3);
    }

    /** Whether the hypothesis is met. */
    public boolean holds() {
        return of.sigma() > 0 && of.alpha() >= threshold();
    }

    /** σ/(2β): the ball around w₀ that neither path leaves, and in which σ/2 ≤ σ_min(J_w), σ_max(J_w) ≤ 3σ_max/2. */
    public double radius() {
        return of.sigma() / (2 * of.beta());
    }

    /** σ/2: least σ_min(J_w) in the ball. */
    public double sigmaBound() {
        return of.sigma() / 2;
    }

    /** 3σ_max/2: largest σ_max(J_w) in the ball. */
    public double sigmaMaxBound() {
        return 1.5 * of.sigmaMax();
    }

    /** λ = α²σ²/4; objectives fall as exp(−2λt). */
    public double rate() {
        double scaled = of.alpha() * of.sigma();
        return scaled * scaled / 4;
    }

    /** R₀·exp(−2λt), for ½‖αf(w(t)) − y‖² and for ½‖αf₀(u(t)) − y‖². */
    public double objectiveBound(double t) {
        return of.objective() * Math.exp(-2 * rate() * t);
    }

    /** 3√(8σ_max²R₀)/(ασ²), for ‖w(t) − w₀‖ and for ‖u(t) − w₀‖. */
    public double displacementBound() {
        return 3 * Math.sqrt(8 * of.objective()) * of.sigmaMax() / (of.alpha() * of.sigma() * of.sigma());
    }
}
