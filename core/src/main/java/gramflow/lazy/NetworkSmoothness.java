package gramflow.lazy;

import gramflow.backend.Activation;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.model.Layer;
import gramflow.model.Network;
import gramflow.model.Weights;
import java.util.List;
import java.util.Optional;

/** β of the networks of which one is known: those that are linear in their parameters, and those with one hidden layer, one output and no biases. */
public final class NetworkSmoothness {
    private NetworkSmoothness() {
    }

    /**
     * β on these examples; empty if no formula is known.
     *
     * @param network with the weights of its fixed layers
     * @param w w₀
     * @param x n × d f64
     */
    public static Optional<Smoothness> of(Network network, Matrix w, Matrix x, Products on) {
        List<Layer> layers = network.layers();
        boolean lastAlone = layers.subList(0, layers.size() - 1).stream().noneMatch(Layer::trained);
        if (lastAlone) {
            return Optional.of(Smoothness.everywhere(0, "0: linear in its parameters"));
        }
        Layer last = layers.getLast();
        boolean twoLayers = layers.size() == 2 && network.outputs() == 1 && !layers.getFirst().bias() && !last.bias();
        if (!twoLayers) {
            return network.activation() == Activation.RELU
                    ? Optional.of(TwoLayerSmoothness.none())
                    : Optional.empty();
        }
        // c·Σ s_jφ(w_j·ax) is c√m times the net of the formulas, on examples that are multiplied by a.
        double factor = last.scale() * Math.sqrt((double) last.inputs());
        Matrix scaled = Matrix.zeros(Precision.F64, x.rows(), x.cols());
        on.axpy(layers.getFirst().scale(), x, scaled);
        double outer = on.maxAbs(Weights.at(network, w).layers().getLast().weight());
        Activation activation = network.activation();
        TwoLayerSmoothness net = TwoLayerSmoothness.of(activation.slopeBound(), activation.curvatureBound(), outer, last.inputs(), scaled,
                on);
        Smoothness unscaled = last.trained() ? net.both() : net.inner();
        return Optional.of(factor == 1 ? unscaled : new Scaled(factor, unscaled));
    }

    private record Scaled(double factor, Smoothness of) implements Smoothness {
        @Override
        public double beta(double radius) {
            return factor * of.beta(radius);
        }

        @Override
        public boolean proved() {
            return of.proved();
        }

        @Override
        public String text() {
            return of.beta(0) == Double.POSITIVE_INFINITY ? of.text() : factor + " * " + of.text();
        }
    }
}
