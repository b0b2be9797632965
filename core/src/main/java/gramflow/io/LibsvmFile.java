package gramflow.io;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.io.IOException;
import java.util.Arrays;

/**
 * Text of the LIBSVM kind: a line is {@code label index:value …} with indices that increase from 1; what is not mentioned is 0. The matrix is dense, its
 * columns as many as the largest index read. A {@code qid:} behind the label is passed over.
 */
final class LibsvmFile {
    private static final byte[] QUERY = {'q', 'i', 'd', ':'};

    private final ByteSource source;
    private final ReadOptions options;
    private final TextLines lines;
    private final EntryCheck check;
    private final EntryCheck labelCheck;
    private int at;

    private LibsvmFile(ByteSource source, ReadOptions options) {
        this.source = source;
        this.options = options;
        this.lines = new TextLines(source);
        this.check = new EntryCheck(options.precision(), options.allowNan());
        this.labelCheck = new EntryCheck(Precision.F64, options.allowNan());
    }

    /**
     * Reads the rows that the options ask for, and their labels.
     *
     * @throws DataException if a line is not of this form, or an entry may not stand in a matrix
     */
    static DataSet read(ByteSource source, ReadOptions options) throws IOException {
        return new LibsvmFile(source, options).read();
    }

    private DataSet read() throws IOException {
        // The number of columns is known only at the end: until then a row is the number of its entries, then index and value of each.
        try (Chunks labels = Chunks.growing(Precision.F64);
                Chunks counts = Chunks.growing(Precision.F64);
                Chunks entries = Chunks.growing(Precision.F64)) {
            long rows = 0;
            long columns = 0;
            for (; rows < options.rowLimit() && lines.next(); rows++) {
                labels.add(label());
                long before = entries.size();
                columns = Math.max(columns, addEntries(entries));
                long count = (entries.size() - before) / 2;
                counts.add((double) count);
            }
            Matrix x = dense(counts.toMatrix(rows, 1), entries.toMatrix(entries.size() / 2, 2), columns);
            return new DataSet(x, labels.toMatrix(rows, 1));
        }
    }

    private Matrix dense(Matrix counts, Matrix entries, long columns) {
        Matrix x = zeros(counts.rows(), columns);
        long entry = 0;
        for (long row = 0; row < counts.rows(); row++) {
            for (long end = entry + (long) counts.get(row, 0); entry < end; entry++) {
                x.set(row, (long) entries.get(entry, 0) - 1, entries.get(entry, 1));
            }
        }
        return x;
    }

    private Matrix zeros(long rows, long columns) {
        try {
            return Matrix.zeros(options.precision(), rows, columns);
        } catch (OutOfMemoryError e) {
            String problem = "%s: %d rows and a largest index of %d do not fit in memory as a dense %s matrix".formatted(source.name(),
                    rows,
                    columns, options.precision().label());
            throw (OutOfMemoryError) new OutOfMemoryError(problem).initCause(e);
        }
    }

    private double label() {
        at = lines.from();
        int from = at;
        int to = endOfToken();
        double label = number(from, to, "a label");
        if (labelCheck.isBad(label)) {
            throw refuse("label " + labelCheck.problem(label, "%s"), from, to);
        }
        return label;
    }

    /** Appends index and value of each entry of the line; the largest index, 0 if there is none. */
    private long addEntries(Chunks entries) {
        long last = 0;
        while (at < lines.to()) {
            int from = at;
            int to = endOfToken();
            if (last == 0 && isQuery(from, to)) {
                continue;
            }
            int colon = from;
            while (colon < to && lines.bytes()[colon] != ':') {
                colon++;
            }
            if (colon == to || colon == from) {
                throw refuse("%s, expected index:value", from, to);
            }
            long index = index(from, colon);
            if (index <= last) {
                String problem = index == 0
                        ? "index 0, expected indices from 1"
                        : "index %d behind %d, expected increasing indices".formatted(index, last);
                throw DataException.atRow(source.name(), lines.number(), problem);
            }
            double value = number(colon + 1, to, "a number behind index " + index);
            if (check.isBad(value)) {
                throw refuse("index " + index + ": " + check.problem(value, "%s"), colon + 1, to);
            }
            entries.add((double) index);
            entries.add(value);
            last = index;
        }
        return last;
    }

    /** Moves past a token and the blanks behind it; where the token ends. */
    private int endOfToken() {
        byte[] bytes = lines.bytes();
        while (at < lines.to() && !TextLines.isBlank(bytes[at])) {
            at++;
        }
        int end = at;
        while (at < lines.to() && TextLines.isBlank(bytes[at])) {
            at++;
        }
        return end;
    }

    private boolean isQuery(int from, int to) {
        return to - from >= QUERY.length
                && Arrays.equals(lines.bytes(), from, from + QUERY.length, QUERY, 0, QUERY.length);
    }

    /** The format's own tools keep an index in 32 bits. */
    private long index(int from, int to) {
        long index = 0;
        for (int i = from; i < to; i++) {
            int digit = lines.bytes()[i] - '0';
            index = index * 10 + digit;
            if (digit < 0 || digit > 9 || index > Integer.MAX_VALUE) {
                throw refuse("%s, expected an index from 1 to " + Integer.MAX_VALUE, from, to);
            }
        }
        return index;
    }

    private double number(int from, int to, String expected) {
        try {
            return Decimal.parse(lines.bytes(), from, to);
        } catch (NumberFormatException e) {
            throw refuse("%s, expected " + expected, from, to).causedBy(e);
        }
    }

    private DataException refuse(String problem, int from, int to) {
        return DataException.atRow(source.name(), lines.number(), problem.formatted(TextLines.quote(lines.bytes(), from, to)));
    }
}
