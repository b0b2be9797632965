package gramflow.kernel;

import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a block as one sequence, row after row. Where their distance is the same throughout, as in a vector of any stride or a whole matrix, it is
 * a block of a single row.
 */
record Flat(Strided block) {

    /** The entries of that block. */
    static Flat of(Strided block) {
        MemorySegment segment = block.segment();
        boolean even = block.rows() == 1 || block.cols() == 1 || block.rowStride() == block.cols() * block.colStride();
        if (block.isEmpty() || !even) {
            return new Flat(block);
        }
        long stride = block.cols() == 1 ? block.rowStride() : block.colStride();
        long length = Math.multiplyExact(block.rows(), block.cols());
        return new Flat(new Strided(segment, block.precision(), 1, length, length * stride, stride));
    }

    /** Number of entries. */
    long length() {
        return Math.multiplyExact(block.rows(), block.cols());
    }

    /** How a kernel reads them without a copy; null if they must be copied. */
    @Nullable
    Operand operand() {
        return block.rows() == 1 && block.colStride() == 1 ? Operand.of(block) : null;
    }

    /** {@code array[at + i] ← entry from + i}, 0 ≤ i &lt; count. */
    void read(long from, Object array, int at, int count) {
        Elements elements = Elements.of(block.precision());
        for (int done = 0; done < count;) {
            long row = (from + done) / block.cols();
            long col = (from + done) % block.cols();
            int piece = (int) Math.min(count - done, block.cols() - col);
            elements.readRow(block, row, col, array, at + done, piece);
            done += piece;
        }
    }

    /** Entry from + i {@code ← array[at + i]}, 0 ≤ i &lt; count. */
    void write(Object array, int at, long from, int count) {
        Elements elements = Elements.of(block.precision());
        for (int done = 0; done < count;) {
            long row = (from + done) / block.cols();
            long col = (from + done) % block.cols();
            int piece = (int) Math.min(count - done, block.cols() - col);
            elements.writeRow(array, at + done, block, row, col, piece);
            done += piece;
        }
    }
}
