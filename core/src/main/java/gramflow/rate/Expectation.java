package gramflow.rate;

import gramflow.flow.Observer;
import gramflow.flow.Schedule;
import gramflow.flow.State;
import gramflow.problem.Known;
import gramflow.problem.Problem;
import gramflow.problem.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The bounds of stochastic descent, which hold of means over all that may be drawn: A9 and its strongly convex forms in {@code docs/theory.md}. Each run is watched by an observer of its own; the
 * mean over runs comes with an interval, and fails only if all of the interval is above the bound. For one thread at a time.
 *
 * <p>What is averaged is F(w_i) − F̄ over i &lt; t, with the schedule's weights. G² is the largest over i of the mean of ‖g_i‖² over the runs, unless the problem's G is known.
 */
public final class Expectation {
    /** Half the interval in standard errors: one run in 370 is outside by chance. */
    private static final double WIDTH = 3;

    private final Problem problem;
    private final Schedule schedule;
    private final double squaredDistance;
    private final List<Double> means = new ArrayList<>();
    private double[] squaredNorms = {};
    private long steps = -1;

    private Expectation(Problem problem, Schedule schedule, double squaredDistance) {
        this.problem = problem;
        this.schedule = schedule;
        this.squaredDistance = squaredDistance;
    }

    /**
     * Of runs with that schedule from that start.
     *
     * @throws IllegalArgumentException if F̄ or w̄ is not known, or F not known to be convex
     */
    public static Expectation of(Problem problem, Schedule schedule, double[] start) {
        if (!problem.facts().infimum().isKnown() || problem.facts().minimiser().isEmpty() || !problem.facts().convex()) {
            throw new IllegalArgumentException(
                    "a bound on stochastic descent needs F convex, F̄ and w̄ known; of this problem is known: " + problem.facts());
        }
        double[] from = start.clone();
        problem.set().project(from);
        return new Expectation(problem, schedule, Vectors.squaredDistance(from, problem.facts().minimiser().orElseThrow()));
    }

    /**
     * Mean and bound after all runs.
     *
     * @param claim the statement
     * @param runs runs seen
     * @param mean of their weighted mean gaps
     * @param halfWidth of the interval around it
     * @param bound what the expectation is at most
     * @param slope the G it was taken with
     */
    public record Result(String claim, long runs, double mean, double halfWidth, double bound, double slope) {
        /** Whether the interval reaches down to the bound. */
        public boolean holds() {
            return mean - halfWidth <= bound;
        }

        /** One line for a person. */
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "A9  %s: %s, mean gap of %d runs %.6g +- %.2g, bound %.6g, G = %.6g", claim,
                    holds() ? "holds" : "FAILS", runs, mean, halfWidth, bound, slope);
        }
    }

    /** An observer for the next run. All runs take the same number of steps. */
    public Observer run() {
        return new Observer() {
            private double before = Double.NaN;
            private double sum;
            private double weights;
            private final List<Double> norms = new ArrayList<>();

            @Override
            public void observe(State state) {
                long t = state.step();
                if (t > 0) {
                    sum += schedule.weight(t - 1) * before;
                    weights += schedule.weight(t - 1);
                    norms.add(state.stepGradientNorm() * state.stepGradientNorm());
                    replace(t, sum / weights, norms);
                }
                before = state.value() - problem.facts().infimum().value();
            }

            private int index = -1;

            private void replace(long t, double mean, List<Double> squares) {
                if (index < 0) {
                    index = means.size();
                    means.add(mean);
                }
                means.set(index, mean);
                steps = Math.max(steps, t);
                if (squaredNorms.length < t) {
                    squaredNorms = java.util.Arrays.copyOf(squaredNorms, (int) Math.max(16, 2 * t));
                }
                squaredNorms[(int) t - 1] += squares.getLast();
            }
        };
    }

    /**
     * What the runs so far say of E mean gap ≤ R²/(2ηt) + ηG²/2, for a constant step η.
     *
     * @throws IllegalStateException if there were none
     */
    public Result convex() {
        double eta = schedule.size(0);
        double g = slope();
        return result("R^2/(2 eta t) + eta G^2/2", squaredDistance / (2 * eta * steps) + eta * g * g / 2, g);
    }

    /**
     * What the runs so far say of E mean gap ≤ G²H_t/(2λt), η_i = 1/(λ(i+1)), or ≤ 2G²/(λ(t+1)), η_i = 2/(λ(i+2)) with weights i+1.
     *
     * @throws IllegalStateException if there were none
     */
    public Result stronglyConvex() {
        double lambda = problem.facts().lambda().value();
        double g = slope();
        if (schedule instanceof Schedule.Weighted) {
            return result("2 G^2/(lambda (t+1))", 2 * g * g / (lambda * (steps + 1)), g);
        }
        double harmonic = 0;
        for (long k = 1; k <= steps; k++) {
            harmonic += 1.0 / k;
        }
        return result("G^2 H_t/(2 lambda t)", g * g * harmonic / (2 * lambda * steps), g);
    }

    private double slope() {
        if (means.isEmpty()) {
            throw new IllegalStateException("no run has been seen");
        }
        Known declared = problem.facts().lipschitz();
        double largest = 0;
        for (int i = 0; i < steps; i++) {
            largest = Math.max(largest, squaredNorms[i] / means.size());
        }
        // A declared G bounds subgradients of F; estimates scatter, so the larger of the two is what the proof needs.
        return Math.max(declared.isKnown() ? declared.value() : 0, Math.sqrt(largest));
    }

    private Result result(String claim, double bound, double g) {
        int n = means.size();
        double mean = means.stream().mapToDouble(Double::doubleValue).sum() / n;
        double squares = means.stream().mapToDouble(m -> (m - mean) * (m - mean)).sum();
        double halfWidth = n > 1 ? WIDTH * Math.sqrt(squares / (n - 1.0) / n) : 0;
        return new Result(claim, n, mean, halfWidth, bound, g);
    }
}
