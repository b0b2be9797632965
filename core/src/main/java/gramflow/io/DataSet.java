package gramflow.io;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import org.jspecify.annotations.Nullable;

/**
 * Examples and, where there are any, their labels.
 *
 * @param x n × d, one example a row
 * @param y n × 1 in double precision, or null if there are no labels
 */
public record DataSet(Matrix x, @Nullable Matrix y) {
    /**
     * Checks that labels fit the examples.
     *
     * @throws IllegalArgumentException if {@code y} is neither null nor n × 1 f64
     */
    public DataSet {
        if (y != null && (y.rows() != x.rows() || y.cols() != 1 || y.precision() != Precision.F64)) {
            throw new IllegalArgumentException("labels are %s, data are %s; expected n x 1 f64 and n x d".formatted(y.shape(), x.shape()));
        }
    }
}
