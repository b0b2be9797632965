package gramflow.lazy;

/**
 * How far gradient flow can be from tangent flow above the threshold of B2 (docs/theory.md): at no time far, if α is large.
 *
 * @param of the constants; B2 must hold, or the bounds are NaN
 */
public record CouplingBound(Constants of) {

    private double path() {
        return new SharpBound(of).pathBound();
    }

    private double sigmaBound() {
        return new SharpBound(of).sigmaBound();
    }

    /** ‖K_t − K‖ ≤ βL∞(2σ_max + βL∞). */
    public double kernelBound() {
        double change = of.beta() * path();
        return change * (2 * of.sigmaMax() + change);
    }

    /** ‖αf(w(t)) − αf₀(u(t))‖ ≤ r₀(E − e^{−α²σ²t})(2σ_max + βL∞)/(σ + σ∞), E = e^{−α²σ∞²t}. */
    public double gapBound(double t) {
        double bound = sigmaBound();
        double scaled = of.alpha() * bound;
        // E − e^{−α²σ²t}, whose exponents differ by 2αβr₀t.
        double difference = -Math.exp(-scaled * scaled * t) * Math.expm1(-2 * of.alpha() * of.bending() * t);
        return of.residual() * difference * (2 * of.sigmaMax() + of.beta() * path()) / (of.sigma() + bound);
    }

    /** ‖w(t) − u(t)‖ ≤ (βL∞r₀/(ασ∞²))(1 + σ_max(2σ_max + βL∞)/σ²). */
    public double parameterGapBound() {
        double bound = sigmaBound();
        double change = of.beta() * path();
        double factor = 1 + of.sigmaMax() * (2 * of.sigmaMax() + change) / (of.sigma() * of.sigma());
        return change * of.residual() / (of.alpha() * bound * bound) * factor;
    }
}
