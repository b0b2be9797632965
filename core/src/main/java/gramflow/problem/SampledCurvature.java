package gramflow.problem;

import gramflow.machine.Progress;
import java.util.concurrent.CancellationException;

/**
 * β from below, where no formula is known: the largest norm of the Hessian at a few points that a descent from the start comes by. It is what a step size can be made of; it proves nothing, because F may
 * curve more elsewhere.
 */
public final class SampledCurvature {
    private static final int POINTS = 4;
    /** Descent steps from one point to the next. */
    private static final int BETWEEN = 5;
    /** Products at each point, after as many at those before. */
    private static final int PRODUCTS = 12;
    /** Half the digits to the step of a difference, half to the difference. */
    private static final double STEP = 0x1p-26;

    private SampledCurvature() {
    }

    /**
     * Looks at some points, with some hundred gradients.
     *
     * @param start where a run would begin; not changed
     * @param progress hears of points, and may cancel
     * @return {@linkplain Known.Origin#SAMPLED sampled}; not known if the gradient changes nowhere
     * @throws IllegalArgumentException if F is not finite there
     */
    public static Known beta(Problem problem, double[] start, Progress progress) {
        double[] w = start.clone();
        double[] gradient = new double[w.length];
        double[] direction = new double[w.length];
        double[] product = new double[w.length];
        double beta = 0;
        progress.begin("sampling beta", POINTS);
        for (int point = 0; point < POINTS; point++) {
            for (int step = 0; step < BETWEEN && beta > 0; step++) {
                problem.valueAndGradient(w, gradient);
                Vectors.addScaled(w, -1 / beta, gradient);
            }
            double value = problem.valueAndGradient(w, gradient);
            if (!(Math.abs(value) < Double.POSITIVE_INFINITY) || !Vectors.isFinite(gradient)) {
                if (point == 0) {
                    throw new IllegalArgumentException("F is %s at the start, or its gradient is not finite".formatted(value));
                }
                break;
            }
            if (point == 0) {
                Vectors.copy(gradient, direction);
            }
            beta = Math.max(beta, norm(problem, w, gradient, direction, product));
            if (progress.cancelled()) {
                throw new CancellationException();
            }
            progress.advance(1);
        }
        return beta > 0 ? Known.sampled(beta) : Known.NOTHING;
    }

    /** ‖H·v‖ for ever better v of norm 1: it never falls, and never exceeds ‖H‖. */
    private static double norm(Problem problem, double[] w, double[] gradient, double[] direction, double[] product) {
        double found = 0;
        double[] there = new double[w.length];
        for (int k = 0; k < PRODUCTS; k++) {
            double length = Vectors.norm(direction);
            if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
                break;
            }
            Vectors.scale(direction, 1 / length);
            double step = STEP * Math.max(1e-3, Vectors.norm(w));
            Vectors.sum(w, step, direction, there);
            problem.valueAndGradient(there, product);
            Vectors.addScaled(product, -1, gradient);
            Vectors.scale(product, 1 / step);
            found = Math.max(found, Vectors.norm(product));
            Vectors.copy(product, direction);
        }
        return found;
    }
}
