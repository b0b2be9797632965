package gramflow.flow;

/** How a run ended, and where: at its last point that was finite. Immutable. */
public final class Outcome {

    /** Why a run ends. */
    public enum Reason {
        /** All steps asked for are taken. */
        STEPS,
        /** The time asked for is reached. */
        TIME,
        /** F is at or below the value asked for. */
        VALUE,
        /** ‖∇F‖ is at or below what was asked for. */
        GRADIENT,
        /** F or the point is no longer a finite number, or F has risen beyond all measure. */
        DIVERGED,
        /** The tolerance cannot be met: the step no longer changes the time. */
        UNDERFLOW
    }

    private final Reason reason;
    private final String word;
    private final double[] w;
    private final double value;
    private final double gradientNorm;
    private final long steps;
    private final long rejected;
    private final double time;
    private final double arcLength;
    private final long evaluations;

    Outcome(Reason reason, String word, Position at, long rejected) {
        this.reason = reason;
        this.word = word;
        this.w = at.w().clone();
        this.value = at.value();
        this.gradientNorm = at.gradientNorm();
        this.steps = at.step();
        this.rejected = rejected;
        this.time = at.time();
        this.arcLength = at.arcLength();
        this.evaluations = at.evaluations();
    }

    /** Why it ended. */
    public Reason reason() {
        return reason;
    }

    /** The same in a sentence, with the step or time. */
    public String word() {
        return word;
    }

    /** Whether it ended as asked. */
    public boolean ok() {
        return reason != Reason.DIVERGED && reason != Reason.UNDERFLOW;
    }

    /** A copy of the last point. */
    public double[] w() {
        return w.clone();
    }

    /** F there. */
    public double value() {
        return value;
    }

    /** ‖∇F‖ there. */
    public double gradientNorm() {
        return gradientNorm;
    }

    /** Steps taken. */
    public long steps() {
        return steps;
    }

    /** Steps tried besides, and found too inaccurate. */
    public long rejected() {
        return rejected;
    }

    /** Time of a flow, sum of step sizes of a descent. */
    public double time() {
        return time;
    }

    /** Length of the path. */
    public double arcLength() {
        return arcLength;
    }

    /** Gradients and products with the Hessian that the method evaluated. */
    public long evaluations() {
        return evaluations;
    }

    @Override
    public String toString() {
        return word;
    }
}
