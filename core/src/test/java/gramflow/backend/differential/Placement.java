package gramflow.backend.differential;

import gramflow.memory.Precision;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Where the memory of a block comes from. */
enum Placement {
    /** A heap array of the element type. */
    HEAP,
    /** Outside the heap, on a cache line. */
    OFF_HEAP,
    /** Outside the heap, at an odd address, as inside a mapped file. */
    OFF_HEAP_ODD,
    /** A heap array of bytes, from its second byte on. */
    HEAP_BYTES;

    /** Memory of {@code elements} elements. */
    MemorySegment allocate(Precision precision, long elements) {
        long bytes = elements * precision.bytes();
        return switch (this) {
            case HEAP -> precision == Precision.F64
                    ? MemorySegment.ofArray(new double[Math.toIntExact(elements)])
                    : MemorySegment.ofArray(new float[Math.toIntExact(elements)]);
            case OFF_HEAP -> Arena.ofAuto().allocate(bytes, 64);
            case OFF_HEAP_ODD -> Arena.ofAuto().allocate(bytes + 3, 64).asSlice(3);
            case HEAP_BYTES -> MemorySegment.ofArray(new byte[Math.toIntExact(bytes + 1)]).asSlice(1);
        };
    }
}
