package gramflow.backend;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The same work on several threads at once, and their joint rate: they set out together, and the clock runs from the first to start to the last to be
 * done. The calling thread is one of them.
 */
final class Together {

    /** A piece of work. */
    @FunctionalInterface
    interface Work {
        /**
         * Does it.
         *
         * @param thread which thread does it, from 0
         * @param repeat which repeat it is, from 0
         * @return how much was done, in units of the caller's
         */
        double run(int thread, int repeat);
    }

    private final int threads;
    private final int repeats;
    private final Work work;
    private final long[][] starts;
    private final long[][] ends;
    private final double[][] done;
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private Together(int threads, int repeats, Work work) {
        this.threads = threads;
        this.repeats = repeats;
        this.work = work;
        starts = new long[repeats][threads];
        ends = new long[repeats][threads];
        done = new double[repeats][threads];
    }

    /**
     * Best rate of several repeats: noise only ever makes work slower.
     *
     * @param repeats how often all threads do the work, setting out together each time
     * @return units a nanosecond, all threads together
     * @throws IllegalStateException if the work throws on any thread
     */
    static double bestRate(int threads, int repeats, Work work) {
        return rates(threads, repeats, work)[repeats - 1];
    }

    /** The same, but the middle one: for work whose pace others than this process decide, for better and for worse. */
    static double medianRate(int threads, int repeats, Work work) {
        double[] rates = rates(threads, repeats, work);
        return (rates[(repeats - 1) / 2] + rates[repeats / 2]) / 2;
    }

    /** Ascending. */
    private static double[] rates(int threads, int repeats, Work work) {
        Together together = new Together(threads, repeats, work);
        together.runAll();
        double[] rates = new double[repeats];
        Arrays.setAll(rates, together::rate);
        Arrays.sort(rates);
        return rates;
    }

    private double rate(int repeat) {
        long start = starts[repeat][0];
        long end = ends[repeat][0];
        double units = 0;
        for (int t = 0; t < threads; t++) {
            // nanoTime may be negative: compare by difference.
            start = starts[repeat][t] - start < 0 ? starts[repeat][t] : start;
            end = ends[repeat][t] - end > 0 ? ends[repeat][t] : end;
            units += done[repeat][t];
        }
        return units / Math.max(1, end - start);
    }

    private void runAll() {
        Thread[] others = new Thread[threads - 1];
        for (int i = 0; i < others.length; i++) {
            int thread = i + 1;
            others[i] = Thread.ofPlatform().daemon().name("gramflow-roof-" + thread).start(() -> repeat(thread));
        }
        repeat(0);
        boolean interrupted = false;
        for (Thread other : others) {
            while (other.isAlive()) {
                try {
                    other.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable t = failure.get();
        if (t != null) {
            throw new IllegalStateException("measuring on " + threads + " threads failed: " + t, t);
        }
    }

    private void repeat(int thread) {
        try {
            for (int r = 0; r < repeats && setOut(r); r++) {
                starts[r][thread] = System.nanoTime();
                done[r][thread] = work.run(thread, r);
                ends[r][thread] = System.nanoTime();
            }
        } catch (Throwable t) {
            failure.compareAndSet(null, t);
        }
    }

    /** Waits, spinning, until all threads are here: waking sleeping ones would take a noticeable part of a repeat. False if one has failed. */
    private boolean setOut(int repeat) {
        long all = (repeat + 1L) * threads;
        arrived.incrementAndGet();
        while (arrived.get() < all && failure.get() == null) {
            Thread.onSpinWait();
        }
        return failure.get() == null;
    }
}
