package gramflow.problem;

/**
 * A loss φ(z, y) of a prediction z for a target y, convex and twice differentiable in z up to single points. Stateless; {@link Losses} has them.
 */
public interface Loss {

    /** Name, as on the command line. */
    String name();

    /** φ(z, y). */
    double value(double z, double y);

    /** ∂φ/∂z. */
    double derivative(double z, double y);

    /** ∂²φ/∂z². */
    double secondDerivative(double z, double y);

    /** sup ∂²φ/∂z². */
    double curvature();

    /** sup |∂φ/∂z|; ∞ if there is none. */
    double slope();

    /** Whether targets must be ±1. */
    default boolean needsSigns() {
        return false;
    }

    /**
     * {@code z[i] ← ∂φ/∂z(z[i], y[from + i·step])}, 0 ≤ i &lt; count.
     *
     * @return Σ φ
     */
    default double residuals(double[] z, double[] y, int from, int step, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double prediction = z[i];
            sum += value(prediction, y[from + i * step]);
            z[i] = derivative(prediction, y[from + i * step]);
        }
        return sum;
    }
}
