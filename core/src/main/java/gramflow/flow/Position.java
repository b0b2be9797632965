package gramflow.flow;

import gramflow.problem.Problem;
import gramflow.problem.Vectors;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of a run as the run itself sees it. */
final class Position implements State {
    private final Problem problem;
    private final double[] w;
    private final double[] gradient;
    private double value;
    private boolean hasValue;
    private boolean hasGradient;
    private boolean counted;
    private long step;
    private double time;
    private double arcLength;
    private long evaluations;
    private double stepSize = Double.NaN;
    private double stepGradientNorm = Double.NaN;
    private double @Nullable [] average;

    /** At a start, projected on the problem's set. */
    Position(Problem problem, double[] start) {
        if (start.length != problem.dimension()) {
            throw new IllegalArgumentException("a start of %d parameters for a problem of %d".formatted(start.length, problem.dimension()));
        }
        if (!Vectors.isFinite(start)) {
            throw new IllegalArgumentException("the start has an entry that is not finite");
        }
        this.problem = problem;
        this.w = start.clone();
        this.gradient = new double[start.length];
        problem.set().project(w);
    }

    /** Evaluates F and ∇F here for the method, once. */
    void evaluate() {
        // Also where an observer has had it computed before.
        if (!counted) {
            evaluations++;
            counted = true;
        }
        gradient();
    }

    /** Takes over what the method has computed here. */
    void evaluated(double valueHere, double[] gradientHere) {
        value = valueHere;
        Vectors.copy(gradientHere, gradient);
        hasValue = true;
        hasGradient = true;
        counted = true;
    }

    /** Evaluations besides {@link #evaluate}. */
    void count(long more) {
        evaluations += more;
    }

    /** Moves: {@code w} already holds the new point. */
    void moved(double size, double length, double gradientNorm) {
        step++;
        time += size;
        arcLength += length;
        stepSize = size;
        stepGradientNorm = gradientNorm;
        changed();
    }

    /** A flow's place: the point was written to {@code w}. */
    void at(long steps, double newTime, double length, double size) {
        stepGradientNorm = Double.NaN;
        step = steps;
        time = newTime;
        arcLength = length;
        stepSize = size;
        changed();
    }

    /** The point has changed: F and ∇F are no longer known. */
    void changed() {
        hasValue = false;
        hasGradient = false;
        counted = false;
    }

    void keep(double[] mean) {
        average = mean;
    }

    /** Whether F here is known without another evaluation. */
    boolean hasValue() {
        return hasValue;
    }

    @Override
    public Problem problem() {
        return problem;
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public double time() {
        return time;
    }

    @Override
    public double[] w() {
        return w;
    }

    @Override
    public double value() {
        if (!hasValue) {
            // The gradient comes almost for free, and is what an observer asks for next.
            gradient();
        }
        return value;
    }

    @Override
    public double[] gradient() {
        if (!hasGradient) {
            value = problem.valueAndGradient(w, gradient);
            hasValue = true;
            hasGradient = true;
        }
        return gradient;
    }

    @Override
    public double gradientNorm() {
        return Vectors.norm(gradient());
    }

    @Override
    public double arcLength() {
        return arcLength;
    }

    @Override
    public long evaluations() {
        return evaluations;
    }

    @Override
    public double stepSize() {
        return stepSize;
    }

    @Override
    public double stepGradientNorm() {
        return stepGradientNorm;
    }

    @Override
    public Optional<double[]> average() {
        return Optional.ofNullable(average);
    }
}
