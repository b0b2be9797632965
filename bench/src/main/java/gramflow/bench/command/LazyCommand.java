package gramflow.bench.command;

import gramflow.bench.lazy.Sweep;
import gramflow.bench.lazy.SweepDocument;
import gramflow.bench.lazy.SweepPage;
import gramflow.bench.lazy.SweepPoint;
import gramflow.bench.lazy.SweepSettings;
import gramflow.bench.lazy.SweepTable;
import gramflow.io.DataSet;
import gramflow.lazy.LazyFlow;
import gramflow.lazy.LazyProblem;
import gramflow.lazy.LazyState;
import gramflow.lazy.NetworkSmoothness;
import gramflow.lazy.SampledSmoothness;
import gramflow.lazy.Smoothness;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.model.Network;
import gramflow.model.Outputs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lazy}: the α-sweep against the theorem. */
@Command(name = "lazy", description = "Trains alpha times a model for each alpha, and holds every run against its linearisation and against both forms of the theorem of lazy training: "
        + "residual against bound, gap to tangent flow, drift of the kernel, every inequality with its slack.", footerHeading = "%nExamples%n", footer = {
                "  gramflow lazy --synthetic sphere:128,16 --model two-layer:16-4096:tanh --alpha 1,4,16,64,256,4096 --out lazy",
                "  gramflow lazy --data t10k-images-idx3-ubyte.gz --labels t10k-labels-idx1-ubyte.gz --rows 200 --scale unit \\",
                "                --model two-layer:784-512:softplus --alpha 100,10000 --init antisymmetric --out lazy",
                "%nThe same command with the same --out goes on where it was stopped. Exit code 1: an inequality failed."})
public final class LazyCommand implements Callable<Integer> {
    /** Beyond it K alone takes more memory and time than a sweep is worth. */
    private static final long MOST_NUMBERS = 20_000;
    /** Its powers, and those of times in units of 1/α², stay far from what a double cannot hold. */
    private static final double MOST_ALPHA = 1e30;
    /** Where β is sampled. */
    private static final int POINTS = 8;
    /** Below that part of σ_max no distance is made of σ. */
    private static final double LEAST_SIGMA = 1e-4;
    /** Below that part of y, f(w0) is what rounding leaves of zero. */
    private static final double CANCELLED = 1e-9;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final TargetOption target = new TargetOption();

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Option(names = "--alpha", paramLabel = "A", split = ",", required = true, description = "The scales.")
    private List<Double> alphas = List.of();

    @Option(names = "--width", paramLabel = "M", split = ",", description = "Hidden layers of these widths instead of the model's, each with every alpha.")
    private List<Long> widths = List.of();

    @Option(names = "--centre", negatable = true, defaultValue = "true", fallbackValue = "true", description = "f(w0) is subtracted from f (--no-centre: it is not; then r0 grows with alpha, unless f(w0) = 0). Default: it is.")
    private boolean centre = true;

    @Mixin
    private final OutputLossOption loss = new OutputLossOption();

    @Option(names = "--times", paramLabel = "N", defaultValue = "30", description = "Times recorded in each run. Default: 30.")
    private int times = 30;

    @Option(names = "--span", paramLabel = "S", defaultValue = "12", description = "How long each run is, in units of 1/(alpha^2 lambda_min). Default: 12.")
    private double span = 12;

    @Option(names = "--tolerance", paramLabel = "T", defaultValue = "1e-9", description = "Error of a step, relative to the way to go. Default: 1e-9.")
    private double tolerance = 1e-9;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder for lazy.json and report.html, made if it is not there.")
    private Path out = Path.of(".");

    @Override
    public Integer call() throws IOException {
        data.check();
        model.check();
        loss.check();
        SweepSettings settings = settings();
        Products on = new Products(common.backend(), common.workers());
        DataSet examples = data.read(Precision.F64, on.workers());
        Matrix y = target.of(examples, data.seed());
        Path file = out.resolve("lazy.json");
        SweepDocument known = known(file, setup(examples, y, on));
        Sweep sweep = new Sweep(subjects(examples.x(), y, on), alphas, settings);
        PrintWriter console = common.out();
        tellStart(console, sweep, known);
        SweepDocument document;
        try (TerminalProgress progress = common.progress()) {
            document = sweep.run(known.points().isEmpty() ? withRemarks(known, sweep) : known, new Sweep.Listener() {
                @Override
                public void finished(SweepDocument soFar, SweepPoint point) throws IOException {
                    write(file, soFar);
                    console.println(SweepTable.line(point));
                    console.flush();
                }
            }, progress);
        } catch (CancellationException e) {
            throw new CancellationException("stopped; finished runs are in " + file + ", the same command goes on from there");
        } catch (ArithmeticException e) {
            throw new ShortageException(e.getMessage() + "; finished runs are in " + file, e);
        }
        write(file, document);
        tellEnd(console, document, file);
        common.writeJson(document::toJson);
        return document.allHold() ? ExitCode.DONE : ExitCode.NO;
    }

    private SweepSettings settings() {
        if (common.precision() != Precision.F64) {
            throw new UsageException("--precision f32: what is measured here is smaller than single precision shows, expected f64");
        }
        if (model.outputs() != Outputs.ALL) {
            throw new UsageException("--outputs " + model.outputs().label() + ": every output is trained, expected all");
        }
        if (alphas.isEmpty()) {
            throw new UsageException("--alpha: no scale, expected --alpha 1,10,100, for instance");
        }
        for (double alpha : alphas) {
            if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
                throw new UsageException("--alpha " + alpha + ": expected a positive number");
            }
            if (alpha < 1 / MOST_ALPHA || alpha > MOST_ALPHA) {
                throw new UsageException("--alpha " + alpha + ": expected 1e-30 to 1e30, so that its powers can be computed with");
            }
        }
        try {
            return new SweepSettings(times, span, tolerance);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--times, --span, --tolerance: " + e.getMessage());
        }
    }

    private List<Sweep.Subject> subjects(Matrix x, Matrix y, Products on) throws IOException {
        if (widths.isEmpty()) {
            return List.of(subject(x, y, on));
        }
        List<Sweep.Subject> subjects = new ArrayList<>();
        for (long width : widths) {
            model.hidden(width);
            subjects.add(subject(x, y, on));
        }
        return subjects;
    }

    private Sweep.Subject subject(Matrix x, Matrix y, Products on) throws IOException {
        long numbers = y.rows() * y.cols();
        if (numbers > MOST_NUMBERS) {
            throw new ShortageException("%d examples of %d outputs: K would have %d rows, expected at most %d".formatted(y.rows(), y.cols(),
                    numbers, MOST_NUMBERS));
        }
        ModelOptions.Parameterised made = model.parameters(x.cols(), data.seed(), Precision.F64, on.workers());
        Network network = made.network();
        if (network.outputs() != y.cols()) {
            throw new UsageException("the model has %d outputs, the target %d; expected as many".formatted(network.outputs(), y.cols()));
        }
        LazyProblem problem = loss.problem(network, x, y, made.w(), centre, on);
        if (on.maxAbs(problem.kernel(problem.at(made.w()))) == 0) {
            throw new UsageException("the tangent kernel is zero: nothing that is trained changes the outputs on these examples");
        }
        Smoothness smoothness = NetworkSmoothness.of(network, made.w(), x, on).orElseGet(() -> sampled(problem));
        long width = network.layers().getLast().inputs();
        return new Sweep.Subject(width, problem, smoothness);
    }

    /** At the distance that the largest α leads to. */
    private Smoothness sampled(LazyProblem problem) {
        double largest = alphas.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        LazyState begin = new LazyFlow(problem, largest, tolerance).begin();
        double radius = problem.on().norm(begin.residual()) / (largest * Math.max(begin.sigmaMin(), LEAST_SIGMA * begin.sigmaMax()));
        try (TerminalProgress progress = common.progress()) {
            return SampledSmoothness.of(problem, radius, POINTS, data.seed(), progress);
        }
    }

    private Map<String, Object> setup(DataSet examples, Matrix y, Products on) {
        Map<String, Object> setup = new LinkedHashMap<>();
        model.dependsOn(data.seed()).forEach(setup::put);
        setup.put("data", data.source());
        setup.put("rows", examples.x().rows());
        setup.put("scale", data.scaling().label());
        setup.put("target", target.kind(examples.y() != null).name().toLowerCase(Locale.ROOT));
        setup.put("outputs", y.cols());
        setup.put("centred", centre);
        // Sweeps of before there were others say nothing.
        if (!loss.get().square()) {
            setup.put("loss", loss.get().text());
            setup.put("declared_m", loss.get().declared());
        }
        setup.put("seed", data.seed());
        setup.put("times", times);
        setup.put("span", span);
        setup.put("tolerance", tolerance);
        setup.put("numeric_key", on.backend().numericKey(Precision.F64));
        return setup;
    }

    /** What is there of the same sweep. */
    private SweepDocument known(Path file, Map<String, Object> setup) throws IOException {
        SweepDocument fresh = new SweepDocument(setup, Map.of(), List.of());
        try {
            Files.createDirectories(out);
            Files.delete(Files.createTempFile(out, ".gramflow", null));
        } catch (IOException e) {
            throw new UsageException("--out " + out + ": cannot write there: " + Failures.of(e).line());
        }
        if (!Files.exists(file)) {
            return fresh;
        }
        SweepDocument found;
        try {
            found = SweepDocument.read(file);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        for (Map.Entry<String, Object> each : setup.entrySet()) {
            Object there = found.setup().get(each.getKey());
            if (!String.valueOf(each.getValue()).equals(String.valueOf(there))) {
                throw new UsageException(
                        "%s: holds a sweep with %s %s, this one has %s; expected another --out".formatted(file, each.getKey(),
                                there, each.getValue()));
            }
        }
        if (!setup.containsKey("loss") && found.setup().containsKey("loss")) {
            throw new UsageException("%s: holds a sweep with loss %s, this one has square; expected another --out".formatted(file,
                    found.setup().get("loss")));
        }
        return new SweepDocument(setup, found.about(), found.points());
    }

    private static void write(Path file, SweepDocument document) throws IOException {
        Map<String, Object> json = document.toJson();
        JsonFile.write(file, json);
        SweepPage.of(document).withData(JsonFile.text(json)).write(file.resolveSibling("report.html"));
    }

    private SweepDocument withRemarks(SweepDocument document, Sweep sweep) {
        List<String> remarks = new ArrayList<>();
        for (Sweep.Subject subject : sweep.subjects()) {
            LazyProblem problem = subject.problem();
            // What rounding leaves of f(w0) where pairs cancel is not f(w0).
            if (!problem.centred() && problem.originNorm() > CANCELLED * problem.targetNorm()) {
                remarks.add(
                        ("width %d: f(w0) is neither subtracted nor zero, its norm is %.3g, so r0 grows with alpha: the thresholds, which grow with r0, "
                                + "may then never be met; --init antisymmetric or leaving out --no-centre helps").formatted(subject.width(),
                                        problem.originNorm()));
            }
        }
        Map<String, Object> about = new LinkedHashMap<>(document.about());
        about.put("remarks", remarks);
        return new SweepDocument(document.setup(), about, document.points());
    }

    private void tellStart(PrintWriter console, Sweep sweep, SweepDocument known) {
        console.printf(Locale.ROOT, "data     %s, target %s%n", data.source(), known.setup().get("target"));
        console.printf(Locale.ROOT, "model    %s, %s%s%n", known.setup().get("model"), known.setup().get("weights"),
                centre ? ", f(w0) subtracted" : "");
        if (!loss.get().square()) {
            console.printf(Locale.ROOT, "loss     %s; residuals are sqrt(2 (L - inf L)), and the theorem is held to its form for losses%n",
                    loss.get().text());
        }
        for (Sweep.Subject subject : sweep.subjects()) {
            console.printf(Locale.ROOT, "beta     width %d: %.4g, %s%n", subject.width(), subject.smoothness().beta(0),
                    subject.smoothness().text());
        }
        if (!known.points().isEmpty()) {
            console.printf(Locale.ROOT, "resumed  %d runs were finished before%n", known.points().size());
        }
        console.println(SweepTable.HEAD);
        known.points().forEach(point -> console.println(SweepTable.line(point)));
        console.flush();
    }

    private static void tellEnd(PrintWriter console, SweepDocument document, Path file) {
        console.println();
        for (SweepPoint point : document.points()) {
            for (String form : List.of("B2", "B1")) {
                if (!point.flag(form + "_holds")) {
                    console.printf(Locale.ROOT, "alpha %.4g: %s%n", point.alpha(), point.text(form));
                }
            }
            if (document.setup().containsKey("loss")) {
                console.printf(Locale.ROOT, "alpha %.4g: %s%n", point.alpha(), point.text("loss"));
            }
        }
        SweepPage.remarks(document).forEach(console::println);
        SweepTable.slopes(document).forEach(console::println);
        console.println();
        SweepTable.inequalities(document).forEach(console::println);
        console.printf("%n%s%nwrote %s and %s%n",
                document.allHold() ? "every inequality whose hypotheses are met held at every recorded time" : "an inequality FAILED", file,
                file.resolveSibling("report.html"));
        console.flush();
    }
}
