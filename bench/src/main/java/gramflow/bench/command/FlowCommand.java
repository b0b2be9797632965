package gramflow.bench.command;

import gramflow.bench.flow.ConstraintNames;
import gramflow.bench.flow.Contestant;
import gramflow.bench.flow.Draws;
import gramflow.bench.flow.FlowJson;
import gramflow.bench.flow.FlowPage;
import gramflow.bench.flow.FlowTable;
import gramflow.bench.flow.Horizon;
import gramflow.bench.flow.MethodNames;
import gramflow.bench.flow.Problems;
import gramflow.bench.flow.Subject;
import gramflow.bench.flow.Targets;
import gramflow.bench.flow.Trial;
import gramflow.gram.Layout;
import gramflow.io.DataSet;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.model.Outputs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flow}: descent and gradient flow, each held to its rate. */
@Command(name = "flow", description = "Runs descent or gradient flow on a problem and holds every state against what mathematics says of it: bounds, potentials, arc length.", //
        footerHeading = "%nExamples%n", footer = {
                "  gramflow flow --problem quadratic:1000,40 --method gd,nesterov,ogm,gradient-flow --steps 1000",
                "  gramflow flow --problem quadratic:1e6,200 --method gradient-flow:stabilised,gradient-flow:exponential --time 1",
                "  gramflow flow --problem logistic:1 --data train.csv --label last --method gd,sgd --out report",
                "  gramflow flow --model mlp:784-64-1:tanh --data train.csv --label last --method gd,gradient-flow --steps 200",
                "  gramflow flow --problem worst:gap --steps 100                    (the bound is attained)",
                "  gramflow flow --problem quadratic:10,5 --step 2.1/beta           (caught, exit code 1)",
                "%nExit code 1: a statement fails, or a run diverges."})
public final class FlowCommand implements Callable<Integer> {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Option(names = "--problem", paramLabel = "P", description = "What is minimised: " + Problems.FORMS
            + ". With --model: least-squares, which need not be said.")
    private @Nullable String problem;

    @Option(names = "--target", paramLabel = "label|parity|onehot|random", description = "What examples are fitted to: their label, 1 or -1 as it is even or odd, a column for each class (of a --model with as many outputs), or 1 or -1 by chance. Default: label; parity for losses of signs and models; random without labels.")
    private @Nullable String target;

    @Option(names = "--method", paramLabel = "M", split = ",", defaultValue = "gd", description = "One or several, by comma: "
            + MethodNames.FORMS
            + ". Default: gd.")
    private List<String> methods = List.of("gd");

    @Option(names = "--step", paramLabel = "RULE", description = "Step of gd, projected, subgradient and sgd that name none: 1/beta, NUMBER/beta, 2/(beta+lambda), exact, backtracking, a number; R/(G*sqrt(t)) of subgradient and sgd; C/sqrt(t), 1/(lambda(i+1)), 2/(lambda(i+2)) of sgd. Default: 1/beta, and R/(G*sqrt(t)).")
    private @Nullable String step;

    @Option(names = "--steps", paramLabel = "N", description = "Steps of a descent; a flow goes to the time N/beta. Default: 1000.")
    private @Nullable Long steps;

    @Option(names = "--time", paramLabel = "T", description = "Time of a flow; a descent goes on until its step sizes add up to it.")
    private double time = Double.NaN;

    @Option(names = "--tolerance", paramLabel = "E", defaultValue = "1e-8", description = "Error of a flow, relative to the way from its start. Default: 1e-8.")
    private double tolerance = 1e-8;

    @Option(names = "--constraint", paramLabel = "SET", description = "Set to stay in: " + ConstraintNames.FORMS + ".")
    private @Nullable String constraint;

    @Option(names = "--beta", paramLabel = "B", description = "Declare beta, right or wrong.")
    private double beta = Double.NaN;

    @Option(names = "--lambda", paramLabel = "L", description = "Declare lambda, right or wrong.")
    private double lambda = Double.NaN;

    @Option(names = "--lipschitz", paramLabel = "G", description = "Declare a bound on the norm of every subgradient.")
    private double lipschitz = Double.NaN;

    @Option(names = "--batch", paramLabel = "B", defaultValue = "1", description = "Terms that sgd draws at a time. Default: 1.")
    private int batch = 1;

    @Option(names = "--without-replacement", description = "Draw terms in random order, all of them before one again. No bound is known to hold then.")
    private boolean withoutReplacement;

    @Option(names = "--noise", paramLabel = "S", defaultValue = "1", description = "Standard deviation of what sgd adds to each coordinate of the gradient of problems that are no sums. Default: 1.")
    private double noise = 1;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "10", description = "Runs of sgd, with seeds from --seed on, whose mean is held against its bound. Default: 10.")
    private int runs = 10;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for result.json and report.html, made if it is not there.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        Path folder = out;
        if (folder != null) {
            Files.createDirectories(folder);
            JsonFile.check(folder.resolve("result.json"));
        }
        if (common.precision() != Precision.F64) {
            throw new UsageException("--precision f32: statements are held to 1e-12, which single precision cannot be, expected f64");
        }
        try {
            return run(folder);
        } catch (IllegalArgumentException e) {
            // Whatever core refuses here follows from the options: a method that is not for the problem, a fact that is not known.
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private int run(@Nullable Path folder) throws IOException {
        Horizon horizon = Horizon.of(steps == null ? -1 : checkedSteps(steps), time);
        Subject subject;
        List<Trial> trials = new ArrayList<>();
        try (TerminalProgress progress = common.progress()) {
            subject = subject(horizon, progress);
            Draws draws = new Draws(batch, !withoutReplacement, noise, runs, data.seed());
            MethodNames names = new MethodNames(subject, horizon, draws, tolerance, step, progress);
            List<Contestant> contestants = methods.stream().map(names::of).toList();
            for (Contestant contestant : contestants) {
                trials.add(Trial.run(contestant, subject.start(), draws.runs()));
            }
        }
        tell(subject, trials, folder);
        return trials.stream().allMatch(Trial::holds) ? ExitCode.DONE : ExitCode.NO;
    }

    private static long checkedSteps(long n) {
        if (n < 0) {
            throw new UsageException("--steps " + n + ": expected at least 0");
        }
        return n;
    }

    private Subject subject(Horizon horizon, Progress progress) throws IOException {
        if (problem == null && !model.named()) {
            throw new UsageException("no problem: expected --problem least-squares, for instance, or --model mlp:784-64-1:tanh");
        }
        if (!model.named() && model.files().findAny().isPresent()) {
            throw new UsageException("--weights without --model: expected the model that they are the parameters of");
        }
        String name = problem == null ? Problems.LEAST_SQUARES : problem;
        Products products = new Products(common.backend(), common.workers());
        Subject subject = model.named()
                ? fit(name, products)
                : Problems.needsData(name) ? regression(name, products) : withoutData(name, horizon, products);
        if (constraint != null) {
            subject = subject.on(ConstraintNames.of(constraint, subject.problem().dimension()));
        }
        subject = subject.declaring(beta, lambda, lipschitz);
        // Sampled where it is neither known nor declared, and where the run begins: after everything that moves the start.
        return model.named() ? subject.sampling(progress) : subject;
    }

    private Subject regression(String name, Products products) throws IOException {
        data.check();
        boolean signs = Problems.needsSigns(name);
        DataSet examples = data.read(Precision.F64, products.workers());
        Targets targets = Targets.of(target, examples.y(), signs);
        return Problems.regression(name, examples.x(), targets.of(examples.y(), examples.x().rows(), data.seed()), products);
    }

    private Subject fit(String name, Products products) throws IOException {
        if (!name.equals(Problems.LEAST_SQUARES)) {
            throw new UsageException(
                    "--model with --problem %s: a model is fitted by its squared error, expected least-squares".formatted(name));
        }
        if (model.outputs() != Outputs.ALL || model.layout() != Layout.NONO) {
            throw new UsageException("--outputs and --layout are of Gram matrices, expected neither");
        }
        data.check();
        model.check();
        DataSet examples = data.read(Precision.F64, products.workers());
        Matrix y = TargetOption.of(target).of(examples, data.seed());
        long outputs = model.network(examples.x().cols()).outputs();
        if (outputs != y.cols()) {
            throw new UsageException("the model has %d outputs, the target %d; expected as many".formatted(outputs, y.cols()));
        }
        ModelOptions.Parameterised made = model.parameters(examples.x().cols(), data.seed(), Precision.F64, products.workers());
        return Problems.fit(made.network(), examples.x(), y, made.w(), products);
    }

    private Subject withoutData(String name, Horizon horizon, Products products) {
        Subject subject = Problems.without(name, data.seed(), horizon, products);
        if (data.isGiven() || target != null) {
            throw new UsageException((target != null ? "--target" : "data") + " with --problem " + name + ", which needs no examples");
        }
        return subject;
    }

    private void tell(Subject subject, List<Trial> trials, @Nullable Path folder) throws IOException {
        PrintWriter console = common.out();
        FlowTable.problem(subject).forEach(console::println);
        console.println();
        FlowTable.trials(trials).forEach(console::println);
        console.println();
        console.println(FlowTable.conclusion(trials));
        common.writeJson(() -> FlowJson.of(subject, trials));
        if (folder != null) {
            Map<String, @Nullable Object> json = FlowJson.of(subject, trials);
            JsonFile.write(folder.resolve("result.json"), json);
            FlowPage.of(subject, trials).withData(JsonFile.text(json)).write(folder.resolve("report.html"));
            console.println("wrote " + folder.resolve("result.json") + " and " + folder.resolve("report.html"));
        }
        console.flush();
    }
}
