package gramflow.spectrum;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies small blocks of a matrix: to rows on the heap and back, in double precision, and to an array that lies the other way round. */
final class Slab {
    private static final ValueLayout.OfDouble F64 = ValueLayout.JAVA_DOUBLE_UNALIGNED;
    /** Columns that are transposed at a time: as many doubles as a cache line has. */
    static final int LINE = 8;

    private Slab() {
    }

    /** {@code to[i][j] ← from(i, j)}. */
    static void read(Matrix from, double[][] to) {
        Strided f = from.strided();
        int cols = (int) f.cols();
        for (int i = 0; i < f.rows(); i++) {
            if (f.precision() == Precision.F64 && f.colStride() == 1) {
                MemorySegment.copy(f.segment(), F64, f.byteOffset(i, 0), to[i], 0, cols);
            } else {
                for (int j = 0; j < cols; j++) {
                    to[i][j] = f.get(i, j);
                }
            }
        }
    }

    /** {@code to(i, j) ← from[i][j]}, rounded to its precision. */
    static void write(double[][] from, Matrix to) {
        Strided t = to.strided();
        int cols = (int) t.cols();
        for (int i = 0; i < t.rows(); i++) {
            if (t.precision() == Precision.F64 && t.colStride() == 1) {
                MemorySegment.copy(from[i], 0, t.segment(), F64, t.byteOffset(i, 0), cols);
            } else {
                for (int j = 0; j < cols; j++) {
                    t.set(i, j, from[i][j]);
                }
            }
        }
    }

    /**
     * {@code to ← from}: the rows of a block whose columns lie side by side in memory become columns.
     *
     * @param from rows × cols
     * @param to cols × rows, row-major with {@code stride} elements from row to row
     * @param lines room for {@value #LINE} rows of {@code from}
     */
    static void transpose(Strided from, double[] to, int stride, double[] lines) {
        int rows = (int) from.rows();
        int cols = (int) from.cols();
        for (int i0 = 0; i0 < rows; i0 += LINE) {
            int count = Math.min(LINE, rows - i0);
            for (int i = 0; i < count; i++) {
                MemorySegment.copy(from.segment(), F64, from.byteOffset(i0 + i, 0), lines, i * cols, cols);
            }
            for (int j = 0; j < cols; j++) {
                int at = j * stride + i0;
                for (int i = 0; i < count; i++) {
                    to[at + i] = lines[i * cols + j];
                }
            }
        }
    }

    /** The way back: {@code to ← from}; as {@link #transpose(Strided, double[], int, double[])}, {@code to} rows × cols and {@code from} cols × rows. */
    static void transpose(double[] from, int stride, Strided to, double[] lines) {
        int rows = (int) to.rows();
        int cols = (int) to.cols();
        for (int i0 = 0; i0 < rows; i0 += LINE) {
            int count = Math.min(LINE, rows - i0);
            for (int j = 0; j < cols; j++) {
                int at = j * stride + i0;
                for (int i = 0; i < count; i++) {
                    lines[i * cols + j] = from[at + i];
                }
            }
            for (int i = 0; i < count; i++) {
                MemorySegment.copy(lines, i * cols, to.segment(), F64, to.byteOffset(i0 + i, 0), cols);
            }
        }
    }
}
