package gramflow.backend;

import gramflow.machine.Caches;
import gramflow.machine.Jit;
import gramflow.machine.SystemMemory;

/**
 * What of a machine decides which loops are tried for its roofs, and how much they read.
 *
 * @param vectorBits width of explicit vectors, 0 where they are not worth using
 * @param fused whether fused multiply-add is one instruction
 * @param caches the caches
 * @param memory bytes of memory that can be taken
 */
record RoofTraits(int vectorBits, boolean fused, Caches caches, long memory) {
    /** A part of the third level that four times the second cannot be mistaken for. */
    private static final int SECOND_LEVELS = 4;
    /** So many times the third level are read from memory. */
    private static final int THIRD_LEVELS = 4;
    /** Where there is no third level, or a small one: enough to leave any cache behind. */
    private static final long LEAST_DRAM_BYTES = 256L << 20;
    private static final long MOST_DRAM_BYTES = 2L << 30;
    /** What reading may take of the memory there is. */
    private static final int PART_OF_MEMORY = 8;

    /**
     * Those of this process.
     *
     * @throws gramflow.machine.PropertyException if a property asks for vectors that cannot be had
     */
    static RoofTraits here() {
        Jit jit = Jit.current();
        int asked = jit.vectorBits();
        return new RoofTraits(jit.obstacleToVectors().isEmpty() ? asked : 0, jit.fma(), Caches.current(),
                SystemMemory.current().available());
    }

    /** How much each of so many threads reads; at least one page. */
    long bytesPerThread(MemoryLevel level, int threads) {
        long l2 = caches.l2() / Math.clamp(threads, 1, caches.l2Sharing());
        long l3 = caches.l3() / Math.clamp(threads, 1, caches.l3Sharing());
        long bytes = switch (level) {
            case L1 -> caches.l1d() / 2;
            case L2 -> l2 / 2;
            case L3 -> Math.min(SECOND_LEVELS * l2, l3 / 2);
            case DRAM ->
                Math.min(Math.clamp(THIRD_LEVELS * caches.l3(), LEAST_DRAM_BYTES, MOST_DRAM_BYTES), memory / PART_OF_MEMORY) / threads;
        };
        return Math.max(1, bytes);
    }

    /** Whether the machine has that level. */
    boolean has(MemoryLevel level) {
        return switch (level) {
            case L1, DRAM -> true;
            case L2 -> caches.l2() > 0;
            case L3 -> caches.l3() > 0;
        };
    }
}
