package gramflow.bench.compare;

import gramflow.bench.measure.Bound;
import gramflow.bench.measure.Estimate;
import gramflow.bench.report.ResultLine;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * By what factor one row is faster than another, with a 95 % interval.
 *
 * <p>Where both rows have {@value #ENOUGH_FORKS} forks or more, the interval is a bootstrap over the forks' medians: forks are drawn with replacement on
 * both sides, and the ratio of the medians taken. With fewer, nothing in the file says how forks differ. Then the interval holds whatever the ends of the
 * two rows' own intervals allow, and is widened by what forks usually differ by: two standard deviations of {@value #USUAL_SPREAD} each, or more where rows wait for memory, or are plain loops. Either is widened
 * by an allowance for what differs between runs and not within them, which is for the caller to say.
 *
 * @param value the first row's time over the second's: above 1, the second is faster
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record Ratio(double value, double low, double high) {

    /** From so many forks on a row shows by itself how forks differ. */
    static final int ENOUGH_FORKS = 5;

    /** Standard deviation of the logarithm of a fork's median, where it cannot be seen: on the quiet machines at hand forks of one build stayed within it. */
    private static final double USUAL_SPREAD = 0.02;
    /** The same of what reads from memory that others use too: forks of {@code matvec} on one quiet machine, six runs, had 0.75 to 0.83 of their roof. */
    private static final double SPREAD_OF_READING = 0.06;
    /** The same of plain loops, whose speed hangs on what the JIT made of them in that fork: a tenth between two. */
    private static final double SPREAD_OF_PLAIN_LOOPS = 0.05;
    private static final String SCALAR = "scalar";
    private static final double DEVIATIONS = 2;

    private static final int RESAMPLES = 4000;
    private static final double TAIL = 0.025;
    private static final long SEED = 11;

    /**
     * How much faster {@code row} is than {@code base}.
     *
     * @param allowance what to widen the interval by on either side, as the logarithm of a factor; at least 0
     */
    static Ratio of(ResultLine base, ResultLine row, double allowance) {
        Estimate from = Objects.requireNonNull(base.seconds());
        Estimate to = Objects.requireNonNull(row.seconds());
        double value = from.median() / to.median();
        int baseForks = base.forkMedians().size();
        int rowForks = row.forkMedians().size();
        if (Math.min(baseForks, rowForks) >= ENOUGH_FORKS) {
            return bootstrap(base.forkMedians(), row.forkMedians(), value).widened(allowance);
        }
        double unseen = DEVIATIONS
                * Math.hypot(spread(base) / Math.sqrt(Math.max(1, baseForks)), spread(row) / Math.sqrt(Math.max(1, rowForks)));
        return new Ratio(value, from.low() / to.high(), from.high() / to.low()).widened(unseen + allowance);
    }

    private static double spread(ResultLine row) {
        double spread = row.backend().equals(SCALAR) ? SPREAD_OF_PLAIN_LOOPS : USUAL_SPREAD;
        return row.bound().equals(Bound.DRAM.label()) ? Math.max(spread, SPREAD_OF_READING) : spread;
    }

    private static Ratio bootstrap(List<Double> base, List<Double> row, double value) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] ratios = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            ratios[r] = median(base, random) / median(row, random);
        }
        Arrays.sort(ratios);
        int tail = (int) (TAIL * RESAMPLES);
        return new Ratio(value, Math.min(value, ratios[tail]), Math.max(value, ratios[RESAMPLES - 1 - tail]));
    }

    private static double median(List<Double> values, SplittableRandom random) {
        double[] drawn = new double[values.size()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = values.get(random.nextInt(drawn.length));
        }
        Arrays.sort(drawn);
        int middle = drawn.length / 2;
        return drawn.length % 2 == 1 ? drawn[middle] : (drawn[middle - 1] + drawn[middle]) / 2;
    }

    private Ratio widened(double logarithm) {
        return new Ratio(value, low * Math.exp(-logarithm), high * Math.exp(logarithm));
    }

    /** The same, times a factor. */
    Ratio times(double factor) {
        return new Ratio(value * factor, low * factor, high * factor);
    }
}
