package gramflow.spectrum;

import java.util.Locale;

/**
 * Both ends of the spectrum of a positive semidefinite matrix.
 *
 * @param smallest λ_min
 * @param largest λ_max
 */
public record Extremes(Extreme smallest, Extreme largest) {

    /** Whether λ_min cannot be told from zero: its bracket contains it. */
    public boolean singularToRounding() {
        return !smallest.signKnown();
    }

    /** λ_max/λ_min; ∞ if λ_min cannot be told from zero. */
    public double condition() {
        return singularToRounding() ? Double.POSITIVE_INFINITY : largest.value() / smallest.value();
    }

    /** At least this is λ_max/λ_min, as far as λ_min is known from above. */
    public double conditionAtLeast() {
        return largest.lower() / smallest.upper();
    }

    /** λ_min for a person: its value with the digits it has, or a bracket and the words {@code singular to rounding}. */
    public String smallestText() {
        return singularToRounding() ? "singular to rounding: " + smallest : smallest.toString();
    }

    /** The condition number for a person, with the digits it has. */
    public String conditionText() {
        if (singularToRounding()) {
            return String.format(Locale.ROOT, "at least %.1e, singular to rounding", conditionAtLeast());
        }
        double relative = smallest.error() / Math.abs(smallest.value());
        return String.format(Locale.ROOT, relative < 1e-3 ? "%.3e" : "%.1e", condition());
    }
}
