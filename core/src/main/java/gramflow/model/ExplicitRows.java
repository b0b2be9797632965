package gramflow.model;

import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.memory.Strided;
import java.util.List;

/**
 * Rows of a network's Jacobian, written out: for each trained layer s·d·aᵀ, then t·d, d being the layer's sensitivity and a what it was given.
 */
record ExplicitRows(Network network, List<Matrix> inputs, Sensitivities sensitivities) {

    /** As many rows as the result has, from that one on. */
    void write(long from, Matrix result, Workers workers) {
        long at = 0;
        for (int l = 0; l < network.layers().size(); l++) {
            Layer layer = network.layers().get(l);
            if (!layer.trained()) {
                continue;
            }
            Strided d = sensitivities.of(l).strided();
            Strided a = inputs.get(l).strided();
            long offset = at;
            workers.forEach(result.rows(), (row, worker) -> outer(layer, a, (from + row) / network.outputs(), d, from + row,
                    result.strided(), row, offset));
            at += layer.size();
        }
    }

    private static void outer(Layer layer, Strided a, long example, Strided d, long sensitivity, Strided to, long row, long offset) {
        for (long j = 0; j < layer.outputs(); j++) {
            double factor = layer.scale() * d.get(sensitivity, j);
            long begin = offset + j * layer.inputs();
            for (long i = 0; i < layer.inputs(); i++) {
                to.set(row, begin + i, factor * a.get(example, i));
            }
        }
        for (long j = 0; layer.bias() && j < layer.outputs(); j++) {
            to.set(row, offset + layer.weights() + j, layer.biasScale() * d.get(sensitivity, j));
        }
    }
}
