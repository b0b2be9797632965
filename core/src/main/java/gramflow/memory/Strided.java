package gramflow.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A strided block: element {@code (i, j)} lies at element offset {@code i·rowStride + j·colStride} of {@code segment}. This is what backends and
 * kernels see of a matrix. Transposing swaps the strides and copies nothing.
 *
 * <p>Sizes and strides are counted in elements, and no product of them is ever taken in {@code int}. The record checks itself once, here; code below
 * trusts it.
 *
 * @param segment memory that starts at element (0, 0); elements in native byte order, at any alignment
 * @param precision element type
 * @param rows number of rows, ≥ 0
 * @param cols number of columns, ≥ 0
 * @param rowStride elements from one row to the next, ≥ 0
 * @param colStride elements from one column to the next, ≥ 0
 */
public record Strided(MemorySegment segment, Precision precision, long rows, long cols, long rowStride, long colStride) {

    private static final ValueLayout.OfDouble F64 = ValueLayout.JAVA_DOUBLE_UNALIGNED;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /**
     * Checks that every element lies inside the segment.
     *
     * @throws IllegalArgumentException if a size or stride is negative, or the last element lies outside
     */
    public Strided {
        if (rows < 0 || cols < 0 || rowStride < 0 || colStride < 0) {
            throw new IllegalArgumentException(
                    "negative size or stride: %d x %d, strides %d and %d".formatted(rows, cols, rowStride, colStride));
        }
        if (rows > 0 && cols > 0) {
            long bytes = bytesSpanned(precision, rows, cols, rowStride, colStride);
            if (bytes > segment.byteSize()) {
                throw new IllegalArgumentException("%d x %d %s with strides %d and %d spans %d bytes, but the memory has %d".formatted(
                        rows, cols, precision.label(), rowStride, colStride, bytes, segment.byteSize()));
            }
        }
    }

    /**
     * Bytes from the first element to the end of the last, for a block that is not empty.
     *
     * @throws IllegalArgumentException if that number does not fit in a {@code long}
     */
    public static long bytesSpanned(Precision precision, long rows, long cols, long rowStride, long colStride) {
        try {
            long last = Math.addExact(Math.multiplyExact(rows - 1, rowStride), Math.multiplyExact(cols - 1, colStride));
            return Math.multiplyExact(Math.addExact(last, 1), precision.bytes());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("%d x %d %s with strides %d and %d spans more than 2^63 bytes".formatted(rows, cols,
                    precision.label(), rowStride, colStride), e);
        }
    }

    /** The same memory read the other way round: a {@code cols × rows} block. */
    public Strided transpose() {
        return new Strided(segment, precision, cols, rows, colStride, rowStride);
    }

    /**
     * The block of rows {@code fromRow ≤ i < toRow} and columns {@code fromCol ≤ j < toCol}, over the same memory.
     *
     * @throws IndexOutOfBoundsException if the range is not inside this block
     */
    public Strided block(long fromRow, long toRow, long fromCol, long toCol) {
        if (fromRow < 0 || fromRow > toRow || toRow > rows || fromCol < 0 || fromCol > toCol || toCol > cols) {
            throw new IndexOutOfBoundsException(
                    "rows [%d, %d) and columns [%d, %d) of a %d x %d block".formatted(fromRow, toRow, fromCol, toCol,
                            rows, cols));
        }
        boolean empty = fromRow == toRow || fromCol == toCol;
        MemorySegment from = empty ? segment : segment.asSlice(byteOffset(fromRow, fromCol));
        return new Strided(from, precision, toRow - fromRow, toCol - fromCol, rowStride, colStride);
    }

    /** Byte offset of element {@code (i, j)} from the start of the segment; not checked. */
    public long byteOffset(long i, long j) {
        return (i * rowStride + j * colStride) * precision.bytes();
    }

    /** Element {@code (i, j)}, widened to double. Meant for references and edges, not for loops that must be fast. */
    public double get(long i, long j) {
        long at = byteOffset(i, j);
        return precision == Precision.F64 ? segment.get(F64, at) : segment.get(F32, at);
    }

    /** Sets element {@code (i, j)}, rounded to the block's precision. */
    public void set(long i, long j, double value) {
        long at = byteOffset(i, j);
        if (precision == Precision.F64) {
            segment.set(F64, at, value);
        } else {
            segment.set(F32, at, (float) value);
        }
    }

    /** Whether the block has no element. */
    public boolean isEmpty() {
        return rows == 0 || cols == 0;
    }
}
