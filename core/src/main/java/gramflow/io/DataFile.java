package gramflow.io;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads a data set from a file of any known format, plain or gzipped: {@code .npy}; {@code .npz} with {@code X} and perhaps {@code y}; CSV, with
 * {@code #} comments, a header or none, separated by semicolons, commas, tabs or blanks; LIBSVM; IDX. The name tells the format, or else the first
 * bytes.
 *
 * <p>Rows of more than one dimension are flattened. Entries are finite unless {@link ReadOptions#allowNan} lets others through, and there is at least
 * one.
 */
public final class DataFile {
    private static final String DATA = "X";
    private static final String LABELS = "y";

    private DataFile() {
    }

    /**
     * Reads data and labels.
     *
     * @throws DataException if the file, or that of the labels, is missing, damaged, of no known format, or holds what the options do not allow
     * @throws IOException if the machine cannot read
     * @throws OutOfMemoryError if the data do not fit in memory
     */
    public static DataSet read(Path file, ReadOptions options) throws IOException {
        DataSet own = readOwn(file, options);
        checkNotEmpty(file, own.x());
        Path labelFile = options.labels();
        return labelFile == null ? own : new DataSet(own.x(), labels(labelFile, own.x().rows(), file, options));
    }

    private static DataSet readOwn(Path file, ReadOptions options) throws IOException {
        try (ByteSource source = ByteSource.open(file)) {
            Format format = Format.of(source);
            if (format != Format.CSV && options.labelColumn() != LabelColumn.NONE) {
                throw new DataException(file,
                        "a label column (%s) is asked for, but this is no CSV file".formatted(options.labelColumn().label()));
            }
            return read(source, format, options);
        }
    }

    private static DataSet read(ByteSource source, Format format, ReadOptions options) throws IOException {
        return switch (format) {
            case NPY -> new DataSet(NpyFile.read(source, options), null);
            case NPZ -> readArchive(source, options);
            case CSV -> CsvFile.read(source, options);
            case LIBSVM -> LibsvmFile.read(source, options);
            case IDX -> new DataSet(IdxFile.read(source, options), null);
        };
    }

    private static DataSet readArchive(ByteSource source, ReadOptions options) throws IOException {
        try (NpzFile archive = NpzFile.open(source)) {
            Matrix x = archive.read(DATA, options);
            if (!archive.keys().contains(LABELS)) {
                return new DataSet(x, null);
            }
            Matrix y = archive.read(LABELS, options.withPrecision(Precision.F64));
            return new DataSet(x, checkLabels(source.file(), y, x.rows(), source.file()));
        }
    }

    private static void checkNotEmpty(Path file, Matrix x) {
        if (x.rows() == 0 || x.cols() == 0) {
            throw new DataException(file, "no %s: the data are %d x %d".formatted(x.rows() == 0 ? "rows" : "columns", x.rows(), x.cols()));
        }
    }

    private static Matrix labels(Path file, long rows, Path data, ReadOptions options) throws IOException {
        ReadOptions labelOptions = options.withPrecision(Precision.F64);
        try (ByteSource source = ByteSource.open(file)) {
            Format format = Format.of(source);
            if (format == Format.NPZ) {
                try (NpzFile archive = NpzFile.open(source)) {
                    return checkLabels(file, archive.read(LABELS, labelOptions), rows, data);
                }
            }
            DataSet set = read(source, format, labelOptions);
            return checkLabels(file, set.y() == null ? set.x() : set.y(), rows, data);
        }
    }

    private static Matrix checkLabels(Path file, Matrix labels, long rows, Path data) {
        if (labels.cols() != 1) {
            throw new DataException(file, "labels of %d columns, expected 1".formatted(labels.cols()));
        }
        if (labels.rows() != rows) {
            throw new DataException(file, "%d labels, but %s has %d rows".formatted(labels.rows(), data, rows));
        }
        return labels;
    }
}
