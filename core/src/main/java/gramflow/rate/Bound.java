package gramflow.rate;

import gramflow.flow.State;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A certificate of an upper bound. */
final class Bound implements Certificate {
    /** Readings whose bound is below this part of the scale say more of rounding than of the run. */
    private static final double TELLING = 1e-9;

    private final String id;
    private final String claim;
    private final Claim statement;
    private final double forgiveness;
    private final ToDoubleFunction<State> rounding;
    private Reading latest = new Reading(Double.NaN, Double.NaN);
    private Reading worst = latest;
    private long worstStep;
    private double worstTime;
    private long checked;
    private Finding.@Nullable Violation violation;

    /**
     * For a statement.
     *
     * @param forgiveness what may be exceeded, in parts of the statement's scale
     * @param rounding what may be exceeded besides, at a state
     */
    Bound(String id, String claim, Claim statement, double forgiveness, ToDoubleFunction<State> rounding) {
        this.id = id;
        this.claim = claim;
        this.statement = statement;
        this.forgiveness = forgiveness;
        this.rounding = rounding;
    }

    @Override
    public void observe(State state) {
        latest = statement.read(state);
        if (latest.bound() == Double.POSITIVE_INFINITY) {
            return;
        }
        checked++;
        double scale = statement.scale();
        double unsure = rounding.applyAsDouble(state);
        // Negated, so that NaN fails.
        if (violation == null && !(latest.measured() <= latest.bound() + forgiveness * scale + unsure)) {
            violation = new Finding.Violation(state.step(), state.time(), latest);
        }
        // At the start many bounds are what was measured there.
        boolean telling = state.time() > 0 && latest.bound() > Math.max(TELLING, 100 * forgiveness) * scale + 100 * unsure;
        if (telling && !(latest.ratio() <= worst.ratio())) {
            worst = latest;
            worstStep = state.step();
            worstTime = state.time();
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
        return new Finding(id, claim, checked, worst, worstStep, worstTime, Optional.ofNullable(violation));
    }
}
