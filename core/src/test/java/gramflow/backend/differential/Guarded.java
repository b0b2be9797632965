package gramflow.backend.differential;

import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;

/**
 * A block amid memory that nobody may touch: bands before and behind it, and whatever its strides leap over. All of that holds NaN, so that reading
 * it shows up in results as well.
 */
final class Guarded {
    /** Elements of each band: more than four of the longest vectors. */
    private static final long BAND = 80;

    private final Placement placement;
    private final MemorySegment whole;
    private final Strided block;

    private Guarded(Placement placement, Precision precision, long rows, long cols, long rowStride, long colStride) {
        long bytes = rows == 0 || cols == 0 ? 0 : Strided.bytesSpanned(precision, rows, cols, rowStride, colStride);
        long band = BAND * precision.bytes();
        this.placement = placement;
        this.whole = placement.allocate(precision, bytes / precision.bytes() + 2 * BAND);
        this.block = new Strided(whole.asSlice(band, bytes), precision, rows, cols, rowStride, colStride);
        whole.fill((byte) 0xFF);
    }

    /** A block of NaN, guarded by NaN. */
    static Guarded of(Placement placement, Precision precision, long rows, long cols, Layout layout) {
        return new Guarded(placement, precision, rows, cols, layout.rowStride(rows, cols), layout.colStride(rows, cols));
    }

    /** The block proper. */
    Strided block() {
        return block;
    }

    /** The same in memory of its own, the bands too. */
    Guarded copy() {
        Guarded copy = new Guarded(placement, block.precision(), block.rows(), block.cols(), block.rowStride(), block.colStride());
        copy.whole.copyFrom(whole);
        return copy;
    }

    /** Byte offset at which this and the other first differ, bands and gaps included; −1 if they do not. */
    long mismatch(Guarded other) {
        return whole.mismatch(other.whole);
    }

    /** As {@link #mismatch}, leaving aside the entries of the block that {@code part} may write. */
    long mismatchOutside(Part part, Guarded other) {
        Guarded masked = copy();
        int bytes = block.precision().bytes();
        for (long i = 0; i < block.rows(); i++) {
            for (long j = 0; j < block.cols(); j++) {
                if (part.writes(i, j)) {
                    long at = block.byteOffset(i, j);
                    MemorySegment.copy(other.block.segment(), at, masked.block.segment(), at, bytes);
                }
            }
        }
        return masked.mismatch(other);
    }

    /**
     * Makes every NaN among the entries that {@code part} writes the same NaN. Java leaves open which of the many a sum gives, and on x86 that hangs on the
     * order of the operands, which C2 may exchange.
     */
    void unifyNan(Part part) {
        for (long i = 0; i < block.rows(); i++) {
            for (long j = 0; j < block.cols(); j++) {
                if (part.writes(i, j) && Double.isNaN(block.get(i, j))) {
                    block.set(i, j, Double.NaN);
                }
            }
        }
    }
}
