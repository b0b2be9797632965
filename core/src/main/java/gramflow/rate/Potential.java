package gramflow.rate;

import gramflow.flow.State;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A certificate that a quantity never rises above the least it has been. A rise of no more than the forgiveness times its first value is rounding. */
final class Potential implements Certificate {
    private final String id;
    private final String claim;
    private final ToDoubleFunction<State> potential;
    private final double forgiveness;
    private Reading latest = new Reading(Double.NaN, Double.NaN);
    private double first;
    private double least = Double.POSITIVE_INFINITY;
    private Reading worst = latest;
    private long worstStep;
    private long checked;
    private Finding.@Nullable Violation violation;

    Potential(String id, String claim, ToDoubleFunction<State> potential, double forgiveness) {
        this.id = id;
        this.claim = claim;
        this.potential = potential;
        this.forgiveness = forgiveness;
    }

    @Override
    public void observe(State state) {
        double value = potential.applyAsDouble(state);
        if (checked == 0) {
            first = Math.abs(value);
        }
        latest = new Reading(value, least);
        checked++;
        if (violation == null && !(value <= least + forgiveness * first)) {
            violation = new Finding.Violation(state.step(), state.time(), latest);
        }
        if (least < Double.POSITIVE_INFINITY && least > 100 * forgiveness * first && !(latest.ratio() <= worst.ratio())) {
            worst = latest;
            worstStep = state.step();
        }
        least = Math.min(least, value);
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
