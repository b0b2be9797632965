package gramflow.lazy;

import gramflow.lazy.Linearisation.Point;
import gramflow.lazy.Linearisation.Remainder;
import gramflow.lazy.Linearisation.Term;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;

/**
 * v = w − u, the way of gradient flow less that of tangent flow, as a flow of its own: v̇ = A₀v + G₀(w), with A₀ = −α²J₀ᵀJ₀ and G₀ what gradient flow has besides its linear part at w₀. Each step takes G₀ for the
 * parabola through its beginning, middle and end, which leaves functions of A₀. For a large α both flows agree in nearly all their digits, and their difference has none left. Not thread-safe.
 */
final class Separation {
    private final Origin origin;
    private final Products on;
    private final double alpha;
    private Matrix v;
    private Remainder last;
    private double error;

    /**
     * A step that was tried.
     *
     * @param v at its end
     * @param end G₀ there
     * @param error what a straight line through beginning and end would have made of it instead of a parabola
     */
    record Trial(Matrix v, Remainder end, double error) {
    }

    Separation(LazyProblem problem, double alpha, Origin origin, Point start) {
        this.origin = origin;
        this.alpha = alpha;
        on = problem.on();
        v = Matrix.zeros(Precision.F64, start.way().rows(), 1);
        last = origin.remainder(start);
    }

    Trial attempt(double h, Remainder middle, Point at) {
        Remainder end = origin.remainder(at);
        Linearisation linear = origin.linearisation;
        Matrix next = linear.carried(v, h, new Term(1, 1, last), new Term(-3, 2, last), new Term(4, 2, middle), new Term(-1, 2, end),
                new Term(4, 3, last), new Term(-8, 3, middle), new Term(4, 3, end));
        Matrix difference = linear.combined(h, new Term(-2, 2, last), new Term(4, 2, middle), new Term(-2, 2, end), new Term(4, 3, last),
                new Term(-8, 3, middle), new Term(4, 3, end));
        return new Trial(next, end, on.norm(difference));
    }

    void accept(Trial trial) {
        v = trial.v;
        last = trial.end;
        error += trial.error;
    }

    /** v, p × 1; not written to again. */
    Matrix v() {
        return v;
    }

    /** αf(w) − αf₀(u) = αJ₀v + αN(w − w₀). */
    Matrix gap() {
        Matrix gap = on.timesVector(origin.linearisation.spectrum.vectors().transpose(), last.q());
        on.axpy(alpha, origin.linearisation.jacobian.times(v), gap);
        return gap;
    }

    /** Errors of all steps so far, of ‖v‖: more than they are. */
    double error() {
        return error;
    }
}
