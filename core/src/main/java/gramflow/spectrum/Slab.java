package gramflow.spectrum;

import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies a block of a matrix to rows on the heap and back, in double precision, walking the way it lies in memory. */
final class Slab {
    private static final ValueLayout.OfDouble F64 = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    private Slab() {
    }

    /** {@code to[i][j] ← from(i, j)}. */
    static void read(Strided from, double[][] to) {
        int rows = (int) from.rows();
        int cols = (int) from.cols();
        if (from.precision() != Precision.F64) {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < cols; j++) {
                    to[i][j] = from.get(i, j);
                }
            }
        } else if (from.colStride() == 1) {
            for (int i = 0; i < rows; i++) {
                MemorySegment.copy(from.segment(), F64, from.byteOffset(i, 0), to[i], 0, cols);
            }
        } else {
            MemorySegment segment = from.segment();
            long step = from.rowStride() * Double.BYTES;
            for (int j = 0; j < cols; j++) {
                long at = from.byteOffset(0, j);
                for (int i = 0; i < rows; i++) {
                    to[i][j] = segment.get(F64, at + i * step);
                }
            }
        }
    }

    /** {@code to(i, j) ← from[i][j]}, rounded to its precision. */
    static void write(double[][] from, Strided to) {
        int rows = (int) to.rows();
        int cols = (int) to.cols();
        if (to.precision() != Precision.F64) {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < cols; j++) {
                    to.set(i, j, from[i][j]);
                }
            }
        } else if (to.colStride() == 1) {
            for (int i = 0; i < rows; i++) {
                MemorySegment.copy(from[i], 0, to.segment(), F64, to.byteOffset(i, 0), cols);
            }
        } else {
            MemorySegment segment = to.segment();
            long step = to.rowStride() * Double.BYTES;
            for (int j = 0; j < cols; j++) {
                long at = to.byteOffset(0, j);
                for (int i = 0; i < rows; i++) {
                    segment.set(F64, at + i * step, from[i][j]);
                }
            }
        }
    }
}
