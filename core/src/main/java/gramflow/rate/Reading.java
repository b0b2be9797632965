package gramflow.rate;

/**
 * A measured number beside its bound.
 *
 * @param measured what was found
 * @param bound what it may be at most; ∞ where nothing is claimed yet
 */
public record Reading(double measured, double bound) {

    /** Measured over bound: at most 1 where the bound holds; NaN if both are zero. */
    public double ratio() {
        return measured / bound;
    }
}
