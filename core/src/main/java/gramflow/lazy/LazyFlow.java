package gramflow.lazy;

import gramflow.lazy.Linearisation.Point;
import gramflow.lazy.Linearisation.Remainder;
import gramflow.lazy.Linearisation.Term;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Gradient flow of ½‖αf(w) − y‖² in time t, whatever α. Krogstad's exponential method of order 4 (J. Comput. Phys. 203, 2005; Hochbruck and Ostermann, SIAM J. Numer. Anal. 43, 2005) around the kernel K_t of each
 * step: a linear model takes one step however stiff, and a model that is nearly linear few.
 *
 * <p>The error of a step is estimated by the method of order 3 that has the end of the step for its last stage. Immutable, and safe to share between threads.
 *
 * @param problem what is trained
 * @param alpha α &gt; 0
 * @param tolerance of the error of a step in w, relative to r₀/(ασ_max), the shortest way that can lead to the target
 */
public record LazyFlow(LazyProblem problem, double alpha, double tolerance) {

    /** Steps at most: a run that needs more has lost its way. */
    private static final long MOST_STEPS = 100_000;
    private static final double SAFETY = 0.9;
    private static final double SHRINK = 0.2;
    private static final double GROW = 5;
    private static final double ORDER = 4;
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
        return state(0, 0, new Linearisation(problem, alpha, Linearisation.point(problem, alpha, problem.start())), 0);
    }

    private static LazyState state(long step, double time, Linearisation at, double length) {
        return new LazyState(step, time, at.w, at.jacobian, at.residual, at.kernel, at.spectrum, length);
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
        Linearisation at = new Linearisation(problem, alpha, Linearisation.point(problem, alpha, problem.start()));
        LazyState begin = state(0, 0, at, 0);
        observer.accept(begin);
        double start = problem.on().norm(at.residual);
        double allowed = tolerance * start / (alpha * begin.sigmaMax());
        double time = 0;
        double length = 0;
        double size = times.length == 0 ? 0 : times[0];
        long steps = 0;
        int rejections = 0;
        for (double until : times) {
            while (time < until) {
                if (progress.cancelled()) {
                    throw new CancellationException();
                }
                // Not a sliver at the end: two halves instead.
                double left = until - time;
                double h = size >= left ? left : Math.min(size, left / 2);
                Attempt attempt = attempt(at, h, allowed);
                double factor = SAFETY * Math.pow(attempt.error, -1 / ORDER);
                if (!(attempt.error <= 1)) {
                    size = h * (attempt.error < Double.POSITIVE_INFINITY ? Math.clamp(factor, SHRINK, SAFETY) : SHRINK);
                    if (++rejections > MOST_REJECTIONS || !(time + size > time)) {
                        throw new ArithmeticException("gradient flow at alpha %s, time %s: no step is short enough".formatted(alpha, time));
                    }
                    continue;
                }
                rejections = 0;
                length += at.length(h, attempt.middle, attempt.otherMiddle, attempt.end, allowed);
                time = h == left ? until : time + h;
                size = h == left && size > h ? Math.max(size, h * Math.min(factor, GROW)) : h * Math.clamp(factor, SHRINK, GROW);
                at = new Linearisation(problem, alpha, attempt.end);
                if (++steps > MOST_STEPS) {
                    throw new ArithmeticException("gradient flow at alpha %s: %d steps led to time %s of %s".formatted(alpha, steps, time,
                            times[times.length - 1]));
                }
            }
            observer.accept(state(steps, time, at, length));
            progress.advance(1);
        }
        return steps;
    }

    /** A step that was tried: its error over what is allowed, the two points at its middle, and its end. */
    private record Attempt(double error, Point middle, Point otherMiddle, Point end) {
    }

    private Attempt attempt(Linearisation at, double h, double allowed) {
        Remainder a = at.remainder(at.moved(0.5, h));
        Remainder b = at.remainder(at.moved(0.5, h, new Term(1, 2, a)));
        Remainder c = at.remainder(at.moved(1, h, new Term(2, 2, b)));
        Matrix w = at.moved(1, h, new Term(2, 2, a), new Term(-4, 3, a), new Term(2, 2, b), new Term(-4, 3, b), new Term(4, 3, c),
                new Term(-1, 2, c));
        Remainder end = at.remainder(w);
        Matrix difference = at.combined(h, new Term(4, 3, end), new Term(-1, 2, end), new Term(-4, 3, c), new Term(1, 2, c));
        double error = problem.on().norm(difference) / allowed;
        return new Attempt(Double.isNaN(error) ? Double.POSITIVE_INFINITY : error, a.at(), b.at(), end.at());
    }
}
