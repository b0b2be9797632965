package gramflow.backend;

import gramflow.kernel.ReadLoop;
import gramflow.kernel.ReadLoops;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Times the read loops over a piece of memory of a given size, each thread over a part of its own. A small part is read again and again; a large one a
 * window at a time, each window read again only after all the others.
 */
final class ReadMeasurement {
    private static final long PIECE_NANOS = 4_000_000;
    private static final int REPEATS = 8;
    /** 4 ms at 16 GB/s. */
    private static final long WINDOW = 64L << 20;
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
        long windows = Math.ceilDiv(bytesPerThread, WINDOW);
        long window = Math.ceilDiv(bytesPerThread, windows * ReadLoop.GRANULE) * ReadLoop.GRANULE;
        long each = windows * window;
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate(each * threads, PAGE);
            // Each thread writes its part first: where memory has nodes, it then lies at the node of that thread's CPU.
            Together.bestRate(threads, 1, (thread, repeat) -> memory.asSlice(thread * each, each).fill((byte) (thread + 1)).byteSize());
            ReadRoof best = new ReadRoof(threads, each * threads, 0, "");
            for (ReadLoop loop : loops) {
                double gbs = time(loop, threads, memory, window, windows);
                if (gbs > best.gbs()) {
                    best = new ReadRoof(threads, each * threads, gbs, loop.name());
                }
            }
            return best;
        }
    }

    private double time(ReadLoop loop, int threads, MemorySegment memory, long window, long windows) {
        long passes = windows > 1 ? 1 : passes(loop, memory.asSlice(0, window));
        return Together.bestRate(threads, (int) Math.max(REPEATS, windows), (thread, repeat) -> {
            MemorySegment part = memory.asSlice((thread * windows + repeat % windows) * window, window);
            long sum = 0;
            for (long pass = 0; pass < passes; pass++) {
                sum += loop.body().read(part);
            }
            sink.addAndGet(sum);
            return (double) passes * window;
        });
    }

    private long passes(ReadLoop loop, MemorySegment part) {
        sink.addAndGet(loop.body().read(part));
        long start = System.nanoTime();
        sink.addAndGet(loop.body().read(part));
        return Math.max(1, PIECE_NANOS / Math.max(1, System.nanoTime() - start));
    }
}
