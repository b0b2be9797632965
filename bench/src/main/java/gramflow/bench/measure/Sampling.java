package gramflow.bench.measure;

/**
 * How a row is timed in one fork.
 *
 * @param iterations how many samples are taken
 * @param millis how long calls are counted for one sample; a call that takes longer is a sample of its own
 */
public record Sampling(int iterations, long millis) {
    /** Shorter, and the clock and JMH's own bookkeeping would be seen in the figures of small kernels. */
    private static final long MILLIS = 50;

    /**
     * As many samples as fit.
     *
     * @param secondsPerCall what a call is expected to take
     * @param budgetSeconds what all samples together may take
     * @param least at least so many, even if they take longer
     */
    static Sampling within(double budgetSeconds, int least, double secondsPerCall) {
        double sample = Math.max(MILLIS / 1e3, secondsPerCall);
        int most = (int) (budgetSeconds * 1e3 / MILLIS);
        return new Sampling((int) Math.clamp(budgetSeconds / sample, least, Math.max(least, most)), MILLIS);
    }
}
