package gramflow.backend;

import gramflow.kernel.ActivationFormula;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a net does to the sums that arrive at its neurons, entry by entry. {@link #slopeBound} and {@link #curvatureBound} are the M₁ and M₂ of
 * {@code docs/theory.md}, of which bounds on the change of a Jacobian are made.
 */
public enum Activation {
    /** max(z, 0). Its derivative is taken to be 0 at 0, its second derivative to be 0 throughout, though that says nothing of the kink: there is no M₂. */
    RELU(ActivationFormula.RELU, 1, Double.POSITIVE_INFINITY),
    /** tanh z; φ′ = 1 − φ², φ″ = −2φφ′. */
    TANH(ActivationFormula.TANH, 1, 4 / (3 * Math.sqrt(3))),
    /** erf z = 2/√π ∫₀ᶻ e^(−t²) dt; φ′ = 2/√π e^(−z²), φ″ = −2zφ′. */
    ERF(ActivationFormula.ERF, 2 / Math.sqrt(Math.PI), 2 * Math.sqrt(2 / (Math.PI * Math.E))),
    /** log(1 + eᶻ); φ′ = σ(z), φ″ = σ(z)σ(−z), with σ = {@link #SIGMOID}. */
    SOFTPLUS(ActivationFormula.SOFTPLUS, 1, 0.25),
    /** σ(z) = 1/(1 + e^(−z)); φ′ = σ(z)σ(−z), φ″ = φ′(z)(σ(−z) − σ(z)). */
    SIGMOID(ActivationFormula.SIGMOID, 0.25, 1 / (6 * Math.sqrt(3))),
    /** z·Φ(z), Φ(z) = (1 + erf(z/√2))/2; φ′ = Φ(z) + z·Φ′(z), φ″ = (2 − z²)Φ′(z), Φ′(z) = e^(−z²/2)/√(2π). |φ′| is largest at √2. */
    GELU(ActivationFormula.GELU, 1.128904145185155, Math.sqrt(2 / Math.PI)),
    /** z. */
    IDENTITY(ActivationFormula.IDENTITY, 1, 0);

    private final ActivationFormula formula;
    private final double slopeBound;
    private final double curvatureBound;

    Activation(ActivationFormula formula, double slopeBound, double curvatureBound) {
        this.formula = formula;
        this.slopeBound = slopeBound;
        this.curvatureBound = curvatureBound;
    }

    /** The name used on the command line: that of the constant in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The activation of that {@link #label() label}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Activation of(String label) {
        return Arrays.stream(values()).filter(a -> a.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown activation '" + label + "', expected one of "
                        + Arrays.stream(values()).map(Activation::label).collect(Collectors.joining(", "))));
    }

    /** M₁ = sup |φ′|. */
    public double slopeBound() {
        return slopeBound;
    }

    /** M₂ = sup |φ″|, in the sense of the Lipschitz constant of φ′: ∞ if that jumps. */
    public double curvatureBound() {
        return curvatureBound;
    }

    ActivationFormula formula() {
        return formula;
    }
}
