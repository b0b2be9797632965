package gramflow.rate;

import gramflow.flow.OptimisedGradient;
import gramflow.flow.State;
import gramflow.problem.Facts;
import gramflow.problem.Problem;
import gramflow.problem.Vectors;
import gramflow.problem.WholeSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What holds of methods other than a constant step: exact line search, accelerated descent, subgradients (A7, A10, A11 of {@code docs/theory.md}). */
final class OtherRates {
    private OtherRates() {
    }

    /** F never rises, and what a gradient proves of a gap: true of any descent. */
    static List<Certificate> monotone(Problem problem) {
        List<Certificate> list = new ArrayList<>();
        double floor = problem.facts().infimum().isKnown() ? problem.facts().infimum().value() : 0;
        list.add(new Potential("A1", "F never rises", state -> state.value() - floor, Claims.ROUNDING,
                Claims.valueRounding(problem, s -> 1)));
        stopping(problem, list);
        return list;
    }

    private static void stopping(Problem problem, List<Certificate> list) {
        Facts facts = problem.facts();
        double mu = facts.mu().value();
        if (mu > 0 && facts.infimum().isKnown() && problem.set() == WholeSpace.INSTANCE) {
            ToDoubleFunction<State> gap = Claims.gap(problem);
            list.add(new Bound("A8", "gap <= |g|^2/(2 mu)",
                    Claims.relative(gap,
                            (state, first) -> new Reading(gap.applyAsDouble(state), Optimality.certifiedGap(state.gradientNorm(), mu))),
                    Claims.ROUNDING, Claims.valueRounding(problem, s -> 1)));
        }
    }

    /** Exact line search. */
    static List<Certificate> exactLineSearch(Problem problem) {
        List<Certificate> list = monotone(problem);
        Facts facts = problem.facts();
        if (facts.beta().isKnown() && facts.lambda().value() > 0 && facts.infimum().isKnown()) {
            double rho = (facts.beta().value() - facts.lambda().value()) / (facts.beta().value() + facts.lambda().value());
            list.add(new Bound("A7", "gap <= ((beta - lambda)/(beta + lambda))^(2n) of its first",
                    Claims.shrinks(Claims.gap(problem), state -> Math.pow(rho, 2.0 * state.step())), Claims.ROUNDING,
                    Claims.valueRounding(problem, s -> 1)));
        }
        return list;
    }

    /** Nesterov's method for convex F. */
    static List<Certificate> nesterov(Problem problem) {
        return accelerated(problem, "gap <= 2 beta R^2/(n^2 + 5n + 6)", state -> {
            double n = state.step();
            return n == 0 ? Double.POSITIVE_INFINITY : 2 / (n * n + 5 * n + 6);
        });
    }

    /** The optimised gradient method of n steps. */
    static List<Certificate> optimisedGradient(Problem problem, long n) {
        double theta = OptimisedGradient.theta(n, n);
        return accelerated(problem, "gap after the last step <= beta R^2/(2 theta^2)",
                state -> state.step() == n && n > 0 ? 1 / (2 * theta * theta) : Double.POSITIVE_INFINITY);
    }

    private static List<Certificate> accelerated(Problem problem, String claim, ToDoubleFunction<State> rate) {
        List<Certificate> list = new ArrayList<>();
        Facts facts = problem.facts();
        boolean free = problem.set() == WholeSpace.INSTANCE;
        if (free && facts.convex() && facts.beta().isKnown() && facts.infimum().isKnown() && facts.minimiser().isPresent()) {
            double[] minimiser = facts.minimiser().orElseThrow();
            double beta = facts.beta().value();
            ToDoubleFunction<State> gap = Claims.gap(problem);
            list.add(new Bound("A10", claim, Claims.relative(state -> beta * Vectors.squaredDistance(state.w(), minimiser),
                    (state, scale) -> new Reading(gap.applyAsDouble(state), rate.applyAsDouble(state) * scale)), Claims.ROUNDING,
                    Claims.valueRounding(problem, s -> 1)));
        }
        stopping(problem, list);
        return list;
    }

    /** Nesterov's method for strongly convex F: gap + λ/2·distance² shrinks, from its first value on, at least as (1 − √(λ/β))ⁿ does (Nesterov 2004, 2.2). */
    static List<Certificate> nesterovStronglyConvex(Problem problem) {
        List<Certificate> list = new ArrayList<>();
        Facts facts = problem.facts();
        if (facts.lambda().value() > 0 && facts.beta().isKnown() && facts.infimum().isKnown() && facts.minimiser().isPresent()
                && problem.set() == WholeSpace.INSTANCE) {
            double[] minimiser = facts.minimiser().orElseThrow();
            double lambda = facts.lambda().value();
            double factor = 1 - Math.sqrt(lambda / facts.beta().value());
            ToDoubleFunction<State> gap = Claims.gap(problem);
            list.add(new Bound("A10", "gap <= (1 - sqrt(lambda/beta))^n (gap0 + lambda/2 R^2)",
                    Claims.relative(state -> gap.applyAsDouble(state) + lambda / 2 * Vectors.squaredDistance(state.w(), minimiser),
                            (state, first) -> new Reading(gap.applyAsDouble(state), Math.pow(factor, (double) state.step()) * first)),
                    Claims.ROUNDING, Claims.valueRounding(problem, s -> 1)));
        }
        stopping(problem, list);
        return list;
    }

    /**
     * The subgradient method with t steps of R/(G√t): the least gap of the first t points is at most GR/√t.
     *
     * @param eta the step, from which G²η/2 + R²/(2ηt) = GR/√t follows at that η, and the bound for any other
     */
    static List<Certificate> subgradient(Problem problem, double eta) {
        List<Certificate> list = new ArrayList<>();
        Facts facts = problem.facts();
        if (!(facts.convex() && facts.lipschitz().isKnown() && facts.infimum().isKnown() && facts.minimiser().isPresent())) {
            return list;
        }
        double[] minimiser = facts.minimiser().orElseThrow();
        double g = facts.lipschitz().value();
        ToDoubleFunction<State> gap = Claims.gap(problem);
        list.add(new Bound("A11", "least gap of the first t points <= R^2/(2 eta t) + eta G^2/2", new Claim() {
            private double square;
            private double least = Double.POSITIVE_INFINITY;

            @Override
            public Reading read(State state) {
                if (state.step() == 0) {
                    square = Vectors.squaredDistance(state.w(), minimiser);
                }
                double before = least;
                least = Math.min(least, gap.applyAsDouble(state));
                return new Reading(before,
                        state.step() == 0 ? Double.POSITIVE_INFINITY : square / (2 * eta * state.step()) + eta * g * g / 2);
            }

            @Override
            public double scale() {
                return g * Math.sqrt(square);
            }
        }, Claims.ROUNDING, Claims.valueRounding(problem, s -> 1)));
        return list;
    }
}
