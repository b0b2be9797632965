package gramflow.io;

import gramflow.memory.Precision;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How {@link DataFile} reads. Immutable; begin with {@link #DEFAULTS}.
 *
 * @param precision of the data; labels are always double precision
 * @param rowLimit how many rows to read at most, the first ones, ≥ 1; what lies behind them in a compressed or text file is not looked at
 * @param labelColumn which column of a CSV file holds the labels; files of other formats are refused unless it is {@link LabelColumn#NONE}
 * @param labels a file of labels, one for each row read, in any format; goes before labels the data file has of its own
 * @param allowNan whether NaN and ∞ may stand in the data; they are refused with row and column otherwise
 */
public record ReadOptions(Precision precision, long rowLimit, LabelColumn labelColumn, @Nullable Path labels, boolean allowNan) {

    /** Double precision, every row, no label column, no file of labels, no NaN. */
    public static final ReadOptions DEFAULTS = new ReadOptions(Precision.F64, Long.MAX_VALUE, LabelColumn.NONE, null, false);

    /**
     * Checks the options against each other.
     *
     * @throws IllegalArgumentException if the limit is less than 1, or labels are asked for twice
     */
    public ReadOptions {
        Objects.requireNonNull(precision);
        Objects.requireNonNull(labelColumn);
        if (rowLimit < 1) {
            throw new IllegalArgumentException("rows: " + rowLimit + ", expected at least 1");
        }
        if (labelColumn != LabelColumn.NONE && labels != null) {
            throw new IllegalArgumentException(
                    "labels are asked for twice: in the " + labelColumn.label() + " column, and in the file " + labels);
        }
    }

    /** The same in another precision. */
    public ReadOptions withPrecision(Precision other) {
        return new ReadOptions(other, rowLimit, labelColumn, labels, allowNan);
    }

    /** The same with another limit of rows. */
    public ReadOptions withRowLimit(long rows) {
        return new ReadOptions(precision, rows, labelColumn, labels, allowNan);
    }

    /** The same with the labels in another column. */
    public ReadOptions withLabelColumn(LabelColumn column) {
        return new ReadOptions(precision, rowLimit, column, labels, allowNan);
    }

    /** The same with the labels from a file, or from none. */
    public ReadOptions withLabels(@Nullable Path file) {
        return new ReadOptions(precision, rowLimit, labelColumn, file, allowNan);
    }

    /** The same, with NaN and ∞ let through or not. */
    public ReadOptions withAllowNan(boolean allow) {
        return new ReadOptions(precision, rowLimit, labelColumn, labels, allow);
    }
}
