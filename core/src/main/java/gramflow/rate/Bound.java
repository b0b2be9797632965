package gramflow.rate;

import gramflow.flow.State;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A certificate of an upper bound. */
final class Bound implements Certificate {
    /** Readings whose bound is below this part of the scale say more of rounding than of the run. */
    private static final double TELLING = 1e-9;

    private final String id;
    private final String claim;
    private final Claim statement;
    private final double forgiveness;
    private Reading latest = new Reading(Double.NaN, Double.NaN);
    private Reading worst = latest;
    private long worstStep;
    private long checked;
    private Finding.@Nullable Violation violation;

    /**
     * For a statement.
     *
     * @param forgiveness what may be exceeded, in parts of the statement's scale
     */
    Bound(String id, String claim, Claim statement, double forgiveness) {
        this.id = id;
        this.claim = claim;
        this.statement = statement;
        this.forgiveness = forgiveness;
    }

    @Override
    public void observe(State state) {
        latest = statement.read(state);
        if (latest.bound() == Double.POSITIVE_INFINITY) {
            return;
        }
        checked++;
        double scale = statement.scale();
        // Negated, so that NaN fails.
        if (violation == null && !(latest.measured() <= latest.bound() + forgiveness * scale)) {
            violation = new Finding.Violation(state.step(), state.time(), latest);
        }
        boolean telling = latest.bound() > Math.max(TELLING, 100 * forgiveness) * scale;
        if (telling && !(latest.ratio() <= worst.ratio())) {
            worst = latest;
            worstStep = state.step();
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String claim() {
        return claim;
    }

    @Override
    public Reading latest() {
        return latest;
    }

    @Override
    public Finding finding() {
        return new Finding(id, claim, checked, worst, worstStep, Optional.ofNullable(violation));
    }
}
