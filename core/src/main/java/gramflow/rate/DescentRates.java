package gramflow.rate;

import gramflow.flow.State;
import gramflow.problem.Facts;
import gramflow.problem.Problem;
import gramflow.problem.Vectors;
import gramflow.problem.WholeSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What holds of gradient descent with a constant step η, with and without constraints, as far as the problem's facts go: A1, A3, A5, A8 of {@code docs/theory.md}, and the potentials behind them. */
final class DescentRates {
    /** Two steps are the same if they differ by rounding alone. */
    private static final double SAME = 1e-14;

    private final Problem problem;
    private final Facts facts;
    private final double eta;
    private final double beta;
    private final double lambda;
    private final boolean inverse;
    private final boolean free;
    private final boolean located;
    private final boolean bounded;
    private final List<Certificate> list = new ArrayList<>();

    private DescentRates(Problem problem, double eta) {
        this.problem = problem;
        this.facts = problem.facts();
        this.eta = eta;
        this.beta = facts.beta().value();
        this.lambda = facts.lambda().value();
        this.inverse = Math.abs(eta * beta - 1) <= SAME;
        this.free = problem.set() == WholeSpace.INSTANCE;
        this.bounded = facts.infimum().isKnown();
        this.located = facts.minimiser().isPresent();
    }

    /** All that apply. */
    static List<Certificate> of(Problem problem, double eta) {
        DescentRates rates = new DescentRates(problem, eta);
        rates.smooth();
        if (rates.facts.convex() && rates.inverse) {
            rates.convex();
        }
        if (rates.lambda > 0 && eta * rates.beta <= 2 + SAME) {
            rates.stronglyConvex();
        }
        rates.gradientDominated();
        return rates.list;
    }

    private void bound(String id, String claim, Claim statement, ToDoubleFunction<State> rounding) {
        list.add(new Bound(id, claim, statement, Claims.ROUNDING, rounding));
    }

    private void potential(String id, String claim, ToDoubleFunction<State> quantity, ToDoubleFunction<State> rounding) {
        list.add(new Potential(id, claim, quantity, Claims.ROUNDING, rounding));
    }

    /** A statement in which F occurs with that weight. */
    private ToDoubleFunction<State> ofValue(ToDoubleFunction<State> weight) {
        return Claims.valueRounding(problem, weight);
    }

    /** The least squared gradient is at most that factor times F(w₀) − F(w). */
    private void stationary(String claim, boolean inclusive, ToDoubleFunction<State> squaredGradient, ToDoubleFunction<State> factor) {
        // At the start nothing is claimed, and factors are infinite.
        bound("A1", claim, Claims.stationarity(squaredGradient, inclusive, factor),
                ofValue(s -> s.step() == 0 ? 0 : factor.applyAsDouble(s)));
    }

    private void smooth() {
        // Relative to F̄ rounding is forgiven in proportion to the gap, else to F itself.
        double floor = bounded ? facts.infimum().value() : 0;
        potential("A1", "F never rises (step <= 2/beta)", state -> state.value() - floor, ofValue(state -> 1));
        if (!(eta * beta < 2)) {
            return;
        }
        if (!free) {
            if (inverse) {
                stationary("least squared residual <= 2 beta (F0 - F)/t", false, state -> {
                    double residual = Optimality.normalConeResidual(problem, state.w(), state.gradient(), beta);
                    return residual * residual;
                }, state -> 2 * beta / state.step());
            }
            return;
        }
        stationary("least squared gradient <= 2/(t eta (2 - eta beta)) (F0 - F)", false, Claims::squaredGradient,
                state -> 2 / (state.step() * eta * (2 - eta * beta)));
        bound("A1", "arc length <= sqrt(2/(2 - eta beta) time (F0 - F))", Claims.arcLength(2 / (2 - eta * beta)),
                Claims.rootRounding(problem, state -> 2 / (2 - eta * beta) * state.time()));
        if (inverse) {
            stationary("least squared gradient, last one left out, <= 4 beta/(3t-1) (F0 - F)", false, Claims::squaredGradient,
                    state -> 4 * beta / (3.0 * state.step() - 1));
            stationary("least squared gradient <= 4 beta/(3t) (F0 - F)", true, Claims::squaredGradient,
                    state -> 4 * beta / (3.0 * state.step()));
        }
    }

    private void convex() {
        if (!located) {
            return;
        }
        ToDoubleFunction<State> distance = Claims.squaredDistance(problem);
        potential("A3", "half the squared distance never rises", state -> distance.applyAsDouble(state) / 2, Claims.WITHOUT_VALUE);
        if (!bounded) {
            return;
        }
        ToDoubleFunction<State> gap = Claims.gap(problem);
        bound("A3", "gap <= beta/(2t) (R^2 - distance^2)", scaled(beta, Claims.relative(distance, (state, square) -> new Reading(
                gap.applyAsDouble(state),
                state.step() == 0 ? Double.POSITIVE_INFINITY : beta / (2.0 * state.step()) * (square - distance.applyAsDouble(state))))),
                ofValue(state -> 1));
        if (!free) {
            return;
        }
        bound("A3", "gap <= beta R^2/(4t+2)",
                scaled(beta, Claims.relative(distance,
                        (state, square) -> new Reading(gap.applyAsDouble(state), beta * square / (4.0 * state.step() + 2)))),
                ofValue(state -> 1));
        bound("A3", "gradient <= beta R/(t+1)", scaled(beta, Claims.relative(state -> Math.sqrt(distance.applyAsDouble(state)),
                (state, r) -> new Reading(Vectors.norm(state.gradient()), beta * r / (state.step() + 1.0)))), Claims.WITHOUT_VALUE);
        potential("A3", "t(t+1)|g|^2/(2 beta^2) + t gap/beta + distance^2/2 never rises", state -> {
            double t = state.step();
            return t * (t + 1) * Claims.squaredGradient(state) / (2 * beta * beta) + t / beta * gap.applyAsDouble(state)
                    + distance.applyAsDouble(state) / 2;
        }, ofValue(state -> state.step() / beta));
    }

    private void stronglyConvex() {
        double factor = Math.max(Math.abs(1 - eta * lambda), Math.abs(1 - eta * beta));
        ToDoubleFunction<State> rate = state -> Math.pow(factor, 2.0 * state.step());
        if (located) {
            bound("A5", "squared distance <= max(|1 - eta lambda|, |1 - eta beta|)^(2t) R^2",
                    Claims.shrinks(Claims.squaredDistance(problem), rate), Claims.WITHOUT_VALUE);
        }
        if (!free) {
            return;
        }
        bound("A5", "squared gradient <= max(|1 - eta lambda|, |1 - eta beta|)^(2t) of its first",
                Claims.shrinks(Claims::squaredGradient, rate), Claims.WITHOUT_VALUE);
        if (!bounded) {
            return;
        }
        ToDoubleFunction<State> gap = Claims.gap(problem);
        bound("A5", "gap <= max(|1 - eta lambda|, |1 - eta beta|)^(2t) of its first", Claims.shrinks(gap, rate), ofValue(state -> 1));
        if (located && eta * (beta + lambda) <= 2 * (1 + SAME)) {
            ToDoubleFunction<State> distance = Claims.squaredDistance(problem);
            bound("A5", "gap + lambda/2 distance^2 <= (1 - eta lambda)^t of its first",
                    Claims.shrinks(state -> gap.applyAsDouble(state) + lambda / 2 * distance.applyAsDouble(state),
                            state -> Math.pow(1 - eta * lambda, (double) state.step())),
                    ofValue(state -> 1));
        }
    }

    private void gradientDominated() {
        double mu = facts.mu().value();
        if (!(mu > 0) || !bounded || !free) {
            return;
        }
        ToDoubleFunction<State> gap = Claims.gap(problem);
        bound("A8", "gap <= |g|^2/(2 mu)", Claims.relative(gap,
                (state, first) -> new Reading(gap.applyAsDouble(state), Optimality.certifiedGap(state.gradientNorm(), mu))),
                ofValue(state -> 1));
        if (inverse) {
            double factor = (2 * beta - 2 * mu) / (2 * beta + mu);
            bound("A8", "gap <= (2 beta - 2 mu)/(2 beta + mu) of the one before", new Claim() {
                private double first = Double.NaN;
                private double before = Double.NaN;

                @Override
                public Reading read(State state) {
                    double here = gap.applyAsDouble(state);
                    first = Double.isNaN(first) ? here : first;
                    Reading reading = new Reading(here, Double.isNaN(before) ? Double.POSITIVE_INFINITY : factor * before);
                    before = here;
                    return reading;
                }

                @Override
                public double scale() {
                    return first;
                }
            }, ofValue(state -> 1));
        }
    }

    private static Claim scaled(double factor, Claim claim) {
        return new Claim() {
            @Override
            public Reading read(State state) {
                return claim.read(state);
            }

            @Override
            public double scale() {
                return factor * claim.scale();
            }
        };
    }
}
