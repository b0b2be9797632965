package gramflow.kernel;

import java.lang.foreign.MemorySegment;

/**
 * A loop that does nothing but multiply and add in registers: what the CPU can do at most, if nothing ever waits for memory.
 *
 * @param name what it is, for a person: {@code "12 chains of 512 bits, fma"}
 * @param flopsPerIteration floating-point operations of one iteration, a fused multiply-add counting two
 * @param body the loop
 */
public record FmaLoop(String name, double flopsPerIteration, Body body) {

    /** Bytes of either segment a {@link Body} is given. */
    public static final long SCRATCH_BYTES = 128;

    /** The loop itself. Any thread may run it, on segments of its own. */
    @FunctionalInterface
    public interface Body {
        /**
         * Runs the loop.
         *
         * @param iterations how often
         * @param seeds {@link #SCRATCH_BYTES} bytes of numbers of the loop's precision, all different and in (½, 1): the operands, so that the compiler
         *            knows none of them
         * @param sums {@link #SCRATCH_BYTES} bytes that receive the result, so that the compiler may leave nothing out
         */
        void run(int iterations, MemorySegment seeds, MemorySegment sums);
    }
}
