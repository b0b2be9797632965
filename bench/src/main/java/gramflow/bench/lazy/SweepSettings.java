package gramflow.bench.lazy;

import gramflow.lazy.LazyState;

/**
 * How each run of a sweep is carried out.
 *
 * @param times how many times are recorded, ≥ 2
 * @param span how long, in units of 1/(α²λ_min): of the slowest part's time
 * @param tolerance of the integrator
 */
public record SweepSettings(int times, double span, double tolerance) {
    /** The first time recorded, in units of 1/(α²λ_max). */
    private static final double BEGIN = 0.1;
    /** λ_min below this part of λ_max is not waited for. */
    private static final double HOPELESS = 1e-10;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public SweepSettings {
        if (times < 2 || !(span > 0 && span < Double.POSITIVE_INFINITY) || !(tolerance > 0 && tolerance < 1)) {
            throw new IllegalArgumentException("times %d, span %s, tolerance %s; expected at least 2, above 0, between 0 and 1".formatted(
                    times, span, tolerance));
        }
    }

    /** The times of a run: equal factors apart, from where the fastest part has hardly begun to where the slowest has ended. */
    double[] timesFor(double alpha, LazyState begin) {
        double largest = begin.sigmaMax() * begin.sigmaMax();
        double smallest = Math.max(begin.sigmaMin() * begin.sigmaMin(), HOPELESS * largest);
        double first = BEGIN / (alpha * alpha * largest);
        double last = span / (alpha * alpha * smallest);
        double[] all = new double[times];
        for (int i = 0; i < times; i++) {
            all[i] = first * Math.pow(last / first, (double) i / (times - 1));
        }
        return all;
    }
}
