package gramflow.bench.flow;

import gramflow.flow.Until;
import gramflow.machine.Progress;
import gramflow.problem.Facts;

/**
 * How far runs go: to a number of steps, or to a time. One is turned into the other by t steps of 1/β being the time t/β.
 *
 * @param steps of a descent; −1 if a time was asked for
 * @param time of a flow; NaN if steps were asked for
 */
public record Horizon(long steps, double time) {
    private static final long DEFAULT_STEPS = 1000;

    /**
     * From what was asked for.
     *
     * @param steps −1 for none
     * @param time NaN for none
     * @throws IllegalArgumentException if both were, or one is out of range
     */
    public static Horizon of(long steps, double time) {
        if (steps >= 0 && !Double.isNaN(time)) {
            throw new IllegalArgumentException("--steps and --time exclude each other");
        }
        if (!Double.isNaN(time) && !(time > 0 && time < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("--time " + time + ": expected a positive number");
        }
        return Double.isNaN(time) ? new Horizon(steps < 0 ? DEFAULT_STEPS : steps, time) : new Horizon(-1, time);
    }

    private boolean bySteps() {
        return steps >= 0;
    }

    /** The steps, or as many of 1/β as reach the time. */
    long stepsFor(Facts facts) {
        if (bySteps()) {
            return steps;
        }
        if (!(facts.beta().value() > 0)) {
            throw new IllegalArgumentException(
                    "--time " + time + ": beta of the problem is not known, so that a time is no number of steps; expected --steps");
        }
        return (long) Math.ceil(time * facts.beta().value());
    }

    /** The time, or that of as many steps of 1/β. */
    double timeFor(Facts facts) {
        if (!bySteps()) {
            return time;
        }
        if (!(facts.beta().value() > 0)) {
            throw new IllegalArgumentException(
                    "a flow of " + steps + " steps: beta of the problem is not known, so that steps are no time; expected --time");
        }
        return steps / facts.beta().value();
    }

    /** For a descent that may have any step size. */
    Until descent(Progress progress) {
        return (bySteps() ? Until.steps(steps) : Until.time(time)).with(progress);
    }
}
