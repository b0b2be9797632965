package gramflow.bench.measure;

import java.util.Locale;

/** Whether a figure can be relied on. */
public enum Verdict {
    /** It can. */
    OK,
    /** The machine was too noisy: nothing is concluded from it. */
    NOISY;

    /** Beyond this, samples, forks, or what was seen of the roof, differ too much to conclude anything. */
    static final double NOISE = 0.10;

    /** The name in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The verdict on a row.
     *
     * @param estimate its time
     * @param forkMedians median of each of its forks
     * @param drift of its roof: {@link RunRoofs#drift(Row)}
     */
    static Verdict on(Estimate estimate, double[] forkMedians, double drift) {
        return drift > NOISE || estimate.relativeWidth() > NOISE || spread(forkMedians) > NOISE ? NOISY : OK;
    }

    /** Difference of the largest and the smallest, as a part of the median. */
    static double spread(double[] forkMedians) {
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (double m : forkMedians) {
            least = Math.min(least, m);
            most = Math.max(most, m);
        }
        return (most - least) / Estimate.median(forkMedians);
    }
}
