package gramflow.model;

import gramflow.matrix.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Weights and biases of a layer.
 *
 * @param weight W, outputs × inputs
 * @param bias b, outputs × 1, or null if the layer has none
 */
public record LayerWeights(Matrix weight, @Nullable Matrix bias) {

    /**
     * Checks that they fit each other.
     *
     * @throws IllegalArgumentException if they do not
     */
    public LayerWeights {
        if (bias != null && (bias.rows() != weight.rows() || bias.cols() != 1 || bias.precision() != weight.precision())) {
            throw new IllegalArgumentException(
                    "weights of %s, biases of %s; expected outputs x inputs and outputs x 1 of one precision".formatted(weight.shape(),
                            bias.shape()));
        }
    }

    /** Whether they are those of that layer. */
    boolean fit(Layer layer) {
        return weight.rows() == layer.outputs() && weight.cols() == layer.inputs() && (bias != null) == layer.bias();
    }
}
