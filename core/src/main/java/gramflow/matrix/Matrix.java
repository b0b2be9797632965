package gramflow.matrix;

import gramflow.memory.OffHeap;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A dense matrix of doubles or floats over memory outside the heap, over a caller's array, or over a mapped file. Row-major when made here; any
 * non-negative strides as a view. Sizes, strides and offsets are {@code long}: {@code n²} may exceed 2³¹.
 *
 * <p>The shape never changes; the entries may. Views ({@link #block}, {@link #rows(long, long)}, {@link #transpose}) share memory with the matrix they
 * were taken from. Reading from several threads is safe; writing to distinct entries too.
 */
public final class Matrix {

    /** Alignment of memory made here, in bytes: one cache line, and one vector of 512 bits. */
    public static final long ALIGNMENT = 64;

    private final Strided strided;

    private Matrix(Strided strided) {
        this.strided = strided;
    }

    /**
     * A matrix of zeros in memory of its own, freed when nothing refers to it any more.
     *
     * @throws IllegalArgumentException if a size is negative or the bytes do not fit in a {@code long}
     * @throws OutOfMemoryError if the machine has not that much memory
     */
    public static Matrix zeros(Precision precision, long rows, long cols) {
        Leftovers.ofThisMachine().making(bytes(precision, rows, cols));
        return zeros(precision, rows, cols, Arena.ofAuto());
    }

    /** As {@link #zeros(Precision, long, long)}, in memory that lives as long as {@code arena}. */
    public static Matrix zeros(Precision precision, long rows, long cols, Arena arena) {
        return new Matrix(new Strided(OffHeap.allocate(bytes(precision, rows, cols), ALIGNMENT, arena), precision, rows, cols, cols, 1));
    }

    private static long bytes(Precision precision, long rows, long cols) {
        if (rows < 0 || cols < 0) {
            throw new IllegalArgumentException("negative size: " + rows + " x " + cols);
        }
        return rows == 0 || cols == 0 ? 0 : Strided.bytesSpanned(precision, rows, cols, cols, 1);
    }

    /**
     * A double-precision copy of the rows given, for small matrices and tests.
     *
     * @throws IllegalArgumentException if the rows differ in length
     */
    public static Matrix of(double[]... rows) {
        int cols = rows.length == 0 ? 0 : rows[0].length;
        Matrix m = zeros(Precision.F64, rows.length, cols);
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != cols) {
                throw new IllegalArgumentException("row %d has %d entries, row 0 has %d".formatted(i, rows[i].length, cols));
            }
            for (int j = 0; j < cols; j++) {
                m.set(i, j, rows[i][j]);
            }
        }
        return m;
    }

    /** A row-major view of the caller's array, which must hold at least {@code rows·cols} doubles; nothing is copied. */
    public static Matrix over(double[] array, long rows, long cols) {
        return over(MemorySegment.ofArray(array), Precision.F64, rows, cols, cols, 1);
    }

    /** A row-major view of the caller's array, which must hold at least {@code rows·cols} floats; nothing is copied. */
    public static Matrix over(float[] array, long rows, long cols) {
        return over(MemorySegment.ofArray(array), Precision.F32, rows, cols, cols, 1);
    }

    /**
     * A view of any memory, a mapped file's for instance; nothing is copied.
     *
     * @param segment memory that starts at entry (0, 0), in native byte order
     * @param precision element type
     * @param rows rows
     * @param cols columns
     * @param rowStride elements from one row to the next
     * @param colStride elements from one column to the next
     * @throws IllegalArgumentException if a number is negative or an entry lies outside the memory
     */
    public static Matrix over(MemorySegment segment, Precision precision, long rows, long cols, long rowStride, long colStride) {
        return new Matrix(new Strided(segment, precision, rows, cols, rowStride, colStride));
    }

    /** Number of rows. */
    public long rows() {
        return strided.rows();
    }

    /** Number of columns. */
    public long cols() {
        return strided.cols();
    }

    /** Element type. */
    public Precision precision() {
        return strided.precision();
    }

    /** The block of memory under this matrix, in the terms of {@code backend}. */
    public Strided strided() {
        return strided;
    }

    /** Shape for a person: {@code 3 x 4 f64}. */
    public String shape() {
        return rows() + " x " + cols() + " " + precision().label();
    }

    /**
     * Entry (i, j).
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public double get(long i, long j) {
        check(i, j);
        return strided.get(i, j);
    }

    /**
     * Sets entry (i, j), rounded to the matrix's precision.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public void set(long i, long j, double value) {
        check(i, j);
        strided.set(i, j, value);
    }

    private void check(long i, long j) {
        if (i < 0 || i >= rows() || j < 0 || j >= cols()) {
            throw new IndexOutOfBoundsException("entry (%d, %d) of a matrix of %s".formatted(i, j, shape()));
        }
    }

    /** View of rows {@code from ≤ i < to}. */
    public Matrix rows(long from, long to) {
        return block(from, to, 0, cols());
    }

    /** View of rows {@code fromRow ≤ i < toRow} and columns {@code fromCol ≤ j < toCol}. */
    public Matrix block(long fromRow, long toRow, long fromCol, long toCol) {
        return new Matrix(strided.block(fromRow, toRow, fromCol, toCol));
    }

    /** View with rows and columns exchanged. */
    public Matrix transpose() {
        return new Matrix(strided.transpose());
    }

    /** A row-major copy in memory of its own, in the precision given. */
    public Matrix copy(Precision precision) {
        Matrix copy = zeros(precision, rows(), cols());
        copy.assign(this);
        return copy;
    }

    /**
     * Copies the entries of {@code source}, rounded to this matrix's precision.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public void assign(Matrix source) {
        if (source.rows() != rows() || source.cols() != cols()) {
            throw new IllegalArgumentException("cannot assign " + source.shape() + " to " + shape());
        }
        Strided from = source.strided;
        boolean contiguousRows = from.colStride() == 1 && strided.colStride() == 1 && from.precision() == precision();
        if (contiguousRows && from.rowStride() == cols() && strided.rowStride() == cols()) {
            // A column above all, whose rows are single numbers.
            MemorySegment.copy(from.segment(), 0, strided.segment(), 0, rows() * cols() * precision().bytes());
            return;
        }
        for (long i = 0; i < rows(); i++) {
            if (contiguousRows) {
                MemorySegment.copy(from.segment(), from.byteOffset(i, 0), strided.segment(), strided.byteOffset(i, 0),
                        cols() * precision().bytes());
            } else {
                for (long j = 0; j < cols(); j++) {
                    strided.set(i, j, from.get(i, j));
                }
            }
        }
    }

    @Override
    public String toString() {
        return "Matrix[" + shape() + "]";
    }
}
