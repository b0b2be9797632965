package gramflow.rate;

import java.util.Locale;
import java.util.Optional;

/**
 * What a certificate has found.
 *
 * @param id the statement's place in {@code docs/theory.md}
 * @param claim the statement
 * @param checked states it was held against
 * @param worst the reading with the largest ratio among those after the start that are well above rounding; NaN if there was none
 * @param worstStep the step of that
 * @param worstTime the time of that
 * @param violation where it first failed; empty if it holds
 */
public record Finding(String id, String claim, long checked, Reading worst, long worstStep, double worstTime,
        Optional<Violation> violation) {

    /**
     * The evidence of a failure.
     *
     * @param step the step at which it shows first
     * @param time the time of that state
     * @param reading what was measured there, and what was allowed
     */
    public record Violation(long step, double time, Reading reading) {
    }

    /** Whether it held at every state. */
    public boolean holds() {
        return violation.isEmpty();
    }

    /** One line for a person. */
    @Override
    public String toString() {
        String verdict = violation
                .map(v -> String.format(Locale.ROOT, "FAILS at step %d, time %.6g: %.6g where at most %.6g is possible", v.step(), v.time(),
                        v.reading().measured(), v.reading().bound()))
                .orElseGet(() -> Double.isNaN(worst.measured())
                        ? "holds"
                        : String.format(Locale.ROOT, "holds, at most %.4g of the bound (step %d)", worst.ratio(), worstStep));
        return id + "  " + claim + ": " + verdict;
    }
}
