package gramflow.io;

import gramflow.matrix.Matrix;
import gramflow.memory.Strided;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;

/** The entries of a matrix in row-major order, as bytes of the machine's order, whatever its strides. */
final class MatrixBytes {
    /** A multiple of every element's size. */
    private static final int BUFFER = 1 << 18;

    private MatrixBytes() {
    }

    /** Writes all entries, a buffer at a time. */
    static void write(Matrix matrix, OutputStream out) throws IOException {
        Strided from = matrix.strided();
        int size = matrix.precision().bytes();
        byte[] buffer = new byte[BUFFER];
        MemorySegment staged = MemorySegment.ofArray(buffer);
        Strided elements = new Strided(staged, matrix.precision(), 1, BUFFER / size, BUFFER / size, 1);
        int filled = 0;
        for (long i = 0; i < matrix.rows(); i++) {
            for (long j = 0; j < matrix.cols();) {
                int count = (int) Math.min(matrix.cols() - j, (BUFFER - filled) / size);
                if (from.colStride() == 1) {
                    MemorySegment.copy(from.segment(), from.byteOffset(i, j), staged, filled, (long) count * size);
                } else {
                    for (int k = 0; k < count; k++) {
                        elements.set(0, filled / size + k, from.get(i, j + k));
                    }
                }
                j += count;
                filled += count * size;
                if (filled == BUFFER) {
                    out.write(buffer, 0, filled);
                    filled = 0;
                }
            }
        }
        out.write(buffer, 0, filled);
    }
}
