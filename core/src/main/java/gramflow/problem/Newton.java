package gramflow.problem;

/**
 * Newton's method with conjugate gradients, for strongly convex F with products with its Hessian: to the minimiser as far as rounding allows. Directions are found to a forcing term that makes the
 * method converge faster than linearly (Nocedal and Wright, Numerical Optimization, 7.1), and lengths by backtracking.
 */
final class Newton {
    private static final int ITERATIONS = 200;
    private static final double SUFFICIENT = 1e-4;
    private static final double AS_GOOD_AS_ZERO = 1e-15;

    private final Problem problem;
    private final double[] direction;
    private final double[] residual;
    private final double[] search;
    private final double[] product;

    private Newton(Problem problem) {
        this.problem = problem;
        int p = problem.dimension();
        direction = new double[p];
        residual = new double[p];
        search = new double[p];
        product = new double[p];
    }

    /** The minimiser. */
    static double[] minimise(Problem problem, double[] start) {
        return new Newton(problem).run(start);
    }

    private double[] run(double[] start) {
        double[] w = start.clone();
        double[] trial = new double[w.length];
        double[] gradient = new double[w.length];
        double[] trialGradient = new double[w.length];
        double value = problem.valueAndGradient(w, gradient);
        double first = Vectors.norm(gradient);
        for (int k = 0; k < ITERATIONS; k++) {
            double norm = Vectors.norm(gradient);
            if (norm <= AS_GOOD_AS_ZERO * first) {
                break;
            }
            solve(w, gradient, Math.min(0.1, Math.sqrt(norm / first)) * norm);
            double slope = Vectors.dot(direction, gradient);
            double step = 1;
            double next = Double.NaN;
            boolean better = false;
            while (!better && step > 1e-10) {
                Vectors.sum(w, step, direction, trial);
                next = problem.valueAndGradient(trial, trialGradient);
                // Near the end F no longer tells points apart, but its gradient does.
                better = next <= value + SUFFICIENT * step * slope
                        || (next <= value + 8 * Math.ulp(value) && Vectors.norm(trialGradient) < 0.9 * norm);
                step /= 2;
            }
            if (!better) {
                break;
            }
            Vectors.copy(trial, w);
            Vectors.copy(trialGradient, gradient);
            value = next;
        }
        return w;
    }

    /** direction ← −(∇²F)⁻¹·gradient, its residual at most that. */
    private void solve(double[] w, double[] gradient, double target) {
        java.util.Arrays.fill(direction, 0);
        for (int i = 0; i < residual.length; i++) {
            residual[i] = -gradient[i];
        }
        Vectors.copy(residual, search);
        double square = Vectors.squaredNorm(residual);
        for (int k = 0; k < 10 * residual.length && Math.sqrt(square) > target; k++) {
            problem.hessianTimes(w, search, product);
            double curvature = Vectors.dot(search, product);
            if (!(curvature > 0)) {
                break;
            }
            double alpha = square / curvature;
            Vectors.addScaled(direction, alpha, search);
            Vectors.addScaled(residual, -alpha, product);
            double next = Vectors.squaredNorm(residual);
            for (int i = 0; i < search.length; i++) {
                search[i] = residual[i] + next / square * search[i];
            }
            square = next;
        }
    }
}
