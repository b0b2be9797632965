package gramflow.bench.measure;

/**
 * What comparing a result with an independent computation said.
 *
 * @param residual largest error found, relative to the sum of the absolute values of the products an entry consists of; ∞ where nothing can be compared
 * @param bound what the residual may be
 * @param fault what is wrong, for a person; empty if nothing
 */
public record Check(double residual, double bound, String fault) {

    /** Whether the result is right. */
    public boolean pass() {
        return fault.isEmpty();
    }

    /** The worse of the two. */
    public Check worse(Check other) {
        return !pass() || (other.pass() && residual >= other.residual) ? this : other;
    }
}
