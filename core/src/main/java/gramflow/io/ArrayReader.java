package gramflow.io;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.io.IOException;
import java.util.List;

/**
 * Reads the numbers behind a binary header into a matrix. The promise of the header is held against the bytes that are there before memory is taken;
 * where their number is not known, memory grows with what comes.
 */
final class ArrayReader {
    private final ByteSource source;
    private final ArrayLayout layout;
    private final long rows;
    private final EntryCheck check;
    private final byte[] raw;
    private final double[] values = new double[NumberType.BLOCK];
    private long bytesRead;

    private ArrayReader(ByteSource source, ArrayLayout layout, Precision precision, long rowLimit, boolean allowNan) {
        this.source = source;
        this.layout = layout;
        this.rows = Math.min(layout.rows(), rowLimit);
        this.check = new EntryCheck(precision, allowNan);
        this.raw = new byte[NumberType.BLOCK * layout.type().bytes()];
    }

    /**
     * The first {@code rowLimit} rows, or as many as there are. An array in Fortran order of two dimensions comes with its strides exchanged, any other
     * row-major.
     *
     * @param source just behind the header
     * @throws DataException if there are fewer bytes than promised or, unless the limit cuts rows off, more; or if an entry may not stand in a matrix
     */
    static Matrix read(ByteSource source, ArrayLayout layout, Precision precision, long rowLimit, boolean allowNan) throws IOException {
        return new ArrayReader(source, layout, precision, rowLimit, allowNan).read();
    }

    private Matrix read() throws IOException {
        checkPromise(source, layout);
        long entries = rows * layout.cols();
        Precision precision = check.precision();
        try (Chunks chunks = source.isSizeKnown() ? Chunks.of(precision, entries) : Chunks.growing(precision)) {
            if (!layout.fortranOrder()) {
                take(entries, chunks);
                checkEnd(rows == layout.rows());
                return chunks.toMatrix(rows, layout.cols());
            }
            for (long col = 0; col < layout.cols(); col++) {
                take(rows, chunks);
                skip(layout.rows() - rows);
            }
            checkEnd(true);
            return rowMajorColumns(chunks.toMatrix(layout.cols(), rows).transpose());
        }
    }

    /**
     * Holds the promise of a header against what can follow.
     *
     * @throws DataException if there are fewer bytes, or more
     */
    static void checkPromise(ByteSource source, ArrayLayout layout) {
        long promised = layout.bytes();
        long most = source.most();
        if (promised > most) {
            throw broken(source, layout, (source.isSizeKnown() ? "" : "at most ") + most + " follow: truncated");
        }
        if (promised < most && source.isSizeKnown()) {
            throw broken(source, layout, most + " follow: trailing data");
        }
    }

    private static DataException broken(ByteSource source, ArrayLayout layout, String but) {
        return new DataException(source.name(),
                "the header promises %s, %d bytes, but %s".formatted(layout.describe(), layout.bytes(), but));
    }

    private void checkEnd(boolean allRead) throws IOException {
        if (allRead && !source.atEnd()) {
            throw broken(source, layout, "more follow: trailing data");
        }
    }

    /** Decodes the next {@code count} numbers into {@code to}. */
    private void take(long count, Chunks to) throws IOException {
        for (long left = count; left > 0;) {
            int now = (int) Math.min(left, NumberType.BLOCK);
            readRaw(now);
            layout.type().decode(raw, now, values);
            int bad = check.firstBad(values, now);
            if (bad >= 0) {
                throw refuse(to.size() + bad, values[bad]);
            }
            to.add(values, 0, now);
            left -= now;
        }
    }

    private void skip(long count) throws IOException {
        for (long left = count; left > 0;) {
            int now = (int) Math.min(left, NumberType.BLOCK);
            readRaw(now);
            left -= now;
        }
    }

    private void readRaw(int count) throws IOException {
        int bytes = count * layout.type().bytes();
        int n = source.readUpTo(raw, 0, bytes);
        bytesRead += n;
        if (n < bytes) {
            throw broken(source, layout, "the data end after " + bytesRead + ": truncated");
        }
    }

    private DataException refuse(long entry, double value) {
        boolean fortran = layout.fortranOrder();
        long row = fortran ? entry % rows : entry / layout.cols();
        long column = fortran ? rowMajorColumn(entry / rows) : entry % layout.cols();
        return DataException.at(source.name(), row + 1, column + 1, check.problem(value, String.valueOf(value)));
    }

    /** Columns of a Fortran array of three dimensions or more come in Fortran order of the indices behind the first. */
    private Matrix rowMajorColumns(Matrix fortran) {
        if (layout.shape().size() < 3) {
            return fortran;
        }
        Matrix ordered = Matrix.zeros(fortran.precision(), fortran.rows(), fortran.cols());
        for (long col = 0; col < fortran.cols(); col++) {
            long to = rowMajorColumn(col);
            for (long row = 0; row < fortran.rows(); row++) {
                ordered.set(row, to, fortran.get(row, col));
            }
        }
        return ordered;
    }

    private long rowMajorColumn(long fortranColumn) {
        List<Long> shape = layout.shape();
        long rest = fortranColumn;
        long stride = layout.cols();
        long column = 0;
        for (long size : shape.subList(Math.min(1, shape.size()), shape.size())) {
            stride /= size;
            column += rest % size * stride;
            rest /= size;
        }
        return column;
    }
}
