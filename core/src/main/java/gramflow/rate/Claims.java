package gramflow.rate;

import gramflow.flow.State;
import gramflow.problem.Problem;
import gramflow.problem.Vectors;
import java.util.function.ToDoubleFunction;

/** What statements of rates are made of: gaps, distances, and quantities relative to the start. */
final class Claims {

    /** Rounding that is forgiven of a descent, in parts of a statement's natural scale. */
    static final double ROUNDING = 1e-12;
    /** F is often a sum of many terms, and known to about √n roundings of itself: this is a million terms. A gap is known no better, however small it is beside F̄. */
    private static final double VALUE_ROUNDING = 1e-13;
    /** For statements in which F does not occur. */
    static final ToDoubleFunction<State> WITHOUT_VALUE = state -> 0;

    private Claims() {
    }

    /** A bound that is known once the start has been seen. */
    @FunctionalInterface
    interface FromStart {
        /**
         * Measured value and bound.
         *
         * @param first what was measured at the start
         */
        Reading read(State state, double first);
    }

    /** The statement that a quantity, {@code first} at the start, is at most some multiple of what it was: scale is what it was. */
    static Claim relative(ToDoubleFunction<State> quantity, FromStart reading) {
        return new Claim() {
            private double first = Double.NaN;

            @Override
            public Reading read(State state) {
                if (Double.isNaN(first)) {
                    first = quantity.applyAsDouble(state);
                }
                return reading.read(state, first);
            }

            @Override
            public double scale() {
                return Math.abs(first);
            }
        };
    }

    /** A quantity shrinks to {@code factor(state)} of what it was at the start. */
    static Claim shrinks(ToDoubleFunction<State> quantity, ToDoubleFunction<State> factor) {
        return relative(quantity, (state, first) -> new Reading(quantity.applyAsDouble(state), factor.applyAsDouble(state) * first));
    }

    /** F(w) − F̄. */
    static ToDoubleFunction<State> gap(Problem problem) {
        double infimum = problem.facts().infimum().value();
        return state -> state.value() - infimum;
    }

    /** What rounding may do to F(w) − F̄ or F(w₀) − F(w), times the weight with which that occurs. */
    static ToDoubleFunction<State> valueRounding(Problem problem, ToDoubleFunction<State> weight) {
        double infimum = problem.facts().infimum().isKnown() ? Math.abs(problem.facts().infimum().value()) : 0;
        return state -> weight.applyAsDouble(state) * VALUE_ROUNDING * (Math.abs(state.value()) + infimum);
    }

    /** The same of the root of the weight times F(w) − F̄ or F(w₀) − F(w). */
    static ToDoubleFunction<State> rootRounding(Problem problem, ToDoubleFunction<State> weight) {
        ToDoubleFunction<State> square = valueRounding(problem, weight);
        return state -> Math.sqrt(square.applyAsDouble(state));
    }

    /** ‖w − w̄‖². */
    static ToDoubleFunction<State> squaredDistance(Problem problem) {
        double[] minimiser = problem.facts().minimiser().orElseThrow();
        return state -> Vectors.squaredDistance(state.w(), minimiser);
    }

    /** ‖∇F(w)‖². */
    static double squaredGradient(State state) {
        return Vectors.squaredNorm(state.gradient());
    }

    /**
     * The least squared gradient of the states before this one, or of those up to it, is at most {@code factor·(F(w₀) − F(w))}. The scale is the squared gradient at the start.
     *
     * @param inclusive whether this state's gradient counts
     * @param factor of a state that is not the start
     */
    static Claim stationarity(ToDoubleFunction<State> squaredGradient, boolean inclusive, ToDoubleFunction<State> factor) {
        return new Claim() {
            private double first;
            private double scale;
            private double least = Double.POSITIVE_INFINITY;

            @Override
            public Reading read(State state) {
                double here = squaredGradient.applyAsDouble(state);
                if (state.time() == 0) {
                    first = state.value();
                    scale = here;
                    least = here;
                    return new Reading(here, Double.POSITIVE_INFINITY);
                }
                double before = least;
                least = Math.min(least, here);
                return new Reading(inclusive ? least : before, factor.applyAsDouble(state) * (first - state.value()));
            }

            @Override
            public double scale() {
                return scale;
            }
        };
    }

    /**
     * The way walked is at most √(factor·time·(F(w₀) − F(w))), by Cauchy and Schwarz. The scale is ‖w₀‖, or the way if that is longer: an integrator's errors are in proportion to it.
     */
    static Claim arcLength(double factor) {
        return new Claim() {
            private double first;
            private double scale;

            @Override
            public Reading read(State state) {
                if (state.time() == 0) {
                    first = state.value();
                    scale = Vectors.norm(state.w());
                }
                scale = Math.max(scale, state.arcLength());
                return new Reading(state.arcLength(), Math.sqrt(Math.max(0, factor * state.time() * (first - state.value()))));
            }

            @Override
            public double scale() {
                return scale;
            }
        };
    }
}
