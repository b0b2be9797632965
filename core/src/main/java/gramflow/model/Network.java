package gramflow.model;

import gramflow.backend.Activation;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A network of {@linkplain Layer layers}, one activation behind all but the last. Of the layers some are trained; the weights of the others are part of the
 * model. With its factories it is a linear model, random features, the two-layer net of the lazy training theorems, or a fully connected net.
 *
 * <p>Its parameters, p × 1, are the trained layers' in order, each its weights row after row and then its biases. Evaluating f on n examples costs
 * 2·n·Σ(weights) flops.
 */
public final class Network implements Model {
    private final List<Layer> layers;
    private final Activation activation;
    /** For each layer that is not trained; null for the others, and for all until they are given. */
    private final List<@Nullable LayerWeights> fixed;

    private Network(List<Layer> layers, Activation activation, List<@Nullable LayerWeights> fixed) {
        this.layers = layers;
        this.activation = activation;
        this.fixed = fixed;
    }

    /**
     * Of these layers. Those that are not trained must be given {@linkplain #withFixed weights} before it is evaluated.
     *
     * @throws IllegalArgumentException if there is none, or one does not take what the one before it gives
     */
    public static Network of(List<Layer> layers, Activation activation) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a network of no layers, expected at least one");
        }
        for (int l = 1; l < layers.size(); l++) {
            if (layers.get(l).inputs() != layers.get(l - 1).outputs()) {
                throw new IllegalArgumentException(
                        "layer %d gives %d numbers, layer %d takes %d".formatted(l, layers.get(l - 1).outputs(), l + 1,
                                layers.get(l).inputs()));
            }
        }
        return new Network(List.copyOf(layers), activation, Collections.nCopies(layers.size(), null));
    }

    /**
     * Fully connected, every layer trained.
     *
     * @param widths of the input, of each hidden layer, and of the output: at least two numbers; with two it is linear
     * @param bias whether layers have biases
     * @param sigmaW σ_w
     * @param sigmaB σ_b; not used without biases
     * @throws IllegalArgumentException if there are fewer than two widths, or one is less than 1
     */
    public static Network fullyConnected(long[] widths, Activation activation, Parameterisation parameterisation, boolean bias,
            double sigmaW,
            double sigmaB) {
        if (widths.length < 2) {
            throw new IllegalArgumentException("a net of %d widths, expected at least those of input and output".formatted(widths.length));
        }
        List<Layer> layers = new ArrayList<>();
        for (int l = 1; l < widths.length; l++) {
            layers.add(bias
                    ? parameterisation.layer(widths[l - 1], widths[l], sigmaW, sigmaB)
                    : parameterisation.layer(widths[l - 1], widths[l], sigmaW));
        }
        return of(layers, activation);
    }

    /** f(x) = W·x (+ b): one output for each row of W. */
    public static Network linear(long inputs, long outputs, boolean bias) {
        return fullyConnected(new long[]{inputs, outputs}, Activation.IDENTITY, Parameterisation.STANDARD, bias, 1, 0);
    }

    /**
     * f(x) = m^(−1/2)·Σ_j s_j·φ(w_j·x), w_j ~ N(0, I), s_j = ±1: the two-layer net of THEORY, part B.
     *
     * @param m number of hidden units
     * @param outer whether the s_j are trained too
     */
    public static Network twoLayer(long inputs, long m, Activation activation, boolean outer) {
        return of(List.of(new Layer(inputs, m, 1, false, 0, true, Layer.Start.normal(1, 0)),
                new Layer(m, 1, 1 / Math.sqrt((double) m), false, 0, outer, Layer.Start.SIGNS)), activation);
    }

    /**
     * f(x) = m^(−1/2)·Σ_j a_j·φ(w_j·x), w_j ~ N(0, I) and not trained: linear in its parameters a.
     *
     * @param m number of features
     */
    public static Network randomFeatures(long inputs, long m, Activation activation) {
        return of(List.of(new Layer(inputs, m, 1, false, 0, false, Layer.Start.normal(1, 0)),
                new Layer(m, 1, 1 / Math.sqrt((double) m), false, 0, true, Layer.Start.normal(1, 0))), activation);
    }

    /** The same with the first layer's products scaled by 1/√d, as the "ntk" form of a net that has no such factor. */
    public Network overRootOfInputs() {
        Layer first = layers.getFirst();
        List<Layer> scaled = new ArrayList<>(layers);
        scaled.set(0,
                new Layer(first.inputs(), first.outputs(), first.scale() / Math.sqrt((double) first.inputs()), first.bias(),
                        first.biasScale(),
                        first.trained(), first.start()));
        return new Network(List.copyOf(scaled), activation, fixed);
    }

    /**
     * The same with the weights of the layers that are not trained.
     *
     * @param weights of all layers; those of trained ones are not looked at
     * @throws IllegalArgumentException if they are not those of this network
     */
    public Network withFixed(Weights weights) {
        weights.checkFor(this);
        List<@Nullable LayerWeights> given = new ArrayList<>();
        for (int l = 0; l < layers.size(); l++) {
            given.add(layers.get(l).trained() ? null : weights.layers().get(l));
        }
        return new Network(layers, activation, Collections.unmodifiableList(given));
    }

    /** Its layers, the first first. */
    public List<Layer> layers() {
        return layers;
    }

    /** φ, behind every layer but the last. */
    public Activation activation() {
        return activation;
    }

    @Override
    public long inputs() {
        return layers.getFirst().inputs();
    }

    @Override
    public long outputs() {
        return layers.getLast().outputs();
    }

    @Override
    public long parameters() {
        return layers.stream().filter(Layer::trained).mapToLong(Layer::size).reduce(0, Math::addExact);
    }

    @Override
    public Jacobian jacobian(Matrix w, Matrix x, Products on) {
        return new NetworkJacobian(this, w, x, on);
    }

    /** f(w), n × o, with two layers' activations in memory at a time, not all. 2·n·Σ(weights) flops. */
    @Override
    public Matrix value(Matrix w, Matrix x, Products on) {
        List<LayerWeights> weights = split(contiguous(w));
        checkExamples(w, x);
        Matrix a = x;
        for (int l = 0; l < layers.size(); l++) {
            Matrix z = Matrix.zeros(w.precision(), x.rows(), layers.get(l).outputs());
            if (l < layers.size() - 1) {
                Affine.activated(layers.get(l), weights.get(l), activation, a, z, null, on);
            } else {
                Affine.apply(layers.get(l), weights.get(l), a, z, on);
            }
            a = z;
        }
        return a;
    }

    @Override
    public TangentCost tangentCost(Outputs treatment) {
        double o = outputs();
        boolean all = treatment == Outputs.ALL;
        double example = 0;
        double output = 0;
        double flops = 0;
        double kept = 0;
        boolean trainedBelow = false;
        for (int l = 0; l < layers.size(); l++) {
            Layer layer = layers.get(l);
            boolean last = l == layers.size() - 1;
            // D of the last layer is the identity: one output, or a trace, has no use for it.
            boolean alone = last && (o == 1 || !all);
            if (layer.trained()) {
                example += layer.inputs();
                output += alone ? 0 : all ? layer.outputs() : o * layer.outputs();
            }
            flops += 2.0 * layer.weights() + (trainedBelow && !last ? 2.0 * layer.weights() * o : 0);
            trainedBelow |= layer.trained();
            kept += last ? o : 2.0 * layer.outputs();
            kept += trainedBelow ? o * layer.outputs() : 0;
        }
        double explicit = (double) parameters() * (all ? 1 : o);
        return new TangentCost(all ? outputs() : 1, example, output, explicit, flops, kept);
    }

    /** The weights and biases of all layers; those of trained ones are views of w, which must be contiguous. */
    List<LayerWeights> split(Matrix w) {
        checkParameters(w);
        List<LayerWeights> all = new ArrayList<>();
        long at = 0;
        for (int l = 0; l < layers.size(); l++) {
            Layer layer = layers.get(l);
            if (layer.trained()) {
                Matrix weight = reshape(w, at, layer.outputs(), layer.inputs());
                at += layer.weights();
                Matrix bias = layer.bias() ? w.rows(at, at + layer.outputs()) : null;
                at += layer.bias() ? layer.outputs() : 0;
                all.add(new LayerWeights(weight, bias));
            } else {
                all.add(fixed(l, w.precision()));
            }
        }
        return all;
    }

    private LayerWeights fixed(int l, Precision precision) {
        LayerWeights weights = fixed.get(l);
        if (weights == null) {
            throw new IllegalStateException("layer %d is not trained and has no weights: give them by withFixed".formatted(l + 1));
        }
        if (weights.weight().precision() == precision) {
            return weights;
        }
        Matrix bias = weights.bias();
        return new LayerWeights(weights.weight().copy(precision), bias == null ? null : bias.copy(precision));
    }

    private static Matrix reshape(Matrix w, long from, long rows, long cols) {
        return Matrix.over(w.rows(from, from + rows * cols).strided().segment(), w.precision(), rows, cols, cols, 1);
    }

    /** w itself if its entries lie one behind the other, else a copy. */
    static Matrix contiguous(Matrix w) {
        return w.rows() <= 1 || w.strided().rowStride() == 1 ? w : w.copy(w.precision());
    }

    void checkParameters(Matrix w) {
        if (w.rows() != parameters() || w.cols() != 1) {
            throw new IllegalArgumentException("parameters are %s, expected %d x 1 for %s".formatted(w.shape(), parameters(), this));
        }
    }

    void checkExamples(Matrix w, Matrix x) {
        if (x.cols() != inputs() || x.precision() != w.precision()) {
            throw new IllegalArgumentException(
                    "examples are %s, parameters %s; expected n x %d, of one precision".formatted(x.shape(), w.shape(),
                            inputs()));
        }
    }

    /** Its widths, the first first: {@code 784-512-512-1}. */
    public String widths() {
        return inputs() + layers.stream().map(layer -> "-" + layer.outputs()).collect(Collectors.joining());
    }

    /** For a person: {@code 784-512-512-1 tanh, 665089 parameters}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s%s, %d parameters", widths(), layers.size() == 1 ? "" : " " + activation.label(),
                parameters());
    }
}
