package gramflow.flow;

/** How gradient flow is followed. */
public enum Integrator {
    /** By formula, in the coordinates in which F is a sum of squares: for problems that know them, without constraints. */
    CLOSED_FORM("closed-form"),
    /** Dormand and Prince's explicit pair of order 5: for problems that are not stiff. */
    EXPLICIT("dormand-prince"),
    /** The Runge–Kutta–Chebyshev method of order 2: cost grows with the square root of the stiffness. For tolerances down to 1e−10. */
    STABILISED("stabilised"),
    /** An exponential Rosenbrock method of order 3 over Krylov spaces: exact on quadratics, without constraints. */
    EXPONENTIAL("exponential"),
    /** The explicit pair, until stiffness shows; from there on the exponential method, or the stabilised one where there are constraints. */
    AUTO("auto");

    private final String label;

    Integrator(String label) {
        this.label = label;
    }

    /** The name on the command line. */
    public String label() {
        return label;
    }
}
