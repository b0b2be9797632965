package gramflow.spectrum;

import gramflow.matrix.Matrix;

/**
 * Plain loops for blocks of at most {@value #ORDER} rows, in double precision on the heap. The innermost loops add four multiples of rows to one: four
 * products for one load and store of the sum, which C2 makes vector code of. A block is kept as U = Lᵀ, so that what lies side by side is what is added
 * to, and its bits depend on nothing but the entries.
 */
final class SmallCholesky {
    /** Rows of a block: few enough that its n³/3 flops, on one thread and at a fraction of the rate of products, are lost in the whole. */
    static final int ORDER = 64;

    private SmallCholesky() {
    }

    /** U for the lower triangle of a block: rows from the diagonal on; what stands before it is not touched. */
    static void read(Matrix a, double[][] u) {
        int n = (int) a.rows();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                u[j][i] = a.strided().get(i, j);
            }
        }
    }

    /** The lower triangle of a block for U. */
    static void write(double[][] u, Matrix a) {
        int n = (int) a.rows();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                a.strided().set(i, j, u[j][i]);
            }
        }
    }

    /**
     * Replaces a symmetric matrix by U with UᵀU equal to it.
     *
     * @param u rows from the diagonal on
     * @param n order
     * @return n, or the first row whose pivot is not positive; that pivot is then left on the diagonal
     */
    static int factor(double[][] u, int n) {
        for (int k = 0; k < n; k++) {
            double[] row = u[k];
            double pivot = row[k];
            // Written so that NaN is refused too.
            if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
                return k;
            }
            double root = Math.sqrt(pivot);
            row[k] = root;
            for (int j = k + 1; j < n; j++) {
                row[j] /= root;
            }
            boolean four = (k & 3) == 3;
            int first = k - (k & 3);
            if (four) {
                // Rows of this group of four are up to date already.
                for (int i = k + 1; i < n; i++) {
                    subtract(u[i], u[first][i], u[first], u[first + 1][i], u[first + 1], u[first + 2][i], u[first + 2], row[i], row, i, n);
                }
            } else {
                for (int i = k + 1; i < Math.min(n, first + 4); i++) {
                    double factor = row[i];
                    double[] target = u[i];
                    for (int j = i; j < n; j++) {
                        target[j] -= factor * row[j];
                    }
                }
            }
        }
        return n;
    }

    /**
     * X ← U⁻ᵀ·X, forward substitution on all columns at once.
     *
     * @param u upper triangle of order n, U = Lᵀ
     * @param x n rows of {@code width} entries
     */
    static void solveTransposed(double[][] u, int n, double[][] x, int width) {
        for (int i = 0; i < n; i++) {
            double[] row = x[i];
            int k = 0;
            for (; k + 4 <= i; k += 4) {
                subtract(row, u[k][i], x[k], u[k + 1][i], x[k + 1], u[k + 2][i], x[k + 2], u[k + 3][i], x[k + 3], 0, width);
            }
            for (; k < i; k++) {
                double factor = u[k][i];
                double[] other = x[k];
                for (int j = 0; j < width; j++) {
                    row[j] -= factor * other[j];
                }
            }
            double pivot = u[i][i];
            for (int j = 0; j < width; j++) {
                row[j] /= pivot;
            }
        }
    }

    /** X ← U⁻¹·X, backward substitution; as {@link #solveTransposed}. */
    static void solve(double[][] u, int n, double[][] x, int width) {
        for (int i = n - 1; i >= 0; i--) {
            double[] row = x[i];
            double[] factors = u[i];
            int k = i + 1;
            for (; k + 4 <= n; k += 4) {
                subtract(row, factors[k], x[k], factors[k + 1], x[k + 1], factors[k + 2], x[k + 2], factors[k + 3], x[k + 3], 0, width);
            }
            for (; k < n; k++) {
                double factor = factors[k];
                double[] other = x[k];
                for (int j = 0; j < width; j++) {
                    row[j] -= factor * other[j];
                }
            }
            double pivot = factors[i];
            for (int j = 0; j < width; j++) {
                row[j] /= pivot;
            }
        }
    }

    private static void subtract(double[] row, double a, double[] x, double b, double[] y, double c, double[] z, double d, double[] w,
            int from, int to) {
        for (int j = from; j < to; j++) {
            row[j] -= a * x[j] + b * y[j] + (c * z[j] + d * w[j]);
        }
    }
}
