package gramflow.lazy;

import gramflow.spectrum.SpectralFunction;

/**
 * f(w) = σw − βw²/2 from w₀ = 0 towards y &gt; 0: the function on which every inequality of B2 is an equality, above, at and below the threshold. Its gradient flow in closed form, without cancellation.
 *
 * @param alpha α &gt; 0
 * @param sigma σ &gt; 0
 * @param beta β &gt; 0
 * @param target y &gt; 0
 */
public record ScalarModel(double alpha, double sigma, double beta, double target) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not positive and finite
     */
    public ScalarModel {
        for (double each : new double[]{alpha, sigma, beta, target}) {
            if (!(each > 0 && each < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("%s in alpha %s, sigma %s, beta %s, target %s; expected positive numbers".formatted(each,
                        alpha, sigma, beta, target));
            }
        }
    }

    /** What the theorem is told. */
    public Constants constants() {
        return new Constants(alpha, sigma, sigma, beta, target);
    }

    private double rate() {
        return new SharpBound(constants()).rate();
    }

    /** f(w). */
    public double value(double w) {
        return w * (sigma - beta * w / 2);
    }

    /** f′(w). */
    public double slope(double w) {
        return sigma - beta * w;
    }

    /** r(t) = y − αf(w(t)), which is positive at all times. */
    public double residual(double t) {
        return new SharpBound(constants()).residualBound(t);
    }

    /** w(t) = 2(y − r)/(α(σ + f′(w(t)))); it tends to σ/β below the threshold. */
    public double displacement(double t) {
        double k = rate();
        double scaled = alpha * sigma * alpha * sigma;
        // (y − r)/y = a/(1 + a) with a = α²σ²(e^{kt} − 1)/k, written so that neither side of the threshold overflows.
        double a = scaled * SpectralFunction.psi(Math.abs(k), t);
        double shrunk = k > 0 ? Math.exp(-k * t) : 1;
        double fallen = target * a / (shrunk + a);
        return 2 * fallen / (alpha * (sigma + sigmaAt(t)));
    }

    /** f′(w(t)) = √(σ² − 2β(y − r)/α) = σ·√(e^{kt}/(1 + a)). */
    public double sigmaAt(double t) {
        double k = rate();
        double a = alpha * sigma * alpha * sigma * SpectralFunction.psi(Math.abs(k), t);
        return k > 0 ? sigma / Math.sqrt(Math.exp(-k * t) + a) : sigma * Math.sqrt(Math.exp(k * t) / (1 + a));
    }
}
