package gramflow.flow;

import gramflow.machine.Progress;

/**
 * When a run ends: at a step, at a time, or before that where the value or the gradient falls to a level. Immutable.
 */
public final class Until {
    private static final double[] EVERY_STEP = {};

    private final long steps;
    private final double time;
    private final double value;
    private final double gradient;
    private final double[] at;
    private final Progress progress;

    private Until(long steps, double time, double value, double gradient, double[] at, Progress progress) {
        this.steps = steps;
        this.time = time;
        this.value = value;
        this.gradient = gradient;
        this.at = at;
        this.progress = progress;
    }

    /**
     * After that many steps.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public static Until steps(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("steps: " + count + ", expected at least 0");
        }
        return new Until(count, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, EVERY_STEP, Progress.NONE);
    }

    /**
     * At that time: of a flow exactly, of a descent at the first step whose sum of step sizes reaches it.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public static Until time(double end) {
        if (!(end >= 0 && end < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("time: " + end + ", expected a number not below 0");
        }
        return new Until(Long.MAX_VALUE, end, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, EVERY_STEP, Progress.NONE);
    }

    /** Or after that many steps. */
    public Until orSteps(long count) {
        return new Until(count, time, value, gradient, at, progress);
    }

    /** Or when F ≤ that; a flow ends at the time where it happens. */
    public Until orValueBelow(double level) {
        return new Until(steps, time, level, gradient, at, progress);
    }

    /** Or when ‖∇F‖ ≤ that; a flow ends at the time where it happens. */
    public Until orGradientBelow(double level) {
        return new Until(steps, time, value, level, at, progress);
    }

    /**
     * A flow shows its observers these times, from its dense output, instead of its own steps; the start and the end it always shows. Descent takes no notice.
     *
     * @throws IllegalArgumentException if they do not ascend
     */
    public Until observedAt(double... times) {
        for (int i = 0; i < times.length; i++) {
            if (!(times[i] >= 0) || (i > 0 && times[i] <= times[i - 1])) {
                throw new IllegalArgumentException("time %d is %s, expected times that ascend from 0 on".formatted(i, times[i]));
            }
        }
        return new Until(steps, time, value, gradient, times.clone(), progress);
    }

    /** With a progress that hears of steps, or of time where that is the limit, and may cancel. */
    public Until with(Progress other) {
        return new Until(steps, time, value, gradient, at, other);
    }

    /** The steps after which to end; {@code Long.MAX_VALUE} if they do not matter. */
    public long steps() {
        return steps;
    }

    /** The time at which to end; ∞ if it does not matter. */
    public double time() {
        return time;
    }

    double value() {
        return value;
    }

    double gradient() {
        return gradient;
    }

    double[] at() {
        return at;
    }

    Progress progress() {
        return progress;
    }
}
