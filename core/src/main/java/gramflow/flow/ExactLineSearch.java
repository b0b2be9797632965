package gramflow.flow;

import gramflow.problem.Problem;
import gramflow.problem.Vectors;
import gramflow.problem.WholeSpace;

/** The minimiser of F(w − ηg) over η: ‖g‖²/(gᵀ∇²F g) where F is quadratic; elsewhere the zero of the slope, bracketed, by regula falsi with Illinois' correction. */
record ExactLineSearch() implements StepRule {
    private static final int ITERATIONS = 200;
    private static final double TOLERANCE = 1e-14;

    @Override
    public String name() {
        return "exact line search";
    }

    @Override
    public boolean exact() {
        return true;
    }

    @Override
    public Sizes start(Problem problem) {
        if (problem.set() != WholeSpace.INSTANCE) {
            throw new IllegalArgumentException("exact line search on " + problem.set() + ": it is for problems without constraints");
        }
        return new Search(problem);
    }

    private static final class Search implements Sizes {
        private final Problem problem;
        private final double[] trial;
        private final double[] product;
        private double last;
        private long evaluations;

        Search(Problem problem) {
            this.problem = problem;
            this.trial = new double[problem.dimension()];
            this.product = new double[problem.dimension()];
            double beta = problem.facts().beta().value();
            this.last = beta > 0 ? 1 / beta : 1;
        }

        @Override
        public double next(State state) {
            double[] gradient = state.gradient();
            double square = Vectors.squaredNorm(gradient);
            if (square == 0) {
                return last;
            }
            if (problem.spectralForm().isPresent()) {
                evaluations++;
                problem.hessianTimes(state.w(), gradient, product);
                return square / Vectors.dot(gradient, product);
            }
            last = zeroOfSlope(state, square);
            return last;
        }

        /** −d/dη F(w − ηg) / ‖g‖²: 1 at 0, 0 at the minimum. */
        private double slope(State state, double size, double square) {
            Vectors.sum(state.w(), -size, state.gradient(), trial);
            evaluations++;
            problem.valueAndGradient(trial, product);
            return Vectors.dot(state.gradient(), product) / square;
        }

        private double zeroOfSlope(State state, double square) {
            double low = 0;
            double atLow = 1;
            double high = last;
            double atHigh = slope(state, high, square);
            while (atHigh > 0) {
                low = high;
                atLow = atHigh;
                high *= 2;
                if (high == Double.POSITIVE_INFINITY) {
                    throw new IllegalArgumentException("exact line search: F falls along the gradient without end");
                }
                atHigh = slope(state, high, square);
            }
            for (int k = 0; k < ITERATIONS && Math.abs(atHigh) > TOLERANCE && high - low > Math.ulp(high); k++) {
                double middle = (low * atHigh - high * atLow) / (atHigh - atLow);
                double atMiddle = slope(state, middle, square);
                if (Math.abs(atMiddle) <= TOLERANCE) {
                    return middle;
                }
                if ((atMiddle > 0) == (atHigh > 0)) {
                    atLow /= 2;
                } else {
                    low = high;
                    atLow = atHigh;
                }
                high = middle;
                atHigh = atMiddle;
            }
            return high;
        }

        @Override
        public long evaluations() {
            return evaluations;
        }
    }
}
