package gramflow.flow;

import gramflow.problem.Problem;
import gramflow.problem.Vectors;

/** Backtracking on the inequality of β-smooth functions, which also serves projected steps. */
record Backtracking(double first) implements StepRule {
    private static final int HALVINGS = 200;
    private static final double AT_REST = 1e-10;

    Backtracking {
        if (!(first > 0 && first < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("backtracking from a step of " + first + ", expected a positive number");
        }
    }

    @Override
    public String name() {
        return "backtracking";
    }

    @Override
    public Sizes start(Problem problem) {
        return new Search(problem, first);
    }

    private static final class Search implements Sizes {
        private final Problem problem;
        private final double[] trial;
        private double size;
        private long evaluations;

        Search(Problem problem, double first) {
            this.problem = problem;
            this.trial = new double[problem.dimension()];
            this.size = first / 2;
        }

        @Override
        public double next(State state) {
            size *= 2;
            double[] w = state.w();
            double[] gradient = state.gradient();
            double value = state.value();
            for (int k = 0; k < HALVINGS; k++) {
                Vectors.sum(w, -size, gradient, trial);
                problem.set().project(trial);
                if (k == 0 && Math.sqrt(Vectors.squaredDistance(trial, w)) <= AT_REST * Vectors.norm(w)) {
                    // Where nothing moves any size would do, and doubling would never end.
                    size /= 2;
                    return size;
                }
                double along = 0;
                for (int i = 0; i < w.length; i++) {
                    along += gradient[i] * (trial[i] - w[i]);
                }
                double bound = value + along + Vectors.squaredDistance(trial, w) / (2 * size);
                evaluations++;
                // Near a minimum both sides agree to rounding: a step that differs by no more than that is taken.
                if (problem.value(trial) <= bound + Math.ulp(value) * 4) {
                    return size;
                }
                size /= 2;
            }
            throw new IllegalArgumentException(
                    "backtracking found no step below " + size * 2 + " that makes F fall: is the gradient that of F?");
        }

        @Override
        public long evaluations() {
            return evaluations;
        }
    }
}
