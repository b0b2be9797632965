package gramflow.gram;

import java.util.Locale;

/**
 * A plan and the time it took.
 *
 * @param plan what was to be done
 * @param seconds wall time of the computation, the first touch of K's memory included
 */
public record GramReport(GramPlan plan, double seconds) {

    /** Flops a second. */
    public double flopsPerSecond() {
        return plan.flops() / seconds;
    }

    /**
     * Which part of a roof was reached: predicted over measured time, 1 at best.
     *
     * @param flopsPerSecond the roof, as in {@link GramPlan#secondsAt}
     */
    public double shareOf(double flopsPerSecond) {
        return plan.secondsAt(flopsPerSecond) / seconds;
    }

    /** One line for a person. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s; took %.3f s, %.1f GF/s", plan, seconds, flopsPerSecond() / 1e9);
    }
}
