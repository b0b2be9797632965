package gramflow.flow;

import gramflow.problem.Face;
import gramflow.problem.Problem;
import gramflow.problem.Vectors;
import gramflow.problem.WholeSpace;
import java.util.Locale;
import java.util.Optional;

/** A run of an adaptive integrator: steps that meet the tolerance, and the faces of a constraint set on the way. */
final class FlowRun {
    private static final double SAFETY = 0.9;
    private static final double LEAST_FACTOR = 0.1;
    private static final double MOST_FACTOR = 5;
    /** A step that would leave less than this part of itself to the end is stretched to reach it. */
    private static final double NEARLY_THERE = 1.01;

    private final Problem problem;
    private final Until until;
    private final double tolerance;
    private final Position position;
    private final FlowStops stops;
    private final boolean free;
    private final Field field;
    private final Steppers steppers;
    private final double[] start;
    private final Faces faces;
    private double time;
    private double h;
    private double reach;
    private long rejected;
    private long counted;
    private boolean justRejected;

    FlowRun(Problem problem, double[] from, Until until, Observer[] observers, Integrator integrator, double tolerance) {
        this.problem = problem;
        this.until = until;
        this.tolerance = tolerance;
        this.position = new Position(problem, from);
        this.stops = new FlowStops(position, until, observers);
        this.free = problem.set() == WholeSpace.INSTANCE;
        this.start = position.w().clone();
        double[] velocity = position.gradient().clone();
        Vectors.scale(velocity, -1);
        Optional<Face> face = problem.set().face(start, velocity);
        this.field = new Field(problem, face.orElseGet(() -> WholeSpace.INSTANCE.face(start, velocity).orElseThrow()));
        this.steppers = new Steppers(field, integrator, free, face.isPresent());
        this.faces = new Faces(problem.set(), field, face.isPresent() && !free);
    }

    Outcome run() {
        stops.begin();
        if (!stops.ended()) {
            steppers.current().begin(position.w());
            reach = Vectors.norm(start);
            h = firstStep(steppers.current());
        }
        while (!stops.ended()) {
            step(steppers.current());
            position.count(field.evaluations() - counted);
            counted = field.evaluations();
        }
        return stops.outcome(rejected);
    }

    /** A step that is about as long as the tolerance allows, judged by how fast the velocity changes along itself. One evaluation. */
    private double firstStep(Stepper stepper) {
        double speed = Vectors.norm(stepper.f0);
        if (speed == 0) {
            return until.time() < Double.POSITIVE_INFINITY ? until.time() : 1;
        }
        double probe = 1e-5 * (reach > 0 ? reach : 1) / speed;
        Vectors.sum(stepper.w0, probe, stepper.f0, stepper.w1);
        problem.set().project(stepper.w1);
        field.velocity(stepper.w1, stepper.f1);
        double rate = Math.sqrt(Vectors.squaredDistance(stepper.f0, stepper.f1)) / probe / speed;
        if (!(rate > 0)) {
            return Math.min(until.time(), probe * 1e3);
        }
        double relative = reach > 0 ? Math.min(tolerance, tolerance * reach * rate / speed) : tolerance;
        return Math.min(until.time(), Math.pow(relative, 1 / (stepper.errorOrder() - 1)) / rate);
    }

    private void step(Stepper stepper) {
        double left = until.time() - time;
        boolean last = h * NEARLY_THERE >= left;
        double asked = last ? left : h;
        double scale = reach > 0 ? reach : asked * Vectors.norm(stepper.f0);
        // Below a few roundings of the point nothing can be told.
        double local = Math.max(stepper.share(tolerance) * tolerance * scale,
                0x1p-51 * Math.max(Vectors.norm(stepper.w0), scale * 0x1p-20));
        double error = scale > 0 ? stepper.attempt(asked, local) : 0;
        if (scale == 0) {
            rest(stepper, asked);
        }
        double factor = Math.clamp(SAFETY * Math.pow(error, -1 / stepper.errorOrder()), LEAST_FACTOR, MOST_FACTOR);
        // Negated, so that NaN is refused.
        if (!(error <= 1) || !Vectors.isFinite(stepper.f1)) {
            refuse(stepper, Double.isNaN(factor) ? LEAST_FACTOR : Math.min(factor, SAFETY));
            return;
        }
        boolean arrives = last && stepper.h == asked;
        accept(stepper, arrives ? until.time() : time + stepper.h);
        double next = stepper.h * (justRejected ? Math.min(1, factor) : factor);
        h = stepper.h < asked ? Math.max(next, asked) : next;
        justRejected = false;
    }

    /** A point that does not move. */
    private static void rest(Stepper stepper, double size) {
        stepper.h = size;
        stepper.value1 = stepper.field.velocity(stepper.w0, stepper.f1);
        Vectors.copy(stepper.w0, stepper.w1);
    }

    private void refuse(Stepper stepper, double factor) {
        rejected++;
        justRejected = true;
        h = (stepper.h > 0 ? stepper.h : h) * factor;
        if (!(time + h > time)) {
            stops.end(Outcome.Reason.UNDERFLOW,
                    String.format(Locale.ROOT, "the step fell below rounding at time %.6g: tolerance %.1e cannot be met", time, tolerance));
        }
    }

    private void accept(Stepper stepper, double end) {
        if (faces.active()) {
            double theta = faces.leave(stepper);
            if (theta < 1) {
                change(stepper, theta, end);
                return;
            }
            faces.retract(stepper);
        }
        arrive(stepper, stepper.w1, stepper.value1, end);
        if (!stops.ended()) {
            stepper.advance();
            if (steppers.reconsider()) {
                steppers.current().takeOver(stepper);
            }
        }
    }

    private void arrive(Segment path, double[] w, double value, double end) {
        double length = position.arcLength();
        Vectors.copy(w, position.w());
        position.changed();
        double[] gradient = field.unconstrained();
        Vectors.scale(gradient, -1);
        position.evaluated(value, gradient);
        stops.segment(path, time, end, length, true);
        time = position.time();
        reach = Math.max(reach, Math.sqrt(Vectors.squaredDistance(w, start)));
    }

    /** The step ends where the face does, and the next begins on another. */
    private void change(Stepper stepper, double theta, double end) {
        double[] w = new double[start.length];
        stepper.interpolate(theta, w);
        problem.set().project(w);
        double[] velocity = new double[w.length];
        double value = field.velocity(w, velocity);
        double[] unconstrained = field.unconstrained().clone();
        Segment part = new Segment() {
            @Override
            public void interpolate(double t, double[] out) {
                stepper.interpolate(t * theta, out);
                problem.set().project(out);
            }

            @Override
            public double arcLength(double t) {
                return stepper.arcLength(t * theta);
            }
        };
        arrive(part, w, value, time + theta * (end - time));
        faces.enter(w, unconstrained);
        stepper.begin(w);
    }
}
