package gramflow.model;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.ProductPair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * D_l = ∂f/∂z_l of the layers of a network, (n·o) × outputs of the layer, from the last layer down to the first trained one: one backward pass for each
 * output, all examples at once. Made when first asked for.
 */
final class Sensitivities {
    private final Network network;
    private final List<LayerWeights> weights;
    private final List<Matrix> slopes;
    private final Products on;
    private final long n;
    private final List<@Nullable Matrix> made = new ArrayList<>();
    private boolean current;

    Sensitivities(Network network, List<LayerWeights> weights, List<Matrix> slopes, Products on, long n) {
        this.network = network;
        this.weights = weights;
        this.slopes = slopes;
        this.on = on;
        this.n = n;
        made.addAll(Collections.nCopies(network.layers().size(), null));
    }

    /** The parameters have changed. */
    void forget() {
        current = false;
    }

    /** D_l. */
    Matrix of(int l) {
        if (!current) {
            make();
            current = true;
        }
        Matrix d = made.get(l);
        if (d == null) {
            throw new IllegalArgumentException("layer %d lies below the first that is trained".formatted(l + 1));
        }
        return d;
    }

    private void make() {
        int last = network.layers().size() - 1;
        long o = network.outputs();
        Matrix d = memory(last);
        for (long i = 0; i < n; i++) {
            for (long q = 0; q < o; q++) {
                d.set(i * o + q, q, 1);
            }
        }
        for (int l = last; l > 0 && anyTrainedBelow(l); l--) {
            Matrix below = memory(l - 1);
            double scale = network.layers().get(l).scale();
            if (l == last) {
                spread(weights.get(l).weight(), scale, below);
            } else {
                on.gemm(scale, made(l), weights.get(l).weight(), 0, below);
            }
            for (long q = 0; q < o; q++) {
                on.multiply(slopes.get(l - 1), ofOutput(below, q));
            }
        }
    }

    /** The last layer's own weights, once for each example. */
    private void spread(Matrix weight, double scale, Matrix to) {
        long o = network.outputs();
        for (long q = 0; q < o; q++) {
            Affine.fill(ofOutput(to, q), weight.rows(q, q + 1).transpose(), scale, on);
        }
    }

    /** The rows of output q. */
    private Matrix ofOutput(Matrix d, long q) {
        long o = network.outputs();
        return Matrix.over(d.rows(q, d.rows()).strided().segment(), d.precision(), n, d.cols(), o * d.cols(), 1);
    }

    private boolean anyTrainedBelow(int l) {
        return network.layers().subList(0, l).stream().anyMatch(Layer::trained);
    }

    private Matrix made(int l) {
        Matrix d = made.get(l);
        if (d == null) {
            throw new IllegalStateException("layer " + l + " before the one above it");
        }
        return d;
    }

    private Matrix memory(int l) {
        Matrix d = made.get(l);
        if (d == null) {
            d = Matrix.zeros(weights.getFirst().weight().precision(), n * network.outputs(), network.layers().get(l).outputs());
            made.set(l, d);
        }
        return d;
    }

    /** Σ_l (s²·A·Aᵀ + t²) ∘ (D·Dᵀ) over the trained layers, D as the outputs ask for it. */
    List<ProductPair> pairs(List<Matrix> inputs, Outputs outputs) {
        List<ProductPair> pairs = new ArrayList<>();
        int o = Math.toIntExact(network.outputs());
        int last = network.layers().size() - 1;
        double share = outputs == Outputs.MEAN ? 1.0 / o : 1;
        for (int l = 0; l <= last; l++) {
            Layer layer = network.layers().get(l);
            if (!layer.trained()) {
                continue;
            }
            Matrix a = inputs.get(l);
            double scale = layer.scale() * layer.scale();
            double shift = layer.biasScale() * layer.biasScale();
            if (l == last && (o == 1 || outputs != Outputs.ALL)) {
                // Each output moves with its own weights alone, and as much as any other.
                pairs.add(ProductPair.of(scale * o * share, a.strided(), shift * o * share, null));
            } else if (outputs == Outputs.ALL) {
                Matrix d = of(l);
                pairs.add(new ProductPair(scale, a.strided(), a.strided(), shift, o, d.strided(), d.strided()));
            } else {
                Matrix d = of(l);
                Matrix wide = Matrix.over(d.strided().segment(), d.precision(), n, o * d.cols(), o * d.cols(), 1);
                pairs.add(ProductPair.of(scale * share, a.strided(), shift * share, wide.strided()));
            }
        }
        return pairs;
    }
}
