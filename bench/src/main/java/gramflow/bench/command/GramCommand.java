package gramflow.bench.command;

import gramflow.backend.FmaRoof;
import gramflow.backend.Roofs;
import gramflow.gram.FileFormat;
import gramflow.gram.Gram;
import gramflow.gram.GramPlan;
import gramflow.gram.GramReport;
import gramflow.gram.Layout;
import gramflow.gram.StreamedTiles;
import gramflow.io.DataSet;
import gramflow.io.NpyArray;
import gramflow.io.NpyFile;
import gramflow.io.NpyOutput;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code gram}: the Gram matrix of real data, with its cost told before and after. */
@Command(name = "gram", description = "Computes the Gram matrix K = X X' of the rows of X, or K(X, X2) = X X2', or the tangent kernel of a network on them, and says what it costs. The time is what this one call takes, the JIT's work of its first second included; bench measures what comes after.", //
        footerHeading = "%nExamples%n", footer = {"  gramflow gram --data t10k-images-idx3-ubyte.gz --scale unit --out K.npy",
                "  gramflow gram --data train.csv --label last --data2 test.csv --out K.npy",
                "  gramflow gram --data t10k-images-idx3-ubyte.gz --scale unit --kernel ntk --model mlp:784-512-512-1:tanh --out K.npy",
                "  gramflow gram --synthetic sphere:50000,512 --precision f32 --memory 1g --out K.npy",
                "  gramflow gram --data t10k-images-idx3-ubyte.gz --scale unit --kernel ntk --model mlp:784-512-512-1:tanh --solve 1e-6",
                "  gramflow gram --synthetic sphere:4096,1024 --precision f32     (K is computed and dropped)"})
public final class GramCommand implements Callable<Integer> {

    /** Part of the memory there is that examples may take before they are read from their file as they are needed. */
    private static final double IN_MEMORY = 0.5;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final DataOptions data = new DataOptions();

    @Option(names = "--data2", paramLabel = "FILE", description = "Second set of examples: K(X, X2) between the two, every row of FILE. --label and --scale hold for it too.")
    private @Nullable Path other;

    @Option(names = "--kernel", paramLabel = "linear|ntk", defaultValue = "linear", description = "linear: products of the examples themselves. ntk: the tangent kernel J J' of the model, J being its Jacobian at its parameters. Default: linear.")
    private String kernel = "linear";

    @Option(names = "--spectrum", paramLabel = "auto|yes|no", defaultValue = "auto", converter = SpectrumChoice.class, description = "lambda_max, lambda_min and condition of a symmetric K: auto computes them where that takes about as long as K, or no time at all. Default: auto.")
    private GramSpectrum.Choice spectrum = GramSpectrum.Choice.AUTO;

    @Mixin
    private final SolveOptions solve = new SolveOptions();

    private @Nullable Matrix rightSide;

    private @Nullable GramSolve solved;

    private @Nullable GramSpectrum found;

    private @Nullable FmaRoof roof;

    @Option(names = "--out", paramLabel = "K.npy", description = "Where K goes. What an interrupted run has finished is kept beside it, and the same command goes on from there. Default: K is computed in memory and dropped.")
    private @Nullable Path out;

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Option(names = "--rank", paramLabel = "R", description = "No K: instead F of K ~ F'F with R rows, by randomly pivoted Cholesky, and what it leaves out. --out then takes F.")
    private @Nullable Integer rank;

    @Override
    public Integer call() throws IOException {
        checkOptions();
        Products products = new Products(common.backend(), common.workers());
        Optional<Path> large = toFile() && other == null && !model.named() && rank == null && solve.shift() == null
                ? data.tooLargeFor(common.precision(), (long) (store.budget() * IN_MEMORY))
                : Optional.empty();
        if (large.isPresent()) {
            try (StreamedTiles tiles = StreamedTiles.open(large.get())) {
                if (!data.allowNan()) {
                    tiles.requireFinite();
                }
                return toFile(GramInput.streamed(tiles, products), products, 0);
            }
        }
        Given given = read(products);
        GramInput input = given.input();
        double readSeconds = given.seconds();
        Gram gram = input.gram();
        if (rank != null) {
            return lowRank(gram, rank, products);
        }
        GramPlan plan = plan(gram);
        if (solve.shift() != null) {
            rightSide = solve.rightSide(given.examples(), plan.rows(), data.seed());
        }
        // An array of more dimensions than a matrix has is made in memory, and then written.
        if (!toFile() || model.layout() != Layout.NONO) {
            Room.requireMemory("K of %d x %d %s".formatted(plan.rows(), plan.cols(), plan.precision().label()),
                    plan.memoryBytes() - plan.inputBytes());
            GramAccount account = account(plan, products, input, false);
            GramAccount.Times times = compute(input, plan, readSeconds);
            account.tellTimes(common.out(), times);
            tellSpectrum();
            common.writeJson(() -> withSpectrum(account.json(times)));
            return exitCode();
        }
        return toFile(input, products, readSeconds);
    }

    /** What was read, and what K is of. */
    private record Given(DataSet examples, GramInput input, double seconds) {
    }

    private Given read(Products products) throws IOException {
        try (Rehearsal rehearsal = Rehearsal.of(model, common.precision(), products)) {
            long begin = System.nanoTime();
            List<DataSet> sets = other == null
                    ? List.of(data.read(common.precision(), products.workers()))
                    : data.readWith(other, common.precision(), products.workers());
            double seconds = secondsSince(begin);
            Matrix x = sets.getFirst().x();
            Matrix x2 = sets.size() == 1 ? null : sets.getLast().x();
            GramInput input = model.named()
                    ? GramInput.tangent(model, data.seed(), x, x2, products, rehearsal, modelBudget())
                    : GramInput.linear(x, x2, products);
            return new Given(sets.getFirst(), input, seconds);
        }
    }

    private GramInput.Budget modelBudget() {
        return new GramInput.Budget(store.limited() ? store.budget() : Long.MAX_VALUE,
                rank == null ? 0 : GramLowRank.bytesPerExample(rank, common.precision()));
    }

    private int lowRank(Gram gram, int rows, Products products) throws IOException {
        GramLowRank low;
        try (TerminalProgress progress = common.progress()) {
            low = GramLowRank.of(gram.tiles(), rows, data.seed(), store, products, out, progress);
        }
        low.tell(common.out());
        common.writeJson(low::json);
        return ExitCode.DONE;
    }

    private int toFile(GramInput input, Products products, double readSeconds) throws IOException {
        GramPlan plan = plan(input.gram());
        try (GramToFile file = GramToFile.open(input.gram(), products, Objects.requireNonNull(out), store, dependsOn())) {
            GramAccount account = account(plan, products, input, file.bothTriangles());
            file.tellPlan(common.out());
            GramToFile.Done done = compute(file);
            GramAccount.Times times = new GramAccount.Times(readSeconds, done.products(), done.besides());
            account.tellTimes(common.out(), times);
            done.tell(common.out());
            // A map of K and a copy of it would not keep to the memory that is asked for.
            boolean wanted = spectrum == GramSpectrum.Choice.YES || rightSide != null
                    || (spectrum == GramSpectrum.Choice.AUTO && !store.limited());
            if (store.format() == FileFormat.NPY && plan.symmetric() && wanted) {
                // Only now that K has its name: whoever stops here keeps it.
                try (TerminalProgress progress = common.progress()) {
                    look(NpyFile.map(Objects.requireNonNull(out)), done.products(), progress);
                }
            }
            tellSpectrum();
            common.writeJson(() -> {
                Map<String, Object> json = withSpectrum(account.json(times));
                json.put("file", done.json());
                return json;
            });
        }
        return exitCode();
    }

    private void look(Matrix k, GramReport report, Progress progress) {
        // In a layout of four dimensions a symmetric K is no square matrix.
        if (report.plan().symmetric() && k.rows() == k.cols() && k.rows() > 0) {
            Products products = new Products(common.backend(), common.workers());
            // What is factored is a copy in double precision, at half the rate of single.
            double flops = Objects.requireNonNull(roof).gflops() * 1e9 * common.precision().bytes() / Precision.F64.bytes();
            long rank = kernel.equals("linear") ? report.plan().inner() : Long.MAX_VALUE;
            found = GramSpectrum.of(k, rank, spectrum, report.seconds(), flops, products, progress);
            Double shift = solve.shift();
            if (rightSide != null && shift != null) {
                try {
                    solved = GramSolve.of(k, rightSide, shift, solve.rank(), data.seed(), products, progress);
                } catch (IllegalArgumentException e) {
                    throw new UsageException("--solve: K is not what can be solved with: " + e.getMessage());
                }
            }
        }
    }

    private void tellSpectrum() {
        if (found != null) {
            found.tell(common.out());
        }
        if (solved != null) {
            solved.tell(common.out());
        }
    }

    private int exitCode() {
        return solved == null || solved.converged() ? ExitCode.DONE : ExitCode.NO;
    }

    private Map<String, Object> withSpectrum(Map<String, ?> account) {
        Map<String, Object> json = new LinkedHashMap<>(account);
        if (found != null) {
            json.put("spectrum", found.json());
        }
        if (solved != null) {
            json.put("solve", solved.json());
        }
        return json;
    }

    /** Measures the roof and tells the plan. */
    private GramAccount account(GramPlan plan, Products products, GramInput input, boolean bothTriangles) {
        FmaRoof best = Roofs.fma(common.precision(), common.threads());
        roof = best;
        GramAccount account = new GramAccount(plan, data.source(), text(other), data.scaling().label(), input, products.backend(), best,
                text(out));
        account.tellPlan(common.out(), bothTriangles);
        return account;
    }

    /** Whether K goes to a regular file: a pipe gets it out of this process's memory. */
    private boolean toFile() {
        Path file = out;
        return file != null && (!Files.exists(file) || Files.isRegularFile(file));
    }

    /** What an interrupted run must have in common with the one that takes it up, besides the examples themselves. */
    private Map<String, String> dependsOn() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("kernel", kernel);
        options.put("data", data.source());
        options.put("data2", String.valueOf(other));
        options.put("scale", data.scaling().label());
        if (data.isSynthetic()) {
            options.put("seed", Long.toString(data.seed()));
        }
        if (model.named()) {
            options.putAll(model.dependsOn(data.seed()));
        }
        return options;
    }

    private GramToFile.Done compute(GramToFile file) throws IOException {
        try (TerminalProgress progress = common.progress()) {
            return file.run(progress);
        }
    }

    private void checkOptions() {
        if (!kernel.equals("linear") && !kernel.equals("ntk")) {
            throw new UsageException("--kernel " + kernel + ": unknown kernel, expected linear or ntk");
        }
        if (kernel.equals("ntk") && !model.named()) {
            throw new UsageException("--kernel ntk: of no model; expected --model mlp:784-512-512-1:tanh, for instance");
        }
        if (kernel.equals("ntk")) {
            model.check();
        } else if (model.named()) {
            throw new UsageException("--model with --kernel linear: a model has a tangent kernel, expected --kernel ntk");
        }
        data.check();
        if (rank != null && rank < 1) {
            throw new UsageException("--rank " + rank + ": expected at least 1");
        }
        if (model.layout() != Layout.NONO && (rank != null || store.limited() || store.format() != FileFormat.NPY)) {
            throw new UsageException("--layout " + model.layout().label()
                    + " with --rank, --memory or --format packed: these are of K as a matrix, expected --layout " + Layout.NONO.label());
        }
        solve.check(other == null, rank == null && model.layout() == Layout.NONO, store);
        Path file = out;
        if (file != null) {
            JsonFile.check(file);
            if (common.json().filter(file.toAbsolutePath()::equals).isPresent()) {
                throw new UsageException("--json and --out are one file: " + file);
            }
            Stream.of(data.files(), model.files(), Stream.ofNullable(other)).flatMap(files -> files).forEach(input -> {
                if (isSame(file, input)) {
                    throw new UsageException("--out " + file + ": is also read from, expected another file");
                }
            });
        }
    }

    private static boolean isSame(Path file, Path input) {
        try {
            return Files.exists(file) && Files.isSameFile(file, input);
        } catch (IOException e) {
            // A file that is not there is another one; reading it says so.
            return false;
        }
    }

    private static GramPlan plan(Gram gram) {
        try {
            return gram.plan();
        } catch (IllegalArgumentException e) {
            throw new ShortageException(String.valueOf(e.getMessage()), e);
        }
    }

    private GramAccount.Times compute(GramInput input, GramPlan plan, double readSeconds) throws IOException {
        try (TerminalProgress progress = common.progress()) {
            if (progress.cancelled()) {
                throw new CancellationException();
            }
            Path file = out;
            if (file == null) {
                try (Arena arena = Arena.ofShared()) {
                    Matrix k = Matrix.zeros(common.precision(), plan.rows(), plan.cols(), arena);
                    GramReport report = input.gram().compute(k, progress);
                    look(k, report, progress);
                    return new GramAccount.Times(readSeconds, report, 0);
                }
            }
            if (model.layout() != Layout.NONO) {
                return inMemory(file, input, plan, readSeconds, progress);
            }
            long begin = System.nanoTime();
            try (NpyOutput output = NpyFile.create(file, common.precision(), plan.rows(), plan.cols())) {
                GramReport report = input.gram().compute(output.matrix(), progress);
                output.commit();
                return new GramAccount.Times(readSeconds, report, secondsSince(begin) - report.seconds());
            }
        }
    }

    /** A block of outputs for each pair of examples: an array of four dimensions. */
    private GramAccount.Times inMemory(Path file, GramInput input, GramPlan plan, double readSeconds, TerminalProgress progress)
            throws IOException {
        Room.requireDisk(file, "K of %d x %d %s".formatted(plan.rows(), plan.cols(), plan.precision().label()), plan.outputBytes());
        Matrix k = Matrix.zeros(common.precision(), plan.rows(), plan.cols());
        GramReport report = input.gram().compute(k, progress);
        long begin = System.nanoTime();
        long o = input.outputs();
        NpyFile.write(file, new NpyArray(List.of(plan.rows(), plan.cols() / (o * o), o, o), k));
        return new GramAccount.Times(readSeconds, report, secondsSince(begin));
    }

    /** Reads {@code auto}, {@code yes} and {@code no}. */
    static final class SpectrumChoice implements ITypeConverter<GramSpectrum.Choice> {
        @Override
        public GramSpectrum.Choice convert(String value) {
            return switch (value) {
                case "auto" -> GramSpectrum.Choice.AUTO;
                case "yes" -> GramSpectrum.Choice.YES;
                case "no" -> GramSpectrum.Choice.NO;
                default -> throw new TypeConversionException("unknown choice '" + value + "', expected auto, yes or no");
            };
        }
    }

    private static @Nullable String text(@Nullable Path file) {
        return file == null ? null : file.toString();
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }
}
