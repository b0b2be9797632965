package gramflow.io;

import java.io.Serial;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What the user gave is wrong: a file that is missing, damaged, of an unknown kind, or holds what cannot be data. The message is one line, such as
 * {@code X.csv: row 17: 63 values, expected 64}. What the machine could not do, such as writing to a full disk, is an {@link java.io.IOException}
 * instead.
 *
 * <p>Rows and columns are counted from 1. Of a text file the row is the line, whatever lies above it; of an array it is the index along the first
 * dimension, and the column is the position among all that follow.
 */
public final class DataException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String source;
    private final long row;
    private final long column;

    private DataException(String source, long row, long column, String problem) {
        super(oneLine(source + ": " + (row > 0 ? "row " + row + (column > 0 ? ", column " + column : "") + ": " : "") + problem));
        this.source = source;
        this.row = row;
        this.column = column;
    }

    /** Of a whole file, or of whatever {@code source} names. */
    public DataException(String source, String problem) {
        this(source, 0, 0, problem);
    }

    /** Of a whole file. */
    public DataException(Path file, String problem) {
        this(file.toString(), problem);
    }

    /** Of one row, counted from 1. */
    static DataException atRow(String source, long row, String problem) {
        return new DataException(source, row, 0, problem);
    }

    /** Of one entry; row and column are counted from 1. */
    static DataException at(String source, long row, long column, String problem) {
        return new DataException(source, row, column, problem);
    }

    /** The same with the exception that led to it. */
    DataException causedBy(Throwable cause) {
        initCause(cause);
        return this;
    }

    /** The file as it was given, or what else the data came from. */
    public String source() {
        return source;
    }

    /** The row that is wrong, counted from 1, if it is one row. */
    public OptionalLong row() {
        return row > 0 ? OptionalLong.of(row) : OptionalLong.empty();
    }

    /** The column that is wrong, counted from 1, if it is one entry. */
    public OptionalLong column() {
        return column > 0 ? OptionalLong.of(column) : OptionalLong.empty();
    }

    /** Messages quote files: a control character among them must not break the line or reach a terminal. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            if (Character.isISOControl(c)) {
                line.append("\\x%02x".formatted(c));
            } else {
                line.append((char) c);
            }
        });
        return line.toString();
    }
}
