package gramflow.backend;

import gramflow.kernel.FmaLoop;
import gramflow.kernel.FmaLoops;
import gramflow.memory.Precision;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Times the loops of one precision: all of them briefly, the fastest at length. */
final class FmaMeasurement {
    /** Short calls, so that the method as a whole is compiled and not only the inside of a loop that runs already. */
    private static final int WARM_ITERATIONS = 25;
    private static final long TRIAL_NANOS = 3_000_000;
    private static final int TRIALS = 2;
    private static final long FINAL_NANOS = 8_000_000;
    private static final int FINALS = 6;
    /** As many loops as are timed at length: the two fastest are often within noise of each other. */
    private static final int FINALISTS = 2;

    private final Precision precision;
    private final List<FmaLoop> loops;
    private final MemorySegment seeds;

    /** Warms the loops up. */
    FmaMeasurement(Precision precision, int vectorBits, boolean fused) {
        this.precision = precision;
        seeds = seeds(precision);
        loops = FmaLoops.of(precision, vectorBits, fused);
        MemorySegment sums = scratch();
        WarmUp.untilSteady(loops.stream().<Runnable>map(loop -> () -> loop.body().run(WARM_ITERATIONS, seeds, sums)).toList());
    }

    private static MemorySegment seeds(Precision precision) {
        MemorySegment seeds = scratch();
        long count = seeds.byteSize() / precision.bytes();
        for (long i = 0; i < count; i++) {
            double seed = 0.5 + (i + 1) / (count + 1.0) / 2;
            if (precision == Precision.F64) {
                seeds.setAtIndex(ValueLayout.JAVA_DOUBLE, i, seed);
            } else {
                seeds.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) seed);
            }
        }
        return seeds;
    }

    private static MemorySegment scratch() {
        return Arena.ofAuto().allocate(FmaLoop.SCRATCH_BYTES, 64);
    }

    FmaRoof measure(int threads) {
        List<FmaRoof> trials = new ArrayList<>();
        for (FmaLoop loop : loops) {
            trials.add(time(loop, threads, TRIALS, TRIAL_NANOS));
        }
        Comparator<FmaRoof> slowestFirst = Comparator.comparingDouble(FmaRoof::gflops);
        List<String> finalists = trials.stream().sorted(slowestFirst.reversed()).limit(FINALISTS).map(FmaRoof::loop).toList();
        List<FmaRoof> finals = new ArrayList<>(trials);
        for (FmaLoop loop : loops) {
            if (finalists.contains(loop.name())) {
                finals.add(time(loop, threads, FINALS, FINAL_NANOS));
            }
        }
        return finals.stream().max(slowestFirst).orElseThrow();
    }

    private FmaRoof time(FmaLoop loop, int threads, int repeats, long nanos) {
        MemorySegment[] sums = new MemorySegment[threads];
        for (int t = 0; t < threads; t++) {
            sums[t] = scratch();
        }
        int iterations = iterationsIn(nanos, loop, sums[0]);
        double flopsPerNano = Together.bestRate(threads, repeats, (thread, repeat) -> {
            loop.body().run(iterations, seeds, sums[thread]);
            return iterations * loop.flopsPerIteration();
        });
        return new FmaRoof(precision, threads, flopsPerNano, loop.name());
    }

    private int iterationsIn(long nanos, FmaLoop loop, MemorySegment sums) {
        int iterations = WARM_ITERATIONS;
        while (true) {
            long start = System.nanoTime();
            loop.body().run(iterations, seeds, sums);
            long taken = System.nanoTime() - start;
            if (taken > nanos / 8 || iterations > Integer.MAX_VALUE / 16) {
                return (int) Math.clamp(iterations * ((double) nanos / taken), 1, Integer.MAX_VALUE - 1);
            }
            iterations *= 2;
        }
    }
}
