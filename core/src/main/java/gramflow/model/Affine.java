package gramflow.model;

import gramflow.backend.Activation;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

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

    /**
     * A layer and the activation behind it: value ← φ(s·A·Wᵀ + t·1·bᵀ). Biases are added on the way through φ, one pass over memory less.
     *
     * @param value n × outputs, overwritten
     * @param slope where φ′ goes, or null
     */
    static void activated(Layer layer, LayerWeights weights, Activation activation, Matrix a, Matrix value, @Nullable Matrix slope,
            Products on) {
        on.gemm(layer.scale(), a, weights.weight().transpose(), 0, value);
        Matrix bias = weights.bias();
        if (bias == null) {
            on.activate(activation, value, value, slope, null);
        } else {
            on.activate(activation, value, layer.biasScale(), bias, value, slope, null);
        }
    }

    /** Every row of z becomes t·bᵀ: the first entry by entry, the others as its copies. */
    static void fill(Matrix z, Matrix bias, double scale, Products on) {
        if (z.rows() == 0) {
            return;
        }
        Strided rows = z.strided();
        for (long j = 0; j < z.cols(); j++) {
            rows.set(0, j, scale * bias.strided().get(j, 0));
        }
        MemorySegment memory = rows.segment();
        long bytes = z.cols() * z.precision().bytes();
        on.workers().forEach(Math.ceilDiv(z.rows() - 1, ROWS), (block, worker) -> {
            long end = Math.min(z.rows(), 1 + (block + 1) * ROWS);
            for (long i = 1 + block * ROWS; i < end; i++) {
                if (rows.colStride() == 1) {
                    MemorySegment.copy(memory, 0, memory, rows.byteOffset(i, 0), bytes);
                } else {
                    for (long j = 0; j < z.cols(); j++) {
                        rows.set(i, j, rows.get(0, j));
                    }
                }
            }
        });
    }
}
