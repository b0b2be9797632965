package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * All eigenvalues of a symmetric matrix, ascending, and unit eigenvectors. Immutable if nobody writes to the vectors.
 *
 * <p>Eigenvalues are off by a small multiple of u·‖A‖₂, as LAPACK's are; they are computed in double precision whatever that of the matrix. The same bits for any
 * number of threads.
 */
public final class Eigendecomposition {
    /** Smaller matrices are done before other threads have woken up. */
    private static final long ALONE = 192;
    /** From here on rotations are worth gathering. */
    private static final long BLOCKED = 192;

    private final double[] values;
    private final Matrix vectors;

    private Eigendecomposition(double[] values, Matrix vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    /**
     * Eigenvalues and eigenvectors. About 10n³ flops, and memory for 2n² doubles besides the matrix.
     *
     * @param a n × n, n ≤ 2³¹ − 2; the lower triangle is read
     * @throws IllegalArgumentException if it is not square, or an entry of its lower triangle is NaN or infinite
     */
    public static Eigendecomposition of(Matrix a, Products on) {
        return of(a, on, Progress.NONE);
    }

    /**
     * As {@link #of(Matrix, Products)}, telling of its stages one after another, each in flops.
     *
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    public static Eigendecomposition of(Matrix a, Products on, Progress progress) {
        Products by = by(a, on);
        Scaled scaled = Scaled.of(a);
        Householder reduction = Householder.reduce(scaled.matrix, by, progress);
        Matrix rows = reduction.transposedQ(progress);
        double[] d = reduction.diagonal();
        if (a.rows() < BLOCKED) {
            double[][] small = arrays(rows);
            TridiagonalQl.diagonalise(d, reduction.beside(), new RowRotations(small));
            for (int i = 0; i < small.length; i++) {
                rows.rows(i, i + 1).assign(Matrix.over(small[i], 1, small.length));
            }
        } else {
            BlockedRotations rotations = new BlockedRotations(rows, by);
            TridiagonalQl.diagonalise(d, reduction.beside(), rotations);
            rotations.finish();
        }
        scaled.scaleBack(d);
        return sorted(d, rows);
    }

    /**
     * Eigenvalues alone, ascending. About 4n³/3 flops, and memory for n² doubles besides the matrix.
     *
     * @param a n × n, n ≤ 2³¹ − 2; the lower triangle is read
     * @throws IllegalArgumentException if it is not square, or an entry of its lower triangle is NaN or infinite
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    public static double[] values(Matrix a, Products on, Progress progress) {
        Scaled scaled = Scaled.of(a);
        Householder reduction = Householder.reduce(scaled.matrix, by(a, on), progress);
        double[] d = reduction.diagonal();
        TridiagonalQl.diagonalise(d, reduction.beside(), Rotations.NONE);
        scaled.scaleBack(d);
        Arrays.sort(d);
        return d;
    }

    private static Products by(Matrix a, Products on) {
        return a.rows() < ALONE ? on.withWorkers(Workers.of(1)) : on;
    }

    /**
     * A copy with both triangles, divided by a power of two where squares of entries would overflow or vanish.
     *
     * @param matrix the copy
     * @param exponent of the power
     */
    private record Scaled(Matrix matrix, int exponent) {
        private static final int SAFE = 300;

        static Scaled of(Matrix a) {
            if (a.rows() != a.cols()) {
                throw new IllegalArgumentException("eigendecomposition: the matrix is " + a.shape() + ", expected n x n");
            }
            double largest = 0;
            for (long i = 0; i < a.rows(); i++) {
                for (long j = 0; j <= i; j++) {
                    double value = Math.abs(a.get(i, j));
                    if (!(value <= Double.MAX_VALUE)) {
                        throw new IllegalArgumentException(
                                "eigendecomposition: entry (%d, %d) is %s, expected finite numbers".formatted(i, j, a.get(i, j)));
                    }
                    largest = Math.max(largest, value);
                }
            }
            int exponent = largest == 0 || Math.abs(Math.getExponent(largest)) < SAFE ? 0 : Math.getExponent(largest);
            Matrix copy = Matrix.zeros(Precision.F64, a.rows(), a.cols());
            for (long i = 0; i < a.rows(); i++) {
                for (long j = 0; j <= i; j++) {
                    double value = exponent == 0 ? a.get(i, j) : Math.scalb(a.get(i, j), -exponent);
                    copy.set(i, j, value);
                    copy.set(j, i, value);
                }
            }
            return new Scaled(copy, exponent);
        }

        void scaleBack(double[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.scalb(values[i], exponent);
            }
        }
    }

    private static double[][] arrays(Matrix m) {
        double[][] rows = new double[(int) m.rows()][(int) m.cols()];
        for (int i = 0; i < rows.length; i++) {
            Matrix.over(rows[i], 1, m.cols()).assign(m.rows(i, i + 1));
        }
        return rows;
    }

    private static Eigendecomposition sorted(double[] d, Matrix rows) {
        int[] order = IntStream.range(0, d.length).boxed().sorted((i, j) -> Double.compare(d[i], d[j])).mapToInt(Integer::intValue)
                .toArray();
        double[] values = new double[d.length];
        Matrix vectors = Matrix.zeros(Precision.F64, d.length, d.length);
        for (int i = 0; i < d.length; i++) {
            values[i] = d[order[i]];
            vectors.rows(i, i + 1).assign(rows.rows(order[i], order[i] + 1L));
        }
        return new Eigendecomposition(values, vectors);
    }

    /** Number of eigenvalues. */
    public int order() {
        return values.length;
    }

    /**
     * Eigenvalue i, in ascending order.
     *
     * @throws ArrayIndexOutOfBoundsException if there is none
     */
    public double value(int i) {
        return values[i];
    }

    /** The eigenvalues, ascending; a copy. */
    public double[] values() {
        return values.clone();
    }

    /** n × n f64: row i is the unit eigenvector of eigenvalue i. */
    public Matrix vectors() {
        return vectors;
    }
}
