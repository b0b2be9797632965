package gramflow.flow;

import gramflow.problem.Problem;
import gramflow.problem.WholeSpace;
import java.util.Locale;

/**
 * Gradient flow ẇ = −∇F(w), and on a set S projected gradient flow, ẇ the projection of −∇F(w) on the tangent cone of S at w. Steps adapt, so that the error of w stays within a few times the
 * tolerance: relative to ‖w(0)‖ or to how far the flow has come from there, whichever is larger, and if F is convex, so that errors do not grow.
 *
 * <p>Projected flow is followed face by face of the set: where the point runs into a constraint, or leaves one, is found from the dense output. Sets that know no faces (intersections) are
 * followed by small projected steps, of order 1.
 *
 * @param integrator how
 * @param tolerance of w, 1e−12 … 1e−1
 */
public record GradientFlow(Integrator integrator, double tolerance) implements Method {

    /** What is shown by runs of any length: errors at the end are within this many tolerances. */
    private static final double FORGIVEN = 10;
    /** Below, a method of order 2 would have to keep local errors under rounding. */
    private static final double LEAST_STABILISED = 1e-10;

    /**
     * Checks the tolerance.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public GradientFlow {
        if (!(tolerance >= 1e-13 && tolerance <= 0.1)) {
            throw new IllegalArgumentException("tolerance " + tolerance + ", expected 1e-13 to 0.1");
        }
    }

    /** {@link Integrator#AUTO} with a tolerance of 1e−8. */
    public GradientFlow() {
        this(Integrator.AUTO, 1e-8);
    }

    @Override
    public String name() {
        return String.format(Locale.ROOT, "flow, %s, %.0e", integrator.label(), tolerance);
    }

    /**
     * What certificates forgive the integrator, in parts of a statement's natural scale: nothing of a closed form.
     *
     * @param problem what the flow is on
     */
    public double forgiveness(Problem problem) {
        return integrator == Integrator.CLOSED_FORM ? 0 : FORGIVEN * tolerance;
    }

    @Override
    public Outcome run(Problem problem, double[] start, Until until, Observer... observers) {
        if (until.time() == Double.POSITIVE_INFINITY && until.steps() == Long.MAX_VALUE) {
            throw new IllegalArgumentException("a flow needs a time at which to end");
        }
        if (integrator == Integrator.STABILISED && tolerance < LEAST_STABILISED) {
            throw new IllegalArgumentException("tolerance %s for the stabilised method, which is of order 2; expected at least %s"
                    .formatted(tolerance, LEAST_STABILISED));
        }
        boolean free = problem.set() == WholeSpace.INSTANCE;
        if (!free && (integrator == Integrator.CLOSED_FORM || integrator == Integrator.EXPONENTIAL)) {
            throw new IllegalArgumentException(
                    "the %s flow on %s: it is for problems without constraints".formatted(integrator.label(), problem.set()));
        }
        if (integrator == Integrator.CLOSED_FORM) {
            return new SpectralFlow(problem, start, until, observers).run();
        }
        return new FlowRun(problem, start, until, observers, integrator, tolerance).run();
    }
}
