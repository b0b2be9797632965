package gramflow.flow;

import gramflow.problem.Vectors;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** The part of a run that all flows share: showing observers the states asked for, events, and when to stop. */
final class FlowStops {
    /** F of a gradient flow falls; a rise by this many times its first scale is an integrator's fault or F's. */
    private static final double BEYOND_ALL_MEASURE = 1e12;
    private static final int BISECTIONS = 60;

    private final Position position;
    private final Until until;
    private final Observer[] observers;
    private final double[] trial;
    private int nextTime;
    private long steps;
    private double firstValue;
    private double lastGradientNorm;
    private Outcome.@Nullable Reason reason;
    private String word = "";

    FlowStops(Position position, Until until, Observer[] observers) {
        this.position = position;
        this.until = until;
        this.observers = observers;
        this.trial = new double[position.w().length];
        boolean byTime = until.time() < Double.POSITIVE_INFINITY;
        until.progress().begin("flow", Math.max(Double.MIN_NORMAL, byTime ? until.time() : until.steps()));
    }

    /** Shows the start. */
    void begin() {
        show();
        firstValue = position.value();
        lastGradientNorm = position.gradientNorm();
        if (until.at().length > 0 && until.at()[0] == 0) {
            nextTime = 1;
        }
        if (!(Math.abs(firstValue) < Double.POSITIVE_INFINITY)) {
            end(Outcome.Reason.DIVERGED, "diverged: F is not finite at the start");
        }
        stopAtLevels();
        if (reason == null && until.time() == 0) {
            end(Outcome.Reason.TIME, "reached time 0");
        }
    }

    boolean ended() {
        return reason != null;
    }

    private void show() {
        for (Observer observer : observers) {
            observer.observe(position);
        }
    }

    /**
     * A piece of the path from {@code from} to {@code to}, at whose end the position is, or is put.
     *
     * @param lengthBefore the path's length at its start
     * @param arrived whether the position's point, F and ∇F are those of the end already
     */
    void segment(Segment path, double from, double to, double lengthBefore, boolean arrived) {
        if (until.progress().cancelled()) {
            throw new CancellationException();
        }
        double[] here = position.w();
        double[] end = arrived ? here.clone() : new double[here.length];
        double endValue = arrived ? position.value() : Double.NaN;
        double[] endGradient = arrived ? position.gradient().clone() : end;
        double[] times = until.at();
        while (nextTime < times.length && times[nextTime] < to) {
            double theta = (times[nextTime] - from) / (to - from);
            path.interpolate(theta, here);
            position.at(steps, times[nextTime], lengthBefore + path.arcLength(theta), to - from);
            nextTime++;
            show();
        }
        steps++;
        if (arrived) {
            Vectors.copy(end, here);
        } else {
            path.interpolate(1, here);
        }
        position.at(steps, to, lengthBefore + path.arcLength(1), to - from);
        if (arrived) {
            position.evaluated(endValue, endGradient);
        }
        until.progress().advance(until.time() < Double.POSITIVE_INFINITY ? to - from : 1);
        if (!Vectors.isFinite(here) || !(Math.abs(position.value()) < Double.POSITIVE_INFINITY)
                || position.value() > firstValue
                        + BEYOND_ALL_MEASURE * Math.max(Math.abs(firstValue), lastGradientNorm * lastGradientNorm * to)) {
            path.interpolate(0, here);
            position.at(steps, from, lengthBefore, Double.NaN);
            end(Outcome.Reason.DIVERGED,
                    String.format(Locale.ROOT, "diverged: F is no longer finite, or has risen beyond all measure, by time %.6g", to));
            return;
        }
        locateEvents(path, from, to, lengthBefore);
        lastGradientNorm = position.gradientNorm();
        boolean asked = times.length == 0 || (nextTime < times.length && times[nextTime] == to);
        if (asked && times.length > 0) {
            nextTime++;
        }
        if (reason == null && to >= until.time()) {
            end(Outcome.Reason.TIME, String.format(Locale.ROOT, "reached time %.6g in %d steps", to, steps));
        }
        if (reason == null && steps >= until.steps()) {
            end(Outcome.Reason.STEPS, String.format(Locale.ROOT, "took all %d steps, to time %.6g", steps, to));
        }
        if (asked || reason != null) {
            show();
        }
    }

    /** If a level was passed in this piece, the position moves back to where. */
    private void locateEvents(Segment path, double from, double to, double lengthBefore) {
        boolean byValue = position.value() <= until.value();
        boolean byGradient = position.gradientNorm() <= until.gradient();
        if (!byValue && !byGradient) {
            return;
        }
        double theta = 1;
        if (byValue) {
            theta = Math.min(theta, root(path, t -> position.problem().value(trial) - until.value()));
        }
        if (byGradient) {
            double[] gradient = new double[trial.length];
            theta = Math.min(theta, root(path, t -> {
                position.problem().valueAndGradient(trial, gradient);
                return Vectors.norm(gradient) - until.gradient();
            }));
        }
        double time = from + theta * (to - from);
        path.interpolate(theta, position.w());
        position.at(steps, time, lengthBefore + path.arcLength(theta), time - from);
        // Which of the two it was is decided where it is, both levels being met to rounding.
        end(byValue && (!byGradient || position.value() <= until.value() + Math.ulp(until.value()) * 16)
                ? Outcome.Reason.VALUE
                : Outcome.Reason.GRADIENT,
                String.format(Locale.ROOT, "F = %.6g, gradient %.6g at time %.6g", position.value(), position.gradientNorm(), time));
    }

    /** θ at which a quantity, positive at 0 and not at 1, is first not positive on this side, to the last bits. */
    private double root(Segment path, DoubleUnaryOperator quantity) {
        double low = 0;
        double high = 1;
        for (int k = 0; k < BISECTIONS && high - low > 1e-15 * high; k++) {
            double middle = low + (high - low) / 2;
            path.interpolate(middle, trial);
            position.count(1);
            if (quantity.applyAsDouble(middle) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private void stopAtLevels() {
        if (reason == null && position.value() <= until.value()) {
            end(Outcome.Reason.VALUE, String.format(Locale.ROOT, "F = %.6g at the start", position.value()));
        } else if (reason == null && position.gradientNorm() <= until.gradient()) {
            end(Outcome.Reason.GRADIENT, String.format(Locale.ROOT, "the gradient's norm is %.6g at the start", position.gradientNorm()));
        }
    }

    void end(Outcome.Reason why, String sentence) {
        reason = why;
        word = sentence;
    }

    Outcome outcome(long rejected) {
        Outcome.Reason why = reason;
        if (why == null) {
            throw new IllegalStateException("the run goes on");
        }
        return new Outcome(why, word, position, rejected);
    }
}
