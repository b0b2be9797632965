package gramflow.kernel;

import java.util.function.LongSupplier;

/**
 * Numbers one at a time until C2 has compiled the vectors, which before that are a hundred times slower; on a busy machine that takes seconds. The bits are the same, so only the clock can
 * tell. Every call lets vectors try their hand at a part of the piece, which also is what makes C2 compile them, and compares the times. Threads may call it
 * at once: what they miss of each other's counts does no harm.
 */
final class WarmingKernel implements ActivationKernel {
    /** Entries of a trial as long as vectors are far slower. */
    private static final int TRIAL = 64;
    /** Times that they must be seen to be faster, one after another. */
    private static final int WINS = 16;
    /** C2 compiles no loop that has been called less often: what is faster by then is only better interpreted. */
    private static final int LEAST_CALLS = 600;
    /** Calls in which C2 has been asked for the loop, unless C1 was late; from then on it is waited for, and trials become rarer as calls double. */
    private static final int ENOUGH_CALLS = 4000;
    /** In the end one call in so many is a trial. */
    private static final int RAREST = 16;

    private final ActivationKernel numbers;
    private final ActivationKernel vectors;
    private final LongSupplier clock;
    private volatile boolean warm;
    private int calls;
    private int wins;
    private boolean near;

    WarmingKernel(ActivationKernel numbers, ActivationKernel vectors) {
        this(numbers, vectors, System::nanoTime);
    }

    /** By a clock of the caller's, in nanoseconds. */
    WarmingKernel(ActivationKernel numbers, ActivationKernel vectors, LongSupplier clock) {
        this.numbers = numbers;
        this.vectors = vectors;
        this.clock = clock;
    }

    @Override
    public void apply(double[] array, int zAt, int count, int valuesAt, int slopesAt, int curvaturesAt) {
        if (warm) {
            vectors.apply(array, zAt, count, valuesAt, slopesAt, curvaturesAt);
            return;
        }
        calls++;
        int half = count / 2 / ActivationGenerator.STEP * ActivationGenerator.STEP;
        int trial = near ? half : Math.min(half, TRIAL);
        if (trial == 0 || calls % every(calls) != 0) {
            numbers.apply(array, zAt, count, valuesAt, slopesAt, curvaturesAt);
            return;
        }
        int rest = count - trial;
        long start = clock.getAsLong();
        vectors.apply(array, zAt, trial, valuesAt, slopesAt, curvaturesAt);
        long middle = clock.getAsLong();
        numbers.apply(array, zAt + trial, rest, valuesAt + trial, slopesAt + trial, curvaturesAt + trial);
        long byNumbers = (clock.getAsLong() - middle) * trial;
        long byVectors = (middle - start) * rest;
        near = byVectors < 4 * byNumbers;
        wins = byVectors < byNumbers ? wins + 1 : 0;
        warm = wins >= WINS && calls >= LEAST_CALLS;
    }

    /** One call in so many is a trial. */
    private static int every(int calls) {
        return Math.min(RAREST, Math.max(1, 2 * Integer.highestOneBit(calls / ENOUGH_CALLS)));
    }
}
