package gramflow.kernel;

import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A caller's memory as {@link StreamKernel} reads it without a copy: a segment outside the heap, or the heap array of the element type under a segment.
 *
 * @param base the segment, or the array
 * @param origin where element 0 is
 * @param unit what one element counts: its bytes in a segment, 1 in an array
 */
record Operand(Object base, long origin, int unit) {

    /** What lies under the block; null if it is neither, such as an array of bytes, a read-only array, or an array read from between two elements. */
    static @Nullable Operand of(Strided block) {
        MemorySegment segment = block.segment();
        int bytes = block.precision().bytes();
        if (segment.isNative()) {
            return new Operand(segment, 0, bytes);
        }
        Object array = segment.heapBase().orElse(null);
        boolean ofElements = block.precision() == Precision.F64 ? array instanceof double[] : array instanceof float[];
        return array != null && ofElements && segment.address() % bytes == 0 ? new Operand(array, segment.address() / bytes, 1) : null;
    }

    /** Element {@code offset} of a leased array is element 0. */
    static Operand of(Scratch scratch, int offset) {
        return new Operand(scratch.array(), scratch.start() + offset, 1);
    }

    /** Where an element is, in a kernel's terms. */
    long at(long element) {
        return origin + element * unit;
    }

    boolean outsideHeap() {
        return base instanceof MemorySegment;
    }
}
