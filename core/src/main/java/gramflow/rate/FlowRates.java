package gramflow.rate;

import gramflow.flow.State;
import gramflow.problem.Facts;
import gramflow.problem.Problem;
import gramflow.problem.Vectors;
import gramflow.problem.WholeSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What holds of gradient flow, as far as the problem's facts go: A2, A4, A6 of {@code docs/theory.md}, and the potentials behind them. Projected flow keeps the distances and both statements of A6.
 */
final class FlowRates {
    private final Problem problem;
    private final Facts facts;
    private final double forgiveness;
    private final boolean free;
    private final List<Certificate> list = new ArrayList<>();

    private FlowRates(Problem problem, double forgiveness) {
        this.problem = problem;
        this.facts = problem.facts();
        this.forgiveness = Math.max(Claims.ROUNDING, forgiveness);
        this.free = problem.set() == WholeSpace.INSTANCE;
    }

    /**
     * All that apply.
     *
     * @param forgiveness what the integrator's errors may add, in parts of a statement's scale
     */
    static List<Certificate> of(Problem problem, double forgiveness) {
        FlowRates rates = new FlowRates(problem, forgiveness);
        rates.smooth();
        boolean located = rates.facts.minimiser().isPresent();
        boolean bounded = rates.facts.infimum().isKnown();
        if (rates.facts.convex() && located) {
            rates.convex(bounded);
        }
        if (rates.facts.lambda().value() > 0) {
            rates.stronglyConvex(located, bounded);
        }
        if (rates.facts.mu().value() > 0 && bounded && rates.free) {
            rates.gradientDominated();
        }
        return rates.list;
    }

    private void bound(String id, String claim, Claim statement, ToDoubleFunction<State> rounding) {
        list.add(new Bound(id, claim, statement, forgiveness, rounding));
    }

    private void potential(String id, String claim, ToDoubleFunction<State> quantity, ToDoubleFunction<State> rounding) {
        list.add(new Potential(id, claim, quantity, forgiveness, rounding));
    }

    /** A statement in which F occurs with that weight. */
    private ToDoubleFunction<State> ofValue(ToDoubleFunction<State> weight) {
        return Claims.valueRounding(problem, weight);
    }

    private void smooth() {
        double floor = facts.infimum().isKnown() ? facts.infimum().value() : 0;
        potential("A2", "F never rises", state -> state.value() - floor, ofValue(state -> 1));
        if (free) {
            bound("A2", "least squared gradient <= (F0 - F)/t",
                    Claims.stationarity(Claims::squaredGradient, true, state -> 1 / state.time()),
                    ofValue(state -> state.time() > 0 ? 1 / state.time() : 0));
        }
        bound("A2", "arc length <= sqrt(t (F0 - F))", Claims.arcLength(1), Claims.rootRounding(problem, State::time));
    }

    private void convex(boolean bounded) {
        ToDoubleFunction<State> distance = Claims.squaredDistance(problem);
        potential("A4", "half the squared distance never rises", state -> distance.applyAsDouble(state) / 2, Claims.WITHOUT_VALUE);
        if (!bounded) {
            return;
        }
        ToDoubleFunction<State> gap = Claims.gap(problem);
        // Times t, so that the natural scale is R²/2 at every time.
        bound("A4", "t gap <= (R^2 - distance^2)/2",
                Claims.relative(distance, (state, square) -> new Reading(state.time() * gap.applyAsDouble(state),
                        (square - distance.applyAsDouble(state)) / 2)),
                ofValue(State::time));
        if (!free) {
            return;
        }
        bound("A4", "t gap <= R^2/4",
                Claims.relative(distance, (state, square) -> new Reading(state.time() * gap.applyAsDouble(state), square / 4)),
                ofValue(State::time));
        double beta = facts.beta().value();
        boolean smooth = beta > 0;
        if (smooth) {
            bound("A4", "(t + 1/(2 beta)) gap <= R^2/4",
                    Claims.relative(distance,
                            (state, square) -> new Reading((state.time() + 1 / (2 * beta)) * gap.applyAsDouble(state), square / 4)),
                    ofValue(state -> state.time() + 1 / (2 * beta)));
        }
        double half = smooth ? 1 / (2 * beta) : 0;
        potential("A4", "(t^2/2 + t/(2 beta))|g|^2 + t gap + distance^2/2 never rises", state -> {
            double t = state.time();
            return (t * t / 2 + t * half) * Vectors.squaredNorm(state.gradient()) + t * gap.applyAsDouble(state)
                    + distance.applyAsDouble(state) / 2;
        }, ofValue(State::time));
    }

    private void stronglyConvex(boolean located, boolean bounded) {
        double lambda = facts.lambda().value();
        ToDoubleFunction<State> rate = state -> Math.exp(-2 * lambda * state.time());
        if (bounded) {
            bound("A6", "gap <= exp(-2 lambda t) of its first", Claims.shrinks(Claims.gap(problem), rate), ofValue(state -> 1));
        }
        if (located) {
            ToDoubleFunction<State> distance = Claims.squaredDistance(problem);
            bound("A6", "half the squared distance <= exp(-2 lambda t) of its first",
                    Claims.shrinks(state -> distance.applyAsDouble(state) / 2, rate), Claims.WITHOUT_VALUE);
        }
    }

    private void gradientDominated() {
        double mu = facts.mu().value();
        ToDoubleFunction<State> gap = Claims.gap(problem);
        bound("A8", "gap <= |g|^2/(2 mu)", Claims.relative(gap,
                (state, first) -> new Reading(gap.applyAsDouble(state), Optimality.certifiedGap(state.gradientNorm(), mu))),
                ofValue(state -> 1));
        bound("A6", "arc length <= sqrt(2/mu) (sqrt(gap0) - sqrt(gap))", Claims.relative(
                state -> Math.sqrt(2 / mu * Math.max(0, gap.applyAsDouble(state))),
                (state, first) -> new Reading(state.arcLength(), first - Math.sqrt(2 / mu * Math.max(0, gap.applyAsDouble(state))))),
                Claims.rootRounding(problem, state -> 2 / mu));
    }
}
