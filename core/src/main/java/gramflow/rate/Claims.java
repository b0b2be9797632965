package gramflow.rate;

import gramflow.flow.State;
import gramflow.problem.Problem;
import gramflow.problem.Vectors;
import java.util.function.ToDoubleFunction;

/** What statements of rates are made of: gaps, distances, and quantities relative to the start. */
final class Claims {

    /** Rounding that is forgiven of a descent, in parts of a statement's natural scale. */
    static final double ROUNDING = 1e-12;

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
                if (state.step() == 0) {
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

    /** The square of the way walked is at most {@code factor}·time·(F(w₀) − F(w)), by Cauchy and Schwarz. */
    static Claim arcLength(double factor) {
        return new Claim() {
            private double first;
            private double scale;

            @Override
            public Reading read(State state) {
                if (state.step() == 0) {
                    first = state.value();
                }
                double square = state.arcLength() * state.arcLength();
                scale = Math.max(scale, square);
                return new Reading(square, factor * state.time() * (first - state.value()));
            }

            @Override
            public double scale() {
                return scale;
            }
        };
    }
}
