package gramflow.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Loads every byte of a piece of memory once and sums it: what the memory can deliver at most. Integers are added, in one cycle each, so that the sum
 * never holds up the loads.
 *
 * @param name what it is, for a person
 * @param body the loop
 */
public record ReadLoop(String name, Body body) {

    /** Sizes must be a multiple of this. */
    public static final long GRANULE = 4096;

    /** The loop itself. Any thread may run it. */
    @FunctionalInterface
    public interface Body {
        /**
         * Reads it all.
         *
         * @param memory a multiple of {@link #GRANULE} bytes
         * @return a number for which every load was needed
         */
        long read(MemorySegment memory);
    }
}
