package gramflow.gram;

import gramflow.backend.Triangle;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are in memory: K = X·Xᵀ or X·X′ᵀ.
 *
 * @param x n × d
 * @param other m × d, or null for x itself
 */
record RowFactors(Matrix x, @Nullable Matrix other) implements Factors {

    RowFactors {
        if (other != null && (x.cols() != other.cols() || x.precision() != other.precision())) {
            throw new IllegalArgumentException(
                    "gram: X is %s, X' is %s; expected n x d and m x d of one precision".formatted(x.shape(), other.shape()));
        }
    }

    @Override
    public GramPlan plan() {
        return other == null
                ? GramPlan.symmetric(x.rows(), x.cols(), x.precision())
                : GramPlan.rectangular(x.rows(), other.rows(), x.cols(), x.precision());
    }

    @Override
    public void compute(Matrix k, Products on, Progress progress) {
        if (other == null) {
            on.gram(1, x, 0, Triangle.BOTH, k, progress);
        } else {
            on.gemm(1, x, other.transpose(), 0, k, progress);
        }
    }
}
