package gramflow.flow;

import gramflow.problem.Vectors;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** The part of a run that all methods of discrete steps share: telling observers, and when to stop. */
final class Descent {
    /** A rise of F by this many times its first scale is no rounding and no noise: the run has diverged. */
    private static final double BEYOND_ALL_MEASURE = 1e12;
    /** Steps between looks at the progress: methods on small problems take millions a second. */
    private static final int STEPS_OF_PROGRESS = 64;

    private final Position position;
    private final Until until;
    private final Observer[] observers;
    private final double[] lastFinite;
    private double firstValue = Double.NaN;
    private double scale;
    private Outcome.@Nullable Reason reason;
    private String word = "";

    Descent(Position position, Until until, Observer[] observers) {
        this.position = position;
        this.until = until;
        this.observers = observers;
        this.lastFinite = position.w().clone();
        boolean byTime = until.steps() == Long.MAX_VALUE;
        until.progress().begin("descent", Math.max(Double.MIN_NORMAL, byTime ? until.time() : until.steps()));
    }

    /** Tells of the state, and says whether another step is to be taken. */
    boolean goesOn() {
        if (diverged()) {
            return false;
        }
        Vectors.copy(position.w(), lastFinite);
        for (Observer observer : observers) {
            observer.observe(position);
        }
        tellProgress();
        if (position.step() >= until.steps()) {
            end(Outcome.Reason.STEPS, String.format(Locale.ROOT, "took all %d steps", position.step()));
        } else if (position.time() >= until.time()) {
            end(Outcome.Reason.TIME, String.format(Locale.ROOT, "reached time %.6g after %d steps", position.time(), position.step()));
        } else if (until.value() > Double.NEGATIVE_INFINITY && position.value() <= until.value()) {
            end(Outcome.Reason.VALUE, String.format(Locale.ROOT, "F = %.6g at step %d", position.value(), position.step()));
        } else if (until.gradient() > Double.NEGATIVE_INFINITY && position.gradientNorm() <= until.gradient()) {
            end(Outcome.Reason.GRADIENT,
                    String.format(Locale.ROOT, "the gradient's norm is %.6g at step %d", position.gradientNorm(), position.step()));
        }
        return reason == null;
    }

    private void tellProgress() {
        if (position.step() > 0) {
            until.progress().advance(until.steps() == Long.MAX_VALUE ? position.stepSize() : 1);
        }
        if (position.step() % STEPS_OF_PROGRESS == 0 && until.progress().cancelled()) {
            throw new CancellationException();
        }
    }

    private boolean diverged() {
        if (!Vectors.isFinite(position.w())) {
            end(Outcome.Reason.DIVERGED, String.format(Locale.ROOT, "diverged: the point is not finite after step %d", position.step()));
        } else if (position.hasValue()) {
            double value = position.value();
            if (Double.isNaN(firstValue)) {
                firstValue = value;
                scale = Math.abs(value);
            }
            if (!(Math.abs(value) < Double.POSITIVE_INFINITY) || !Vectors.isFinite(position.gradient())) {
                end(Outcome.Reason.DIVERGED,
                        String.format(Locale.ROOT, "diverged: F or its gradient is not finite after step %d", position.step()));
            } else if (scale > 0 && value > firstValue + BEYOND_ALL_MEASURE * scale) {
                end(Outcome.Reason.DIVERGED,
                        String.format(Locale.ROOT, "diverged: F rose from %.3g to %.3g by step %d", firstValue, value, position.step()));
            }
        }
        return reason != null;
    }

    /** A natural size of changes of F: what the first step was to gain. */
    void scaledBy(double gain) {
        if (position.step() == 0) {
            scale += Math.abs(gain);
        }
    }

    private void end(Outcome.Reason why, String sentence) {
        reason = why;
        word = sentence;
    }

    /** How it ended. */
    Outcome outcome() {
        Outcome.Reason why = reason;
        if (why == null) {
            throw new IllegalStateException("the run goes on");
        }
        if (why == Outcome.Reason.DIVERGED) {
            Vectors.copy(lastFinite, position.w());
            position.changed();
        }
        return new Outcome(why, word, position, 0);
    }
}
