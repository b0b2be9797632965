package gramflow.lazy;

import gramflow.spectrum.SpectralFunction;

/**
 * B2 of docs/theory.md: if α &gt; 2βr₀/σ², the residual falls to nothing, σ_min(J) stays above σ∞, and the path is no longer than L∞. The bound on the residual needs no threshold: below it, it tends to what may stay.
 * The scalar function σw − βw²/2 attains it ({@link ScalarModel}).
 *
 * @param of the constants; β finite
 */
public record SharpBound(Constants of) {

    /** The α that must be exceeded, for the r₀ at hand: 2βr₀/σ². */
    public double threshold() {
        double bending = of.bending();
        return bending == 0 ? 0 : 2 * bending / (of.sigma() * of.sigma());
    }

    /** Whether the hypothesis is met. */
    public boolean holds() {
        return of.sigma() > 0 && of.alpha() > threshold();
    }

    /** k = α²σ² − 2αβr₀: the rate at which the residual falls in the end; not positive below the threshold. */
    public double rate() {
        return of.alpha() * (of.alpha() * of.sigma() * of.sigma() - 2 * of.bending());
    }

    /** σ∞ = √(σ² − 2βr₀/α), the least σ_min(J) along the path; NaN below the threshold. */
    public double sigmaBound() {
        return Math.sqrt(of.sigma() * of.sigma() - 2 * of.bending() / of.alpha());
    }

    /** L∞ = 2r₀/(α(σ + σ∞)), the longest the path can be; NaN below the threshold. */
    public double pathBound() {
        return 2 * of.residual() / (of.alpha() * (of.sigma() + sigmaBound()));
    }

    /** The longest a path can be along which the residual has fallen to r: the root ℓ of α(σℓ − βℓ²/2) = r₀ − r; NaN if there is none. */
    public double pathBound(double residual) {
        double fallen = of.residual() - residual;
        double root = Math.sqrt(of.sigma() * of.sigma() - 2 * of.beta() * fallen / of.alpha());
        return 2 * fallen / (of.alpha() * (of.sigma() + root));
    }

    /** r₀/(1 + α²σ²(e^{kt} − 1)/k) for any sign of k, with t for (e^{kt} − 1)/k at k = 0. */
    public double residualBound(double t) {
        double scaled = of.alpha() * of.sigma();
        return of.residual() / (1 + scaled * scaled * SpectralFunction.psi(-rate(), t));
    }

    /** What the bound tends to: 0, or r₀ − ασ²/(2β) below the threshold. */
    public double residualLimit() {
        return rate() >= 0 ? 0 : of.residual() - of.alpha() * of.sigma() * of.sigma() / (2 * of.beta());
    }

    /** Whether, from an iterate at which the residual is r and σ_min(J) is σ, convergence is certain: 2βr &lt; ασ². Needs nothing of the way there. */
    public static boolean certifies(double alpha, double beta, double residual, double sigma) {
        return residual == 0 || 2 * beta * residual < alpha * sigma * sigma;
    }
}
