package gramflow.bench.command;

import gramflow.backend.FmaRoof;
import gramflow.backend.Roofs;
import gramflow.gram.Gram;
import gramflow.gram.GramPlan;
import gramflow.gram.GramReport;
import gramflow.io.DataSet;
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
@Command(name = "gram", description = "Computes the Gram matrix K = X X' of the rows of X, or K(X, X2) = X X2', and says what it costs. The time is what this one call takes, the JIT's work of its first second included; bench measures what comes after.", //
        footerHeading = "%nExamples%n", footer = {"  gramflow gram --data t10k-images-idx3-ubyte.gz --scale unit --out K.npy",
                "  gramflow gram --data train.csv --label last --data2 test.csv --out K.npy",
                "  gramflow gram --synthetic sphere:4096,1024 --precision f32     (K is computed and dropped)"})
public final class GramCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final DataOptions data = new DataOptions();

    @Option(names = "--data2", paramLabel = "FILE", description = "Second set of examples: K(X, X2) between the two, every row of FILE. --label and --scale hold for it too.")
    private @Nullable Path other;

    @Option(names = "--kernel", paramLabel = "linear", defaultValue = "linear", description = "linear: products of the examples themselves. Default: linear.")
    private String kernel = "linear";

    @Option(names = "--spectrum", paramLabel = "auto|yes|no", defaultValue = "auto", converter = SpectrumChoice.class, description = "lambda_max, lambda_min and condition of a symmetric K: auto computes them where that takes about as long as K, or no time at all. Default: auto.")
    private GramSpectrum.Choice spectrum = GramSpectrum.Choice.AUTO;

    private @Nullable GramSpectrum found;

    @Option(names = "--out", paramLabel = "K.npy", description = "Where K goes; written whole or not at all. Default: K is computed in memory and dropped.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        checkOptions();
        Products products = new Products(common.backend(), common.workers());
        long begin = System.nanoTime();
        List<DataSet> sets = other == null
                ? List.of(data.read(common.precision(), products.workers()))
                : data.readWith(other, common.precision(), products.workers());
        double readSeconds = secondsSince(begin);
        Matrix x = sets.getFirst().x();
        Gram gram = (sets.size() == 1 ? Gram.of(x) : Gram.of(x, sets.getLast().x())).with(products);
        GramPlan plan = plan(gram);
        requireRoom(plan);
        FmaRoof roof = Roofs.fma(common.precision(), common.threads());
        GramAccount account = new GramAccount(plan, data.source(), text(other), data.scaling().label(), products.backend(), roof,
                text(out));
        account.tellPlan(common.out());
        GramAccount.Times times = compute(gram, plan, readSeconds, roof);
        account.tellTimes(common.out(), times);
        GramSpectrum ends = found;
        if (ends != null) {
            ends.tell(common.out());
        }
        common.writeJson(() -> {
            Map<String, Object> json = new LinkedHashMap<>(account.json(times));
            if (ends != null) {
                json.put("spectrum", ends.json());
            }
            return json;
        });
        return ExitCode.DONE;
    }

    private void checkOptions() {
        if (!kernel.equals("linear")) {
            throw new UsageException(kernel.equals("ntk")
                    ? "--kernel ntk: the tangent kernel of a model is not part of this version, expected linear"
                    : "--kernel " + kernel + ": unknown kernel, expected linear");
        }
        data.check();
        Path file = out;
        if (file != null) {
            JsonFile.check(file);
            if (common.json().filter(file.toAbsolutePath()::equals).isPresent()) {
                throw new UsageException("--json and --out are one file: " + file);
            }
            Stream.concat(data.files(), Stream.ofNullable(other)).forEach(input -> {
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

    private void requireRoom(GramPlan plan) throws IOException {
        Path file = out;
        String what = "K of %d x %d %s".formatted(plan.rows(), plan.cols(), plan.precision().label());
        // A regular file is written through its own memory; a pipe gets K out of this process's.
        if (file != null && (!Files.exists(file) || Files.isRegularFile(file))) {
            Room.requireDisk(file, what, plan.outputBytes());
            Room.requireMemory(what, plan.scratchBytes());
        } else {
            Room.requireMemory(what, plan.memoryBytes() - plan.inputBytes());
        }
    }

    private GramAccount.Times compute(Gram gram, GramPlan plan, double readSeconds, FmaRoof roof) throws IOException {
        try (TerminalProgress progress = common.progress()) {
            if (progress.cancelled()) {
                throw new CancellationException();
            }
            Path file = out;
            if (file == null) {
                try (Arena arena = Arena.ofShared()) {
                    Matrix k = Matrix.zeros(common.precision(), plan.rows(), plan.cols(), arena);
                    GramReport report = gram.compute(k, progress);
                    look(k, report, roof, progress);
                    return new GramAccount.Times(readSeconds, report, 0);
                }
            }
            long begin = System.nanoTime();
            try (NpyOutput output = NpyFile.create(file, common.precision(), plan.rows(), plan.cols())) {
                GramReport report = gram.compute(output.matrix(), progress);
                boolean regular = Files.isRegularFile(file) || !Files.exists(file);
                if (!regular) {
                    look(output.matrix(), report, roof, progress);
                }
                output.commit();
                double seconds = secondsSince(begin) - report.seconds();
                if (regular && plan.symmetric() && spectrum != GramSpectrum.Choice.NO) {
                    // Only now that K has its name: whoever stops here keeps it.
                    look(NpyFile.map(file), report, roof, progress);
                }
                return new GramAccount.Times(readSeconds, report, seconds);
            }
        }
    }

    private void look(Matrix k, GramReport report, FmaRoof roof, Progress progress) {
        if (report.plan().symmetric()) {
            Products products = new Products(common.backend(), common.workers());
            // What is factored is a copy in double precision, at half the rate of single.
            double flops = roof.gflops() * 1e9 * common.precision().bytes() / Precision.F64.bytes();
            found = GramSpectrum.of(k, report.plan(), spectrum, report.seconds(), flops, products, progress);
        }
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
