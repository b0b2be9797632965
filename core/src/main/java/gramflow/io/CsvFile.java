package gramflow.io;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.io.IOException;
import java.util.Arrays;

/**
 * Numbers in text, one row a line. A first line without a single number is a header and passed over; any other text is refused where it stands. Rows
 * must be of one length, and so must the header where its fields can be counted.
 */
final class CsvFile {
    private final ByteSource source;
    private final ReadOptions options;
    private final TextLines lines;
    private final EntryCheck check;
    private final EntryCheck labelCheck;
    private double[] row = new double[64];

    private CsvFile(ByteSource source, ReadOptions options) {
        this.source = source;
        this.options = options;
        this.lines = new TextLines(source);
        this.check = new EntryCheck(options.precision(), options.allowNan());
        this.labelCheck = new EntryCheck(Precision.F64, options.allowNan());
    }

    /**
     * Reads the rows that the options ask for, and their labels if they name a column.
     *
     * @throws DataException if a row is ragged, or an entry is no number or may not stand in a matrix
     */
    static DataSet read(ByteSource source, ReadOptions options) throws IOException {
        return new CsvFile(source, options).read();
    }

    private DataSet read() throws IOException {
        if (!lines.next()) {
            throw new DataException(source.name(), "no rows");
        }
        CsvFields fields = fieldsOfLine();
        if (isHeader(fields)) {
            skipHeader(fields);
            fields = fieldsOfLine();
        }
        boolean labelled = options.labelColumn() != LabelColumn.NONE;
        try (Chunks x = Chunks.growing(options.precision()); Chunks y = Chunks.growing(Precision.F64)) {
            long rows = 0;
            int columns = 0;
            boolean more = true;
            while (more) {
                int count = parseRow(fields);
                if (rows == 0) {
                    columns = count;
                } else if (count != columns) {
                    throw DataException.atRow(source.name(), lines.number(), "%d values, expected %d".formatted(count, columns));
                }
                add(columns, fields, x, y);
                rows++;
                more = rows < options.rowLimit() && lines.next();
            }
            int cols = labelled ? columns - 1 : columns;
            Matrix labels = labelled ? y.toMatrix(rows, 1) : null;
            return new DataSet(x.toMatrix(rows, cols), labels);
        }
    }

    private CsvFields fieldsOfLine() {
        return CsvFields.separatedLike(lines.bytes(), lines.from(), lines.to());
    }

    private boolean isHeader(CsvFields fields) {
        for (fields.of(lines.bytes(), lines.from(), lines.to()); fields.next();) {
            if (looksNumeric(lines.bytes(), fields.from(), fields.to())) {
                return false;
            }
        }
        return true;
    }

    /** Also {@code 1,5} and {@code 1.000.000}, so that they are refused as numbers, not passed over as names. */
    private static boolean looksNumeric(byte[] bytes, int from, int to) {
        boolean digits = false;
        boolean others = false;
        for (int i = from; i < to; i++) {
            digits |= bytes[i] >= '0' && bytes[i] <= '9';
            others |= "0123456789+-.,".indexOf(bytes[i]) < 0;
        }
        return (digits && !others) || Decimal.isNumber(bytes, from, to);
    }

    /** Moves on to the first row and holds the header against it. */
    private void skipHeader(CsvFields header) throws IOException {
        checkIsText();
        long headerLine = lines.number();
        int names = header.count(lines.bytes(), lines.from(), lines.to());
        // A name may hold what begins a comment elsewhere.
        int namesWithComment = header.count(lines.bytes(), lines.from(), lines.toWithComment());
        if (!lines.next()) {
            throw new DataException(source.name(), "no rows behind the header");
        }
        CsvFields fields = fieldsOfLine();
        int values = fields.count(lines.bytes(), lines.from(), lines.to());
        if (fields.isCountable() && fields.separatesLike(header) && values != names && values != namesWithComment) {
            throw DataException.atRow(source.name(), lines.number(),
                    "%d values, but the header in row %d names %d".formatted(values, headerLine, names));
        }
    }

    /** A file that is no text at all would otherwise pass for one with a strange header. */
    private void checkIsText() {
        for (int i = lines.from(); i < lines.to(); i++) {
            byte b = lines.bytes()[i];
            if (b >= 0 && b < ' ' && !TextLines.isBlank(b)) {
                throw DataException.atRow(source.name(), lines.number(), "is no text: it holds a byte %02x".formatted(b));
            }
        }
    }

    /** Fills {@link #row} from the line; the number of values. */
    private int parseRow(CsvFields fields) {
        byte[] bytes = lines.bytes();
        int count = 0;
        for (fields.of(bytes, lines.from(), lines.to()); fields.next();) {
            if (count == row.length) {
                row = Arrays.copyOf(row, 2 * count);
            }
            try {
                row[count++] = Decimal.parse(bytes, fields.from(), fields.to());
            } catch (NumberFormatException e) {
                String found = TextLines.quote(bytes, fields.from(), fields.to());
                throw DataException.at(source.name(), lines.number(), count, found + ", expected a number").causedBy(e);
            }
        }
        return count;
    }

    private void add(int columns, CsvFields fields, Chunks x, Chunks y) {
        int from = 0;
        int to = columns;
        switch (options.labelColumn()) {
            case NONE -> {
            }
            case FIRST -> y.add(row[from++]);
            case LAST -> y.add(row[--to]);
        }
        for (int i = 0; i < columns; i++) {
            EntryCheck its = i >= from && i < to ? check : labelCheck;
            if (its.isBad(row[i])) {
                throw refuse(its, fields, i);
            }
        }
        x.add(row, from, to - from);
    }

    private DataException refuse(EntryCheck check, CsvFields fields, int column) {
        fields.of(lines.bytes(), lines.from(), lines.to());
        for (int i = 0; i <= column; i++) {
            fields.next();
        }
        String shown = TextLines.quote(lines.bytes(), fields.from(), fields.to());
        return DataException.at(source.name(), lines.number(), column + 1, check.problem(row[column], shown));
    }
}
