package gramflow.bench.measure;

/**
 * How a row is timed in one fork.
 *
 * @param warmUpMillis how long the calls are warmed up, once the kernel itself is steady
 * @param iterations how many samples are taken
 * @param millis how long calls are counted for one sample; a call that takes longer is a sample of its own
 */
public record Sampling(long warmUpMillis, int iterations, long millis) {
    /** Shorter, and the clock and JMH's own bookkeeping would be seen in the figures of small kernels. */
    private static final long MILLIS = 50;
    /** Longer calls are few, and nearly all of their time is spent in what is compiled already. */
    private static final double SHORT_CALL_SECONDS = 1e-3;
    /** The JIT compiled what surrounds a kernel of 2 µs once more after half a second: 15 % faster. */
    private static final long WARM_UP_MILLIS_OF_SHORT_CALLS = 800;
    private static final long WARM_UP_MILLIS = 200;

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
        long warmUp = secondsPerCall < SHORT_CALL_SECONDS ? WARM_UP_MILLIS_OF_SHORT_CALLS : WARM_UP_MILLIS;
        return new Sampling(warmUp, (int) Math.clamp(budgetSeconds / sample, least, Math.max(least, most)), MILLIS);
    }
}
