package gramflow.flow;

import gramflow.problem.ConvexSet;
import gramflow.problem.Vectors;

/** The faces of a constraint set along a flow: on which one it is, and where in a step it leaves it. */
final class Faces {
    /** Slack and pressure that are negative by less than this part of their size are rounding. */
    private static final double ROUNDING = 1e-13;
    private static final double[] LOOKS = {0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1};
    private static final int BISECTIONS = 50;
    /** Where pressure ends is found to this part of the step: each look takes a gradient, and an error there enters squared. */
    private static final double PRESSURE_PRECISION = 1e-9;

    private final ConvexSet set;
    private final Field field;
    private final boolean active;
    private final double[] point;
    private final double[] velocity;

    Faces(ConvexSet set, Field field, boolean active) {
        this.set = set;
        this.field = field;
        this.active = active;
        this.point = new double[field.dimension()];
        this.velocity = new double[field.dimension()];
    }

    boolean active() {
        return active;
    }

    /** On the face that belongs to a point and its unconstrained velocity. */
    void enter(double[] w, double[] unconstrained) {
        field.enter(set.face(w, unconstrained).orElseThrow());
    }

    /** The end of a step is put back on a face it has left by curvature. */
    void retract(Stepper stepper) {
        Vectors.copy(stepper.w1, point);
        field.face().retract(stepper.w1);
        if (Math.sqrt(Vectors.squaredDistance(point, stepper.w1)) > ROUNDING * Vectors.norm(point)) {
            stepper.value1 = field.velocity(stepper.w1, stepper.f1);
        }
    }

    /** θ at which the step leaves the face; 1 if it does not. */
    double leave(Stepper stepper) {
        double pressed = field.face().pressure(stepper.w1, field.unconstrained());
        boolean released = pressed < -ROUNDING * Vectors.norm(field.unconstrained());
        double theta = 1;
        double before = 0;
        for (double look : LOOKS) {
            if (outside(stepper, look)) {
                theta = firstOutside(stepper, before, look);
                break;
            }
            before = look;
        }
        return released ? Math.min(theta, firstReleased(stepper)) : theta;
    }

    private boolean outside(Stepper stepper, double theta) {
        stepper.interpolate(theta, point);
        return field.face().slack(point) < -ROUNDING * Vectors.norm(point);
    }

    private double firstOutside(Stepper stepper, double inside, double outside) {
        double low = inside;
        double high = outside;
        for (int k = 0; k < BISECTIONS; k++) {
            double middle = low + (high - low) / 2;
            if (outside(stepper, middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private double firstReleased(Stepper stepper) {
        double low = 0;
        double high = 1;
        double[] kept = field.unconstrained().clone();
        while (high - low > PRESSURE_PRECISION) {
            double middle = low + (high - low) / 2;
            stepper.interpolate(middle, point);
            field.velocity(point, velocity);
            if (field.face().pressure(point, field.unconstrained()) < -ROUNDING * Vectors.norm(field.unconstrained())) {
                high = middle;
            } else {
                low = middle;
            }
        }
        Vectors.copy(kept, field.unconstrained());
        return high;
    }
}
