package gramflow.kernel;

import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Copies pieces of rows between a strided block and a heap array of its precision: a block copy where columns are adjacent, element by element where
 * they are not.
 */
final class Copy {
    private static final ValueLayout.OfDouble F64 = ValueLayout.JAVA_DOUBLE_UNALIGNED;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private Copy() {
    }

    /** {@code to[at + j] ← from(i, j0 + j)}, 0 ≤ j < count. */
    static void row(Strided from, long i, long j0, int count, double[] to, int at) {
        MemorySegment segment = from.segment();
        long offset = from.byteOffset(i, j0);
        if (from.colStride() == 1) {
            MemorySegment.copy(segment, F64, offset, to, at, count);
        } else {
            long step = from.colStride() * Precision.F64.bytes();
            for (int j = 0; j < count; j++) {
                to[at + j] = segment.get(F64, offset + j * step);
            }
        }
    }

    /** {@code to[at + j] ← from(i, j0 + j)}, 0 ≤ j < count. */
    static void row(Strided from, long i, long j0, int count, float[] to, int at) {
        MemorySegment segment = from.segment();
        long offset = from.byteOffset(i, j0);
        if (from.colStride() == 1) {
            MemorySegment.copy(segment, F32, offset, to, at, count);
        } else {
            long step = from.colStride() * Precision.F32.bytes();
            for (int j = 0; j < count; j++) {
                to[at + j] = segment.get(F32, offset + j * step);
            }
        }
    }
}
