package gramflow.blas;

import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;

/**
 * A matrix as BLAS takes it: row after row or column after column, adjacent within one, each so many elements behind the last.
 *
 * @param memory from the first element on
 * @param byRows whether rows are what lies together
 * @param stride elements from one row (or column) to the next, at least its length and at least 1
 */
record Operand(MemorySegment memory, boolean byRows, int stride) {

    /** Whether BLAS can take a block as it lies, given addresses that are multiples of the element's size. */
    static boolean fits(Strided block) {
        return fitsByRows(block) || fitsByRows(block.transpose());
    }

    private static boolean fitsByRows(Strided block) {
        // One column may be spread over rows of any stride; of one row the stride does not matter.
        boolean adjacent = block.colStride() == 1 || block.cols() <= 1;
        return adjacent
                && (block.rows() <= 1 || (block.rowStride() >= Math.max(1, block.cols()) && block.rowStride() <= Integer.MAX_VALUE));
    }

    /** The block as it lies; it must {@linkplain #fits fit}. */
    static Operand of(Strided block) {
        boolean byRows = fitsByRows(block);
        Strided lines = byRows ? block : block.transpose();
        long stride = lines.rows() <= 1 ? Math.max(1, lines.cols()) : lines.rowStride();
        return new Operand(block.segment(), byRows, (int) stride);
    }

    /** Whether rows would be the better order of a copy: the order in which the block itself lies. */
    static boolean mainlyByRows(Strided block) {
        return fitsByRows(block) || (block.colStride() <= block.rowStride() && !fitsByRows(block.transpose()));
    }

    /** The memory of a block of that size, without gaps, as a block. */
    static Strided dense(MemorySegment memory, Precision precision, long rows, long cols, boolean byRows) {
        return byRows
                ? new Strided(memory, precision, rows, cols, cols, 1)
                : new Strided(memory, precision, rows, cols, 1, rows);
    }

    /** The operand from element {@code (i, j)} on. */
    Operand from(long i, long j, Precision precision) {
        return new Operand(memory.asSlice((byRows ? i * stride + j : j * stride + i) * precision.bytes()), byRows, stride);
    }
}
