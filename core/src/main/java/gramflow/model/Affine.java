package gramflow.model;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;

/** A layer at work on all examples: Z ← s·A·Wᵀ + t·1·bᵀ. */
final class Affine {
    /** Rows that one task fills with biases: the first touch of the memory is then shared among workers too. */
    private static final long ROWS = 64;

    private Affine() {
    }

    /** Z, n × outputs, overwritten. 2·n·weights flops. */
    static void apply(Layer layer, LayerWeights weights, Matrix a, Matrix z, Products on) {
        Matrix bias = weights.bias();
        if (bias != null) {
            fill(z, bias, layer.biasScale(), on);
        }
        on.gemm(layer.scale(), a, weights.weight().transpose(), bias == null ? 0 : 1, z);
    }

    /** Every row of z becomes t·bᵀ. */
    static void fill(Matrix z, Matrix bias, double scale, Products on) {
        Matrix row = Matrix.zeros(z.precision(), 1, z.cols());
        for (long j = 0; j < z.cols(); j++) {
            row.set(0, j, scale * bias.get(j, 0));
        }
        on.workers().forEach(Math.ceilDiv(z.rows(), ROWS), (block, worker) -> {
            long end = Math.min(z.rows(), (block + 1) * ROWS);
            for (long i = block * ROWS; i < end; i++) {
                z.rows(i, i + 1).assign(row);
            }
        });
    }
}
