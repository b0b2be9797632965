package gramflow.backend;

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
    private static final long PATIENCE_NANOS = 100_000_000;
    /** What is not compiled by then (an interpreter, a crowded machine) is measured as it is. */
    private static final long LIMIT_NANOS = 2_000_000_000;

    private WarmUp() {
    }

    static void untilSteady(List<Runnable> pieces) {
        long[] best = new long[pieces.size()];
        Arrays.fill(best, Long.MAX_VALUE);
        long start = System.nanoTime();
        long improved = start;
        long now = start;
        for (int round = 0; (round < ROUNDS || now - improved < PATIENCE_NANOS) && now - start < LIMIT_NANOS; round++) {
            for (int i = 0; i < best.length; i++) {
                long before = System.nanoTime();
                for (int call = 0; call < BATCH; call++) {
                    pieces.get(i).run();
                }
                now = System.nanoTime();
                if (now - before < FASTER * best[i]) {
                    best[i] = now - before;
                    improved = now;
                }
            }
        }
    }
}
