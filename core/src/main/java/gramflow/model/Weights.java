package gramflow.model;

import gramflow.io.Synthetic;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weights and biases of all layers of a network, trained or not.
 *
 * @param layers the first layer's first
 */
public record Weights(List<LayerWeights> layers) {

    /** Keeps a copy of the list. */
    public Weights {
        layers = List.copyOf(layers);
    }

    /**
     * Draws them as each layer's {@link Layer.Start} says: from a seed, the same on every machine and for any number of threads. Normal numbers are those of
     * {@link Synthetic}, row j of a layer's weights being row j drawn; signs are theirs.
     */
    public static Weights random(Network network, long seed, Precision precision, Workers workers) {
        List<LayerWeights> drawn = new ArrayList<>();
        for (int l = 0; l < network.layers().size(); l++) {
            Layer layer = network.layers().get(l);
            Matrix weight = draw(layer.outputs(), layer.inputs(), layer.start().deviation(), layer.start().signs(), stream(seed, 2 * l),
                    workers);
            Matrix bias = layer.bias()
                    ? draw(layer.outputs(), 1, layer.start().biasDeviation(), false, stream(seed, 2 * l + 1), workers)
                    : null;
            drawn.add(new LayerWeights(weight.copy(precision), bias == null ? null : bias.copy(precision)));
        }
        return new Weights(drawn);
    }

    /** Another seed for each part that is drawn. */
    private static long stream(long seed, int part) {
        return Long.rotateLeft(seed, 32) ^ (part + 1) * 0xd1342543de82ef95L;
    }

    private static Matrix draw(long rows, long cols, double deviation, boolean signs, long seed, Workers workers) {
        Matrix drawn = new Synthetic(Synthetic.Kind.GAUSS, rows, cols).generate(seed, Precision.F64, workers);
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < cols; j++) {
                double z = drawn.get(i, j);
                drawn.set(i, j, deviation * (signs ? Math.copySign(1, z) : z));
            }
        }
        return drawn;
    }

    /**
     * The same with hidden units in pairs that cancel: of the last hidden layer the second half has the weights of the first, and the last layer gives the
     * second half the opposite sign; the last layer's biases are 0. Then f(w₀) = 0 on every example, up to the rounding of its sums.
     *
     * @throws IllegalArgumentException if the network has no hidden layer, or its last one an odd number of units
     */
    public Weights antisymmetric() {
        if (layers.size() < 2) {
            throw new IllegalArgumentException("antisymmetric initialisation pairs hidden units, and there is no hidden layer");
        }
        LayerWeights hidden = layers.get(layers.size() - 2);
        LayerWeights last = layers.getLast();
        long units = hidden.weight().rows();
        if (units % 2 != 0) {
            throw new IllegalArgumentException(
                    "antisymmetric initialisation pairs hidden units, and the last hidden layer has %d: expected an even number"
                            .formatted(units));
        }
        long half = units / 2;
        Matrix weight = hidden.weight().copy(hidden.weight().precision());
        weight.rows(half, units).assign(hidden.weight().rows(0, half));
        Matrix bias = hidden.bias();
        if (bias != null) {
            bias = bias.copy(bias.precision());
            bias.rows(half, units).assign(bias.rows(0, half).copy(bias.precision()));
        }
        Matrix out = last.weight().copy(last.weight().precision());
        for (long q = 0; q < out.rows(); q++) {
            for (long j = 0; j < half; j++) {
                out.set(q, half + j, -out.get(q, j));
            }
        }
        Matrix lastBias = last.bias();
        List<LayerWeights> paired = new ArrayList<>(layers.subList(0, layers.size() - 2));
        paired.add(new LayerWeights(weight, bias));
        paired.add(new LayerWeights(out, lastBias == null ? null : Matrix.zeros(lastBias.precision(), lastBias.rows(), 1)));
        return new Weights(paired);
    }

    /**
     * The parameters of a network that has these weights, p × 1.
     *
     * @throws IllegalArgumentException if they are not those of the network
     */
    public Matrix parameters(Network network, Precision precision) {
        checkFor(network);
        Matrix w = Matrix.zeros(precision, network.parameters(), 1);
        List<LayerWeights> places = network.withFixed(this).split(w);
        for (int l = 0; l < layers.size(); l++) {
            if (network.layers().get(l).trained()) {
                places.get(l).weight().assign(layers.get(l).weight());
                assign(places.get(l).bias(), layers.get(l).bias());
            }
        }
        return w;
    }

    private static void assign(@Nullable Matrix to, @Nullable Matrix from) {
        if (to != null && from != null) {
            to.assign(from);
        }
    }

    /**
     * The weights of all layers of a network at these parameters; those of trained layers are views of them.
     *
     * @param w p × 1
     * @throws IllegalArgumentException if their number is not the network's
     */
    public static Weights at(Network network, Matrix w) {
        return new Weights(network.split(Network.contiguous(w)));
    }

    /** Sees that they are those of that network. */
    void checkFor(Network network) {
        if (layers.size() != network.layers().size()) {
            throw new IllegalArgumentException(
                    "weights of %d layers for a network of %d (%s)".formatted(layers.size(), network.layers().size(),
                            network.widths()));
        }
        for (int l = 0; l < layers.size(); l++) {
            Layer layer = network.layers().get(l);
            if (!layers.get(l).fit(layer)) {
                throw new IllegalArgumentException("layer %d has weights of %s%s, expected %d x %d%s for %s".formatted(l + 1,
                        layers.get(l).weight().shape(), layers.get(l).bias() == null ? " and no biases" : " and biases", layer.outputs(),
                        layer.inputs(),
                        layer.bias() ? " and biases" : " and no biases", network.widths()));
            }
        }
    }
}
