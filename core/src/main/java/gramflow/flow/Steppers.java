package gramflow.flow;

/** Which stepper a run takes, and when it takes another. */
final class Steppers {
    private final Field field;
    private final Integrator integrator;
    private final boolean free;
    private Stepper current;

    Steppers(Field field, Integrator integrator, boolean free, boolean faces) {
        this.field = field;
        this.integrator = integrator;
        this.free = free;
        this.current = !faces ? new CatchingUp(field) : switch (integrator) {
            case STABILISED -> new Chebyshev(field);
            case EXPONENTIAL -> new ExponentialRosenbrock(field);
            case EXPLICIT, AUTO, CLOSED_FORM -> new DormandPrince(field);
        };
    }

    Stepper current() {
        return current;
    }

    /** Looks at the last step; returns whether the stepper is another one now. */
    boolean reconsider() {
        if (integrator == Integrator.AUTO && current instanceof DormandPrince explicit && explicit.stiff()) {
            current = free ? new ExponentialRosenbrock(field) : new Chebyshev(field);
            return true;
        }
        return false;
    }
}
