package gramflow.bench.measure;

/**
 * Calls a kernel until the JIT is done with it. C2 comes to a micro-kernel after thousands of calls, to what surrounds it later, and on a busy machine
 * later still; until then code over the Vector API is a hundred times slower. So neither a number of calls nor a time would do: it goes on until calls
 * have not become faster for a while.
 */
public final class WarmUp {
    private static final int LEAST_CALLS = 10;
    private static final double FASTER = 0.9;
    private static final long PATIENCE_NANOS = 200_000_000;
    private static final long LIMIT_NANOS = 5_000_000_000L;

    private WarmUp() {
    }

    /** Calls until it is steady, for five seconds at most. */
    public static void untilSteady(Runnable call) {
        long start = System.nanoTime();
        long now = start;
        long improved = start;
        long best = Long.MAX_VALUE;
        for (int calls = 0; (calls < LEAST_CALLS || now - improved < PATIENCE_NANOS) && now - start < LIMIT_NANOS; calls++) {
            long before = now;
            call.run();
            now = System.nanoTime();
            if (now - before < FASTER * best) {
                best = now - before;
                improved = now;
            }
        }
    }
}
