package gramflow.kernel;

/** What can be asked of an activation. */
enum ActivationResult {
    /** φ(z). */
    VALUE(0),
    /** φ′(z). */
    SLOPE(1),
    /** φ″(z). */
    CURVATURE(2);

    private final int derivative;

    ActivationResult(int derivative) {
        this.derivative = derivative;
    }

    /** How often φ is differentiated. */
    int derivative() {
        return derivative;
    }
}
