package gramflow.blas;

import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies blocks of any strides, bit for bit. */
final class Transfer {
    /** Side of the square in which rows are read and columns written: both stay in the first-level cache. */
    private static final long SIDE = 32;
    private static final ValueLayout.OfLong BITS64 = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt BITS32 = ValueLayout.JAVA_INT_UNALIGNED;

    private Transfer() {
    }

    /** to(i, j) ← from(i, j), of one shape and precision. */
    static void copy(Strided from, Strided to) {
        if (to.colStride() > to.rowStride()) {
            copyLines(from.transpose(), to.transpose());
        } else {
            copyLines(from, to);
        }
    }

    private static void copyLines(Strided from, Strided to) {
        if (from.colStride() == 1 && to.colStride() == 1) {
            long bytes = from.cols() * from.precision().bytes();
            for (long i = 0; i < from.rows(); i++) {
                MemorySegment.copy(from.segment(), from.byteOffset(i, 0), to.segment(), to.byteOffset(i, 0), bytes);
            }
            return;
        }
        for (long i0 = 0; i0 < from.rows(); i0 += SIDE) {
            for (long j0 = 0; j0 < from.cols(); j0 += SIDE) {
                long j1 = Math.min(from.cols(), j0 + SIDE);
                for (long i = i0; i < Math.min(from.rows(), i0 + SIDE); i++) {
                    copyRow(from, to, i, j0, j1);
                }
            }
        }
    }

    /** to(i, j) ← from(i, j) for j ≤ i, of one square shape and one precision. */
    static void copyLower(Strided from, Strided to) {
        for (long j0 = 0; j0 < from.cols(); j0 += SIDE) {
            for (long i = j0; i < from.rows(); i++) {
                copyRow(from, to, i, j0, Math.min(i + 1, j0 + SIDE));
            }
        }
    }

    /** c(j, i) ← c(i, j) for j &lt; i. */
    static void mirrorLower(Strided c) {
        Strided mirrored = c.transpose();
        for (long i0 = 0; i0 < c.rows(); i0 += SIDE) {
            for (long j0 = 0; j0 <= i0; j0 += SIDE) {
                for (long i = i0; i < Math.min(c.rows(), i0 + SIDE); i++) {
                    copyRow(c, mirrored, i, j0, Math.min(i, j0 + SIDE));
                }
            }
        }
    }

    private static void copyRow(Strided from, Strided to, long i, long j0, long j1) {
        MemorySegment source = from.segment();
        MemorySegment target = to.segment();
        long read = from.byteOffset(i, j0);
        long write = to.byteOffset(i, j0);
        int bytes = from.precision().bytes();
        if (from.precision() == Precision.F64) {
            for (long j = j0; j < j1; j++) {
                target.set(BITS64, write, source.get(BITS64, read));
                read += from.colStride() * bytes;
                write += to.colStride() * bytes;
            }
        } else {
            for (long j = j0; j < j1; j++) {
                target.set(BITS32, write, source.get(BITS32, read));
                read += from.colStride() * bytes;
                write += to.colStride() * bytes;
            }
        }
    }

    /**
     * The entries of a block from one on, row after row, into memory without gaps.
     *
     * @param first number of the first entry
     * @param count how many
     */
    static void gather(Strided from, long first, int count, MemorySegment to) {
        forPieces(from, first, count, (piece, done) -> copy(piece, line(to, piece, done)));
    }

    /** The way back: memory without gaps into the entries of a block. */
    static void scatter(MemorySegment from, Strided to, long first, int count) {
        forPieces(to, first, count, (piece, done) -> copy(line(from, piece, done), piece));
    }

    private static Strided line(MemorySegment memory, Strided piece, long done) {
        return new Strided(memory.asSlice(done * piece.precision().bytes()), piece.precision(), piece.rows(), piece.cols(), piece.cols(),
                1);
    }

    /** Hands over pieces of rows, or whole rows together, and how many entries came before. */
    private static void forPieces(Strided block, long first, int count, PieceAction action) {
        long done = 0;
        while (done < count) {
            long i = (first + done) / block.cols();
            long j = (first + done) % block.cols();
            long rows = j == 0 ? (count - done) / block.cols() : 0;
            Strided piece = rows > 0
                    ? block.block(i, i + rows, 0, block.cols())
                    : block.block(i, i + 1, j, Math.min(block.cols(), j + count - done));
            action.accept(piece, done);
            done += piece.rows() * piece.cols();
        }
    }

    @FunctionalInterface
    private interface PieceAction {
        void accept(Strided piece, long done);
    }
}
