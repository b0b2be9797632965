package gramflow.rate;

import gramflow.flow.State;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A certificate that a quantity never rises above the least it has been. A rise of no more than the forgiveness times its first value, or than what rounding does to F, is none. */
final class Potential implements Certificate {
    private final String id;
    private final String claim;
    private final ToDoubleFunction<State> potential;
    private final double forgiveness;
    private final ToDoubleFunction<State> rounding;
    private Reading latest = new Reading(Double.NaN, Double.NaN);
    private double first;
    private double least = Double.POSITIVE_INFINITY;
    private Reading worst = latest;
    private long worstStep;
    private double worstTime;
    private long checked;
    private Finding.@Nullable Violation violation;

    Potential(String id, String claim, ToDoubleFunction<State> potential, double forgiveness, ToDoubleFunction<State> rounding) {
        this.id = id;
        this.claim = claim;
        this.potential = potential;
        this.forgiveness = forgiveness;
        this.rounding = rounding;
    }

    @Override
    public void observe(State state) {
        double value = potential.applyAsDouble(state);
        if (checked == 0) {
            first = Math.abs(value);
        }
        latest = new Reading(value, least);
        double forgiven = forgiveness * first + rounding.applyAsDouble(state);
        checked++;
        if (violation == null && !(value <= least + forgiven)) {
            violation = new Finding.Violation(state.step(), state.time(), latest);
        }
        if (least < Double.POSITIVE_INFINITY && least > 100 * forgiven && !(latest.ratio() <= worst.ratio())) {
            worst = latest;
            worstStep = state.step();
            worstTime = state.time();
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
    public boolean isPotential() {
        return true;
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
