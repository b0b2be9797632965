package gramflow.io;

import gramflow.matrix.Matrix;
import java.util.List;

/**
 * An array of any number of dimensions, held as a matrix: the first dimension is its rows, the others, flattened in row-major order, its columns. A
 * vector of n is n × 1, a single number 1 × 1.
 *
 * @param shape sizes of the dimensions
 * @param matrix the entries
 */
public record NpyArray(List<Long> shape, Matrix matrix) {
    /**
     * Checks that the shape is the matrix's.
     *
     * @throws IllegalArgumentException if it is not
     */
    public NpyArray {
        shape = List.copyOf(shape);
        long rows = shape.isEmpty() ? 1 : shape.getFirst();
        long cols = shape.stream().skip(1).reduce(1L, Math::multiplyExact);
        if (rows != matrix.rows() || cols != matrix.cols()) {
            throw new IllegalArgumentException("shape %s for a matrix of %s".formatted(shape, matrix.shape()));
        }
    }

    /** A matrix as an array of two dimensions. */
    public static NpyArray of(Matrix matrix) {
        return new NpyArray(List.of(matrix.rows(), matrix.cols()), matrix);
    }

    /**
     * A column as an array of one dimension.
     *
     * @param column n × 1
     * @throws IllegalArgumentException if it has another number of columns
     */
    public static NpyArray vector(Matrix column) {
        return new NpyArray(List.of(column.rows()), column);
    }
}
