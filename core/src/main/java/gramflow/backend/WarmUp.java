package gramflow.backend;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;

/**
 * Runs short pieces of code until the JIT is done with them: every piece in turn, so that they are compiled in the background while others run, until
 * none has become faster for a while. Counting calls alone would not do: on a busy machine C2 comes to a method long after it asked for it, and a vector
 * loop that has not been compiled yet is fifty times slower.
 */
final class WarmUp {
    private static final int BATCH = 20;
    /** 10,000 calls: C2 asks for 5,000, or for 15,000 calls and iterations together. */
    private static final int ROUNDS = 500;
    private static final double FASTER = 0.9;
    /**
     * Of this thread's CPU time: where others take the cores, the JIT's threads get as little as this one, and no clock on the wall knows when they are done. Loops
     * that were still interpreted after two seconds by that clock once passed for a roof of 0.04 GF/s, and products stood at 5,557 % of it.
     */
    private static final long PATIENCE_NANOS = 100_000_000;
    /** CPU time: what is not compiled by then (an interpreter) is measured as it is. */
    private static final long LIMIT_NANOS = 2_000_000_000;
    /** Wall time: nobody waits longer, however crowded the machine. */
    private static final long WALL_LIMIT_NANOS = 20_000_000_000L;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private WarmUp() {
    }

    static void untilSteady(List<Runnable> pieces) {
        long[] best = new long[pieces.size()];
        Arrays.fill(best, Long.MAX_VALUE);
        long wall = System.nanoTime();
        long start = spent();
        long improved = start;
        long now = start;
        for (int round = 0; (round < ROUNDS || now - improved < PATIENCE_NANOS) && now - start < LIMIT_NANOS
                && System.nanoTime() - wall < WALL_LIMIT_NANOS; round++) {
            for (int i = 0; i < best.length; i++) {
                long before = System.nanoTime();
                for (int call = 0; call < BATCH; call++) {
                    pieces.get(i).run();
                }
                long taken = System.nanoTime() - before;
                now = spent();
                if (taken < FASTER * best[i]) {
                    best[i] = taken;
                    improved = now;
                }
            }
        }
    }

    /** CPU time of this thread, or wall time where the system does not tell. */
    private static long spent() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }
}
