package gramflow.model;

import java.util.Locale;

/**
 * Where the scale of a layer's weights is put: into the numbers they are drawn from, or into the layer itself. Functions of the same law, but other tangent
 * kernels.
 */
public enum Parameterisation {
    /** z = W·a + b, W ~ N(0, σ_w²/inputs), b ~ N(0, σ_b²). */
    STANDARD,
    /** z = (σ_w/√inputs)·W·a + σ_b·b, W and b ~ N(0, 1). */
    NTK;

    /** A layer with biases. */
    Layer layer(long inputs, long outputs, double sigmaW, double sigmaB) {
        double fanIn = sigmaW / Math.sqrt((double) inputs);
        return this == STANDARD
                ? new Layer(inputs, outputs, 1, true, 1, true, Layer.Start.normal(fanIn, sigmaB))
                : new Layer(inputs, outputs, fanIn, true, sigmaB, true, Layer.Start.normal(1, 1));
    }

    /** A layer without. */
    Layer layer(long inputs, long outputs, double sigmaW) {
        double fanIn = sigmaW / Math.sqrt((double) inputs);
        return this == STANDARD
                ? new Layer(inputs, outputs, 1, false, 0, true, Layer.Start.normal(fanIn, 0))
                : new Layer(inputs, outputs, fanIn, false, 0, true, Layer.Start.normal(1, 0));
    }

    /** The name used on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The one of that {@link #label}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Parameterisation of(String label) {
        for (Parameterisation p : values()) {
            if (p.label().equals(label)) {
                return p;
            }
        }
        throw new IllegalArgumentException("unknown parameterisation '" + label + "', expected standard or ntk");
    }
}
