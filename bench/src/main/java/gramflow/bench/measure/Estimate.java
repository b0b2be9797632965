package gramflow.bench.measure;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A time, from samples of several forks: the median over forks of each fork's median, with a 95 % interval.
 *
 * <p>The interval is a bootstrap in two stages: forks are drawn with replacement, then samples within each, since samples of one fork share its luck (the
 * JIT's choices, the addresses of its memory). One fork alone cannot show how forks differ, and its interval is that of the fork. Drawn with a fixed
 * seed: the same samples give the same interval.
 *
 * @param median seconds
 * @param low lower end of the interval, seconds
 * @param high upper end of the interval, seconds
 */
public record Estimate(double median, double low, double high) {
    private static final int RESAMPLES = 2000;
    private static final double TAIL = 0.025;
    private static final long SEED = 7;

    /**
     * The estimate.
     *
     * @param forks samples of each fork; at least one fork, at least one sample each
     */
    public static Estimate of(List<List<Double>> forks) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<double[]> samples = forks.stream().map(Estimate::array).toList();
        double[] medians = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            double[] drawn = new double[forks.size()];
            for (int f = 0; f < drawn.length; f++) {
                drawn[f] = median(resample(samples.get(random.nextInt(samples.size())), random));
            }
            medians[r] = median(drawn);
        }
        Arrays.sort(medians);
        int tail = (int) (TAIL * RESAMPLES);
        return new Estimate(median(forkMedians(forks)), medians[tail], medians[RESAMPLES - 1 - tail]);
    }

    /** Median of each fork. */
    public static double[] forkMedians(List<List<Double>> forks) {
        return forks.stream().mapToDouble(fork -> median(array(fork))).toArray();
    }

    /** Middle value, or the mean of the two middle ones. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Width of the interval as a part of the median. */
    public double relativeWidth() {
        return (high - low) / median;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] resample(double[] samples, SplittableRandom random) {
        double[] drawn = new double[samples.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = samples[random.nextInt(samples.length)];
        }
        return drawn;
    }
}
