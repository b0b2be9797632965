package gramflow.lazy;

import gramflow.lazy.Linearisation.Point;
import gramflow.lazy.Linearisation.Remainder;
import gramflow.lazy.Linearisation.Term;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import gramflow.model.Jacobian;
import gramflow.model.Network;
import gramflow.spectrum.Eigendecomposition;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Gradient flow of ½‖αf(w) − y‖², or of another loss of αf(w), in time t, whatever α. Krogstad's exponential method of order 4 (J. Comput. Phys. 203, 2005; Hochbruck and Ostermann, SIAM J. Numer. Anal. 43, 2005) around the kernel K_t of each
 * step: a linear model takes one step however stiff, and a model that is nearly linear few.
 *
 * <p>The error of a step is estimated by the method of order 3 that has the end of the step for its last stage. Where the activation's derivative jumps (ReLU), gradient flow is an inclusion: it can come to a jump and stay
 * there, pushed back from either side. No step is short enough then, and one of a 400th of the time gone by is taken whatever its error: it goes to and fro across the jump, by no more than its length. {@link LazyState#forced} counts
 * these. Immutable, and safe to share between threads.
 *
 * @param problem what is trained
 * @param alpha α &gt; 0
 * @param tolerance of the error of a step in w, relative to r₀/(ασ_max), the shortest way that can lead to the target; where that is less than rounding does to w, rounding decides
 */
public record LazyFlow(LazyProblem problem, double alpha, double tolerance) {

    /** Steps at most: a run that needs more has lost its way. */
    private static final long MOST_STEPS = 100_000;
    private static final double SAFETY = 0.9;
    private static final double SHRINK = 0.2;
    private static final double GROW = 5;
    private static final double ORDER = 4;
    /** A step is not asked for an error below that many roundings. */
    private static final double MARGIN = 8;
    /** Of the separation of the two flows, what a step may add to its error: where the error of w itself is below that, it asks for nothing more. */
    private static final double SEPARATION = 0.01;
    /** Below that part of σ_max nothing is carried back. */
    private static final double LEAST_SIGMA = 1e-6;
    /** Steps at least that the time gone by is long, where derivatives jump: a flow that has come to stay at a jump is stepped over by no error control. */
    private static final double SHORTEST = 1.0 / 400;
    /** Halvings of a step in a row: beyond, what is evaluated is not smooth enough for any. */
    private static final int MOST_REJECTIONS = 60;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public LazyFlow {
        if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY) || !(tolerance > 0)) {
            throw new IllegalArgumentException("alpha %s, tolerance %s; expected positive numbers".formatted(alpha, tolerance));
        }
    }

    /** w₀, K₀ and all: where a run begins. */
    public LazyState begin() {
        Origin origin = new Origin(problem, alpha);
        return state(0, 0, 0, origin, origin.linearisation, 0, separation(origin));
    }

    private Separation separation(Origin origin) {
        Linearisation at = origin.linearisation;
        return new Separation(problem, alpha, origin, new Point(at.way, at.jacobian, at.output, at.residual, at.gradient));
    }

    /**
     * What rounding does to αf(w) − y, about. Where f is computed from the rounded w: α·u·√tr K times the root mean square of w₀, which grows with α as what is left to see falls. Else u·r₀.
     *
     * @param begin {@link #begin}
     */
    public double roundingInResidual(LazyState begin) {
        if (begin.exact()) {
            return Precision.F64.unitRoundoff() * problem.on().norm(begin.residual());
        }
        double trace = 0;
        for (int i = 0; i < begin.spectrum().order(); i++) {
            trace += Math.max(0, begin.spectrum().value(i));
        }
        double size = problem.on().norm(begin.w()) / Math.sqrt((double) begin.w().rows());
        return alpha * Precision.F64.unitRoundoff() * Math.sqrt(trace) * size;
    }

    /** The same in w: that, carried back through the least singular value of J. */
    public double roundingInParameters(LazyState begin) {
        return roundingInResidual(begin) / (alpha * Math.max(begin.sigmaMin(), LEAST_SIGMA * begin.sigmaMax()));
    }

    private boolean jumps() {
        return problem.model() instanceof Network network && network.activation().curvatureBound() == Double.POSITIVE_INFINITY;
    }

    private LazyState state(long step, long forced, double time, Origin origin, Linearisation at, double length, Separation separation) {
        boolean square = problem.loss().square();
        Eigendecomposition spectrum = square ? at.spectrum : Eigendecomposition.of(at.kernel, problem.on());
        // Of another loss tangent flow is no linear flow, and what is integrated here is not the way to it.
        double error = square ? separation.error() : Double.POSITIVE_INFINITY;
        return new LazyState(step, forced, time, origin.w(at.way), at.way, at.jacobian, at.output, at.residual, at.kernel, spectrum, length,
                separation.v(), separation.gap(), error, origin.exact());
    }

    /**
     * Runs.
     *
     * @param times at which to report, positive, ascending; steps end there
     * @param observer hears of the beginning, and of each of the times
     * @param progress hears of times, and may cancel
     * @return steps taken
     * @throws ArithmeticException if the flow leaves what can be computed
     * @throws CancellationException if {@code progress} says so
     */
    public long run(double[] times, Consumer<LazyState> observer, Progress progress) {
        progress.begin("gradient flow", (double) times.length);
        Origin origin = new Origin(problem, alpha);
        Linearisation at = origin.linearisation;
        Separation separation = separation(origin);
        // Two besides the origin's, which take turns: evaluating in new memory took half of the time, most of it the system's.
        Jacobian spare = problem.at(problem.start());
        LazyState begin = state(0, 0, 0, origin, at, 0, separation);
        observer.accept(begin);
        double start = problem.on().norm(at.residual);
        double allowed = Math.max(tolerance * start / (alpha * begin.sigmaMax()), MARGIN * roundingInParameters(begin));
        double time = 0;
        double length = 0;
        double size = times.length == 0 ? 0 : times[0];
        double shortest = jumps() ? SHORTEST : 0;
        long steps = 0;
        long forced = 0;
        int rejections = 0;
        for (double until : times) {
            while (time < until) {
                if (progress.cancelled()) {
                    throw new CancellationException();
                }
                // Not a sliver at the end: two halves instead.
                double left = until - time;
                double least = shortest * Math.max(time, times[0]);
                size = Math.max(size, least);
                double h = size >= left ? left : Math.min(size, left / 2);
                Attempt attempt = attempt(origin, separation, at, h, allowed, spare);
                // Where w is off by that much already, its separation from tangent flow need not be known better.
                double separated = Math.max((1 + steps) * allowed, SEPARATION * Math.max(problem.on().norm(separation.v()),
                        problem.on().norm(attempt.trial.v())));
                double error = problem.loss().square() ? Math.max(attempt.error, attempt.trial.error() / separated) : attempt.error;
                double factor = SAFETY * Math.pow(error, -1 / ORDER);
                boolean force = !(error <= 1) && h <= least && error < Double.POSITIVE_INFINITY;
                if (!(error <= 1) && !force) {
                    size = h * (error < Double.POSITIVE_INFINITY ? Math.clamp(factor, SHRINK, SAFETY) : SHRINK);
                    if (++rejections > MOST_REJECTIONS || !(time + size > time)) {
                        throw new ArithmeticException("gradient flow at alpha %s, time %s: no step is short enough".formatted(alpha, time));
                    }
                    continue;
                }
                rejections = 0;
                forced += force ? 1 : 0;
                length += at.length(h, attempt.middle, attempt.otherMiddle, attempt.end, allowed);
                time = h == left ? until : time + h;
                size = h == left && size > h ? Math.max(size, h * Math.min(factor, GROW)) : h * Math.clamp(factor, SHRINK, GROW);
                spare = at == origin.linearisation ? problem.at(problem.start()) : at.jacobian;
                separation.accept(attempt.trial);
                at = new Linearisation(problem, alpha, attempt.end);
                if (++steps > MOST_STEPS) {
                    throw new ArithmeticException("gradient flow at alpha %s: %d steps led to time %s of %s".formatted(alpha, steps, time,
                            times[times.length - 1]));
                }
            }
            observer.accept(state(steps, forced, time, origin, at, length, separation));
            progress.advance(1);
        }
        return steps;
    }

    /** A step that was tried: its error over what is allowed, the two points at its middle, its end, and what it makes of the separation. */
    private record Attempt(double error, Point middle, Point otherMiddle, Point end, Separation.Trial trial) {
    }

    private Attempt attempt(Origin origin, Separation separation, Linearisation at, double h, double allowed, Jacobian spare) {
        Remainder a = at.remainder(origin.point(at.moved(0.5, h), spare));
        Remainder b = at.remainder(origin.point(at.moved(0.5, h, new Term(1, 2, a)), spare));
        // By differences it needs the Jacobian there, which is about to move on.
        Remainder middle = origin.remainder(b.at());
        Remainder c = at.remainder(origin.point(at.moved(1, h, new Term(2, 2, b)), spare));
        Matrix way = at.moved(1, h, new Term(2, 2, a), new Term(-4, 3, a), new Term(2, 2, b), new Term(-4, 3, b), new Term(4, 3, c),
                new Term(-1, 2, c));
        Remainder end = at.remainder(origin.point(way, spare));
        Matrix difference = at.combined(h, new Term(4, 3, end), new Term(-1, 2, end), new Term(-4, 3, c), new Term(1, 2, c));
        double error = problem.on().norm(difference) / allowed;
        return new Attempt(Double.isNaN(error) ? Double.POSITIVE_INFINITY : error, a.at(), b.at(), end.at(),
                separation.attempt(h, middle, end.at()));
    }
}
