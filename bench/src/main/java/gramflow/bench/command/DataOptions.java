package gramflow.bench.command;

import gramflow.io.DataException;
import gramflow.io.DataFile;
import gramflow.io.DataSet;
import gramflow.io.LabelColumn;
import gramflow.io.NpyFile;
import gramflow.io.ReadOptions;
import gramflow.io.Scaling;
import gramflow.io.Synthetic;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that name examples, as a mixin, and the examples they name. Not thread-safe: for the thread that runs the command. */
public final class DataOptions {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before it hands over any option.
    private CommandSpec command;

    @Option(names = "--data", paramLabel = "FILE", description = "Examples, one a row: .npy, .npz (X, y), .csv, .svm or .libsvm, IDX; any of them .gz.")
    private @Nullable Path data;

    @Option(names = "--synthetic", paramLabel = "KIND:n,d", converter = SyntheticSpec.class, description = "Draw n examples of d numbers instead: sphere:n,d (uniform on the unit sphere) or gauss:n,d (standard normal).")
    private @Nullable Synthetic synthetic;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "Whole number that decides what is drawn. Default: 0.")
    private long seed;

    @Option(names = "--labels", paramLabel = "FILE", description = "Labels, one for each example.")
    private @Nullable Path labels;

    @Option(names = "--label", paramLabel = "first|last", converter = LabelColumnName.class, description = "The column of a CSV file that is the label. Default: none is.")
    private LabelColumn labelColumn = LabelColumn.NONE;

    @Option(names = "--scale", paramLabel = "unit|max|none", defaultValue = "none", converter = ScalingName.class, description = "Bring each row to norm 1, or divide all entries by the largest magnitude. Default: none.")
    private Scaling scaling = Scaling.NONE;

    @Option(names = "--allow-nan", description = "Let NaN and infinity through; they are refused otherwise.")
    private boolean allowNan;

    private OptionalLong rows = OptionalLong.empty();

    @Option(names = "--rows", paramLabel = "N", description = "Take the first N examples only. Default: all.")
    void setRows(long n) {
        if (n < 1) {
            throw new ParameterException(command.commandLine(), "--rows " + n + ": expected at least 1");
        }
        rows = OptionalLong.of(n);
    }

    /** Whether examples are named at all, for commands that can do without. */
    public boolean isGiven() {
        return data != null || synthetic != null;
    }

    /** Whether the examples are drawn, and so come without labels. */
    public boolean isSynthetic() {
        return synthetic != null;
    }

    /** What decides what is drawn. */
    public long seed() {
        return seed;
    }

    /** The file as it was given, or the specification of what is drawn. */
    public String source() {
        return synthetic != null ? synthetic.spec() : String.valueOf(data);
    }

    /** What is done to the examples before anything else sees them. */
    public Scaling scaling() {
        return scaling;
    }

    /** The files that are read. */
    public Stream<Path> files() {
        return Stream.of(data, labels).filter(file -> file != null);
    }

    /**
     * Refuses options that do not go together.
     *
     * @throws UsageException with the options in question
     */
    public void check() {
        if ((data == null) == (synthetic == null)) {
            throw new UsageException(data == null
                    ? "no data: expected --data FILE or --synthetic sphere:n,d"
                    : "--data and --synthetic exclude each other");
        }
        if (data != null && data.toString().isEmpty()) {
            throw new UsageException("--data: an empty name, expected a file");
        }
        if (synthetic != null && (labels != null || labelColumn != LabelColumn.NONE)) {
            throw new UsageException((labels != null ? "--labels" : "--label") + " goes with --data, not with --synthetic");
        }
        if (labels != null && labelColumn != LabelColumn.NONE) {
            throw new UsageException("--labels and --label exclude each other");
        }
    }

    /**
     * The file to read rows from as they are needed, if there is one that can be read so, and it would take more than a part of the memory there is: all of it, in the precision asked
     * for, nothing done to its entries.
     *
     * @param precision of K
     * @param most bytes that the examples may take in memory
     * @throws IOException if the machine cannot read
     */
    Optional<Path> tooLargeFor(Precision precision, long most) throws IOException {
        Path file = data;
        boolean asItIs = file != null && file.toString().endsWith(".npy") && scaling == Scaling.NONE && rows.isEmpty() && labels == null
                && labelColumn == LabelColumn.NONE;
        if (file == null || !asItIs || !Files.isRegularFile(file) || Files.size(file) <= most) {
            return Optional.empty();
        }
        Matrix mapped = NpyFile.map(file);
        return mapped.precision() == precision && mapped.strided().colStride() == 1 && mapped.rows() > 0 && mapped.cols() > 0
                ? Optional.of(file)
                : Optional.empty();
    }

    /** Whether NaN and infinity are let through. */
    boolean allowNan() {
        return allowNan;
    }

    /**
     * Reads or draws the examples asked for, and scales them.
     *
     * @throws DataException if a file is missing, damaged or holds what the options do not allow, or there are fewer rows than asked for
     * @throws ShortageException if what is to be drawn does not fit in memory
     * @throws IOException if the machine cannot read
     */
    public DataSet read(Precision precision, Workers workers) throws IOException {
        DataSet examples = unscaled(precision, workers);
        scaling.apply(examples.x(), source());
        return examples;
    }

    /**
     * The examples asked for, and every row of another file, both scaled alike.
     *
     * @return both sets of examples, of the same number of columns
     * @throws DataException as {@link #read(Precision, Workers)} does, for either file, or if their rows differ in length
     * @throws ShortageException if what is to be drawn does not fit in memory
     * @throws IOException if the machine cannot read
     */
    public List<DataSet> readWith(Path other, Precision precision, Workers workers) throws IOException {
        DataSet examples = unscaled(precision, workers);
        DataSet others = DataFile.read(other, options(precision));
        if (others.x().cols() != examples.x().cols()) {
            throw new DataException(other,
                    "rows of %d numbers, those of %s have %d".formatted(others.x().cols(), source(), examples.x().cols()));
        }
        scaling.apply(examples.x(), source(), others.x(), other.toString());
        return List.of(examples, others);
    }

    private DataSet unscaled(Precision precision, Workers workers) throws IOException {
        if (synthetic != null) {
            requireRows(synthetic.rows());
            // Rows do not depend on how many are drawn.
            Synthetic asked = new Synthetic(synthetic.kind(), rows.orElse(synthetic.rows()), synthetic.cols());
            // A double, since the product may be more than a long holds; the cast then takes the largest.
            double bytes = (double) asked.rows() * asked.cols() * precision.bytes();
            Room.requireMemory(asked.spec(), (long) bytes);
            return new DataSet(asked.generate(seed, precision, workers), null);
        }
        DataSet examples = DataFile.read(Path.of(source()),
                options(precision).withRowLimit(rows.orElse(Long.MAX_VALUE)).withLabels(labels));
        requireRows(examples.x().rows());
        return examples;
    }

    private ReadOptions options(Precision precision) {
        return ReadOptions.DEFAULTS.withPrecision(precision).withLabelColumn(labelColumn).withAllowNan(allowNan);
    }

    private void requireRows(long there) {
        if (rows.isPresent() && rows.getAsLong() > there) {
            throw new DataException(source(), "%d rows, --rows asks for %d".formatted(there, rows.getAsLong()));
        }
    }

    /** Reads {@code sphere:n,d} and {@code gauss:n,d}. */
    static final class SyntheticSpec implements ITypeConverter<Synthetic> {
        @Override
        public Synthetic convert(String value) {
            try {
                return Synthetic.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads {@code first} and {@code last}. */
    static final class LabelColumnName implements ITypeConverter<LabelColumn> {
        @Override
        public LabelColumn convert(String value) {
            try {
                return LabelColumn.of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads {@code unit}, {@code max} and {@code none}. */
    static final class ScalingName implements ITypeConverter<Scaling> {
        @Override
        public Scaling convert(String value) {
            try {
                return Scaling.of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
