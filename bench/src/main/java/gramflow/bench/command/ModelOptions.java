package gramflow.bench.command;

import gramflow.backend.Activation;
import gramflow.gram.GramPlan;
import gramflow.gram.Layout;
import gramflow.io.DataException;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import gramflow.model.Layer;
import gramflow.model.ModelSpec;
import gramflow.model.Network;
import gramflow.model.Outputs;
import gramflow.model.Parameterisation;
import gramflow.model.WeightFile;
import gramflow.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that name a model and its parameters, as a mixin. */
public final class ModelOptions {

    @Option(names = "--model", paramLabel = "SPEC", converter = Spec.class, description = "mlp:784-512-512-1:tanh (widths; relu, tanh, erf, softplus, sigmoid, gelu or identity), two-layer:784-2048:softplus (outer layer fixed), random-features:784-2048:relu, or linear.")
    private @Nullable ModelSpec model;

    @Option(names = "--parameterisation", paramLabel = "standard|ntk", defaultValue = "standard", converter = Form.class, description = "Whether weights are drawn with variance 1/inputs, or of variance 1 and scaled by the layer. Default: standard.")
    private Parameterisation form = Parameterisation.STANDARD;

    @Option(names = "--bias", negatable = true, defaultValue = "true", fallbackValue = "true", description = "Layers have biases (--no-bias: none). With --weights the file decides. Default: they have.")
    private boolean bias = true;

    @Option(names = "--sigma-w", paramLabel = "S", defaultValue = "1", description = "Scale of the weights. Default: 1.")
    private double sigmaW = 1;

    @Option(names = "--sigma-b", paramLabel = "S", description = "Scale of the biases. Default: 0 under standard, 1 under ntk.")
    private @Nullable Double sigmaB;

    @Option(names = "--init", paramLabel = "random|antisymmetric", defaultValue = "random", description = "antisymmetric: hidden units in pairs that cancel, so that f = 0 at the start. Default: random.")
    private String init = "random";

    @Option(names = "--weights", paramLabel = "FILE", description = "Take the parameters from this .npz, with PyTorch's names (0.weight, 0.bias, 2.weight, ...) and shapes. Default: they are drawn from --seed.")
    private @Nullable Path weights;

    @Option(names = "--save-weights", paramLabel = "FILE", description = "Write the parameters to this .npz, as --weights reads them.")
    private @Nullable Path saved;

    @Option(names = "--outputs", paramLabel = "all|sum|mean", defaultValue = "all", converter = Treatment.class, description = "Of a model with several outputs: an entry for each pair of outputs, or the trace over them, summed or averaged. Default: all.")
    private Outputs outputs = Outputs.ALL;

    @Option(names = "--layout", paramLabel = "n,o,n,o|n,n,o,o", defaultValue = "n,o,n,o", converter = Order.class, description = "How the entries of several outputs lie in the file. Default: n,o,n,o, a matrix of n*o x n*o.")
    private Layout layout = Layout.NONO;

    /**
     * A network and its parameters.
     *
     * @param network of any weights that are not trained, too
     * @param w its parameters, p × 1
     */
    public record Parameterised(Network network, Matrix w) {
    }

    /** Whether a model is named. */
    public boolean named() {
        return model != null;
    }

    /** The activation of the model that is named. */
    Activation activation() {
        return Objects.requireNonNull(model, "check() sees to it").activation();
    }

    /**
     * Gives every hidden layer that width from now on.
     *
     * @throws UsageException if there is none, or parameters are to come from or go to a file
     */
    void hidden(long width) {
        ModelSpec spec = Objects.requireNonNull(model, "check() sees to it");
        if (width < 1 || spec.kind() == ModelSpec.Kind.LINEAR || weights != null || saved != null) {
            throw new UsageException(
                    "--width " + width + ": expected at least 1, a model with a hidden layer, and neither --weights nor --save-weights");
        }
        List<Long> widths = new ArrayList<>(spec.widths());
        int last = spec.kind() == ModelSpec.Kind.MLP ? widths.size() - 1 : widths.size();
        for (int i = 1; i < last; i++) {
            widths.set(i, width);
        }
        model = new ModelSpec(spec.kind(), widths, spec.activation());
    }

    /** What is done with several outputs. */
    public Outputs outputs() {
        return outputs;
    }

    /** How their entries lie. */
    public Layout layout() {
        return layout;
    }

    /** The files that are read. */
    public Stream<Path> files() {
        return Stream.ofNullable(weights);
    }

    /**
     * Refuses options that do not go together.
     *
     * @throws UsageException with the options in question
     */
    public void check() {
        if (model == null) {
            throw new UsageException("no model: expected --model mlp:784-512-512-1:tanh, for instance");
        }
        if (!init.equals("random") && !init.equals("antisymmetric")) {
            throw new UsageException("--init " + init + ": expected random or antisymmetric");
        }
        if (weights != null && init.equals("antisymmetric")) {
            throw new UsageException("--weights and --init antisymmetric: the file has the parameters, expected one of them");
        }
        if (!(sigmaW > 0) || Double.isInfinite(sigmaW)) {
            throw new UsageException("--sigma-w " + sigmaW + ": expected a number above 0");
        }
        if (sigmaB != null && !(sigmaB >= 0 && sigmaB < Double.POSITIVE_INFINITY)) {
            throw new UsageException("--sigma-b " + sigmaB + ": expected 0 or a number above it");
        }
        if (layout == Layout.NNOO && outputs != Outputs.ALL) {
            throw new UsageException(
                    "--layout n,n,o,o and --outputs " + outputs.label() + ": a trace over outputs has one entry a pair of examples");
        }
        if (saved != null) {
            JsonFile.check(saved);
            if (weights != null && isSame(saved, weights)) {
                throw new UsageException("--save-weights " + saved + ": is also read from, expected another file");
            }
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one, LinkOption.NOFOLLOW_LINKS) && Files.isSameFile(one, other);
        } catch (IOException e) {
            // A file that is not there is another one.
            return false;
        }
    }

    /**
     * The network for examples of that length, its parameters not yet drawn or read: what its cost is known from.
     *
     * @throws UsageException if the model takes examples of another length
     */
    public Network network(long inputs) {
        return network(inputs, bias);
    }

    private Network network(long inputs, boolean biased) {
        double b = sigmaB != null ? sigmaB : form == Parameterisation.NTK ? 1 : 0;
        try {
            return Objects.requireNonNull(model, "check() sees to it").network(inputs, form, biased, sigmaW, b);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Draws the parameters or reads them, and writes them if that is asked for.
     *
     * @param inputs length of an example
     * @param seed of what is drawn
     * @throws DataException if a file is none, or not of this model
     * @throws UsageException if the model cannot be what is asked
     * @throws IOException if the machine cannot read or write
     */
    public Parameterised parameters(long inputs, long seed, Precision precision, Workers workers) throws IOException {
        Path file = weights;
        Weights all;
        Network network;
        if (file == null) {
            network = network(inputs, bias);
            all = Weights.random(network, seed, precision, workers);
            if (init.equals("antisymmetric")) {
                try {
                    all = all.antisymmetric();
                } catch (IllegalArgumentException e) {
                    throw new UsageException("--init antisymmetric: " + e.getMessage());
                }
            }
        } else {
            all = WeightFile.read(file, precision);
            network = network(inputs, all.layers().getFirst().bias() != null);
        }
        Parameterised made;
        try {
            Network whole = network.withFixed(all);
            made = new Parameterised(whole, all.parameters(whole, precision));
        } catch (IllegalArgumentException e) {
            throw new DataException(String.valueOf(file), String.valueOf(e.getMessage()));
        }
        if (saved != null) {
            WeightFile.write(saved, all);
        }
        return made;
    }

    /** Memory of the parameters, before they are there. */
    static double parameterBytes(Network network, Precision precision) {
        return network.layers().stream().mapToDouble(Layer::size).sum() * precision.bytes();
    }

    /** What a kernel depends on, for whoever goes on with one. */
    Map<String, String> dependsOn(long seed) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("model", String.valueOf(model));
        options.put("parameterisation", form.label());
        options.put("weights", weights == null ? init + ", seed " + seed : weights.toString());
        if (weights == null) {
            options.put("bias", Boolean.toString(bias));
            options.put("sigma_w", Double.toString(sigmaW));
            options.put("sigma_b", String.valueOf(sigmaB));
        }
        options.put("outputs", outputs.label());
        return options;
    }

    /** The plan of its kernel over n examples, or between n and m. */
    GramPlan plan(long inputs, long n, long m, Precision precision) {
        try {
            return GramPlan.tangent(network(inputs), n, m, outputs, layout, precision, null);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ShortageException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Reads a model's specification. */
    static final class Spec implements ITypeConverter<ModelSpec> {
        @Override
        public ModelSpec convert(String value) {
            return read(value, ModelSpec::parse);
        }
    }

    /** Reads {@code standard} and {@code ntk}. */
    static final class Form implements ITypeConverter<Parameterisation> {
        @Override
        public Parameterisation convert(String value) {
            return read(value, Parameterisation::of);
        }
    }

    /** Reads {@code all}, {@code sum} and {@code mean}. */
    static final class Treatment implements ITypeConverter<Outputs> {
        @Override
        public Outputs convert(String value) {
            return read(value, Outputs::of);
        }
    }

    /** Reads {@code n,o,n,o} and {@code n,n,o,o}. */
    static final class Order implements ITypeConverter<Layout> {
        @Override
        public Layout convert(String value) {
            return read(value, Layout::of);
        }
    }

    private static <T> T read(String value, Function<String, T> reader) {
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
