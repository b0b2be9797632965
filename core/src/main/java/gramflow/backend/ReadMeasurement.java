package gramflow.backend;

import gramflow.kernel.ReadLoop;
import gramflow.kernel.ReadLoops;
import gramflow.memory.OffHeap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Times the read loops over a piece of memory of a given size, each thread over a part of its own: a small part again and again, a large one from end to
 * end. The best repeat counts for a small one, which noise can only slow down, and the middle one for a large: memory is shared with other machines, and
 * for milliseconds gives more than it can keep up.
 */
final class ReadMeasurement {
    private static final long PIECE_NANOS = 4_000_000;
    private static final long ALL_NANOS = 200_000_000;
    private static final int MOST_REPEATS = 8;
    private static final int LEAST_REPEATS = 3;
    private static final long PAGE = 4096;
    private static final long WARM_BYTES = 4 * ReadLoop.GRANULE;

    private final List<ReadLoop> loops;
    /** Takes up what the loops return, so that none is left out. */
    private final AtomicLong sink = new AtomicLong();

    /** Warms the loops up. */
    ReadMeasurement(boolean vectors) {
        loops = ReadLoops.of(vectors);
        MemorySegment little = Arena.ofAuto().allocate(WARM_BYTES, PAGE);
        WarmUp.untilSteady(loops.stream().<Runnable>map(loop -> () -> sink.addAndGet(loop.body().read(little))).toList());
    }

    /**
     * Measures.
     *
     * @param bytesPerThread how much each thread reads in turn; ≥ 1; rounded up to whole granules
     * @throws OutOfMemoryError if there is no such memory
     */
    ReadRoof measure(int threads, long bytesPerThread) {
        long each = Math.ceilDiv(bytesPerThread, ReadLoop.GRANULE) * ReadLoop.GRANULE;
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = OffHeap.allocate(each * threads, PAGE, arena);
            // Each thread writes its part first: where memory has nodes, it then lies at the node of that thread's CPU.
            Together.bestRate(threads, 1, (thread, repeat) -> memory.asSlice(thread * each, each).fill((byte) (thread + 1)).byteSize());
            ReadRoof best = new ReadRoof(threads, each * threads, 0, "");
            for (ReadLoop loop : loops) {
                double gbs = time(loop, threads, memory, each);
                if (gbs > best.gbs()) {
                    best = new ReadRoof(threads, each * threads, gbs, loop.name());
                }
            }
            return best;
        }
    }

    private double time(ReadLoop loop, int threads, MemorySegment memory, long each) {
        MemorySegment first = memory.asSlice(0, each);
        sink.addAndGet(loop.body().read(first));
        long start = System.nanoTime();
        sink.addAndGet(loop.body().read(first));
        long pass = Math.max(1, System.nanoTime() - start);
        long passes = Math.max(1, PIECE_NANOS / pass);
        int repeats = Math.clamp(ALL_NANOS / pass, LEAST_REPEATS, MOST_REPEATS);
        Together.Work sweeps = (thread, repeat) -> {
            MemorySegment part = memory.asSlice(thread * each, each);
            long sum = 0;
            for (long p = 0; p < passes; p++) {
                sum += loop.body().read(part);
            }
            sink.addAndGet(sum);
            return (double) passes * each;
        };
        return passes > 1 ? Together.bestRate(threads, repeats, sweeps) : Together.medianRate(threads, repeats, sweeps);
    }
}
