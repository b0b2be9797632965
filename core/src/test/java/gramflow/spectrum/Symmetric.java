package gramflow.spectrum;

import gramflow.backend.Triangle;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.Random;

/** Symmetric matrices whose spectrum is known, and how far results are from what they should be. */
final class Symmetric {
    static final double U = Precision.F64.unitRoundoff();

    private Symmetric() {
    }

    static Matrix random(long rows, long cols, long seed) {
        Random random = new Random(seed);
        Matrix m = Matrix.zeros(Precision.F64, rows, cols);
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < cols; j++) {
                m.set(i, j, random.nextGaussian());
            }
        }
        return m;
    }

    /** X·Xᵀ of d random columns. */
    static Matrix gram(long n, long d, long seed) {
        Matrix k = Matrix.zeros(Precision.F64, n, n);
        Products.auto().gram(1.0 / d, random(n, d, seed), 0, Triangle.BOTH, k, Progress.NONE);
        return k;
    }

    /** Reflected thrice at random, so that its eigenvalues are those given, up to a rounding or two of the largest. */
    static Matrix withSpectrum(double[] values, long seed) {
        int n = values.length;
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            a[i][i] = values[i];
        }
        Random random = new Random(seed);
        for (int turn = 0; turn < 3; turn++) {
            double[] v = random.doubles(n, -1, 1).toArray();
            double norm = 0;
            for (double x : v) {
                norm += x * x;
            }
            double[] av = new double[n];
            double vav = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    av[i] += a[i][j] * v[j];
                }
                vav += v[i] * av[i];
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    a[i][j] += -2 / norm * (v[i] * av[j] + av[i] * v[j]) + 4 * vav / norm / norm * v[i] * v[j];
                    a[j][i] = a[i][j];
                }
            }
        }
        return Matrix.of(a);
    }

    /** The largest entry of A·Vᵀ − Vᵀ·Λ, rows of V being vectors. */
    static double residual(Matrix a, double[] values, Matrix vectors) {
        Matrix av = Products.auto().times(vectors, a.transpose());
        double largest = 0;
        for (long i = 0; i < vectors.rows(); i++) {
            for (long j = 0; j < vectors.cols(); j++) {
                largest = Math.max(largest, Math.abs(av.get(i, j) - values[(int) i] * vectors.get(i, j)));
            }
        }
        return largest;
    }

    /** The largest entry of V·Vᵀ − I. */
    static double departureFromOrthogonality(Matrix vectors) {
        Matrix g = Products.auto().gram(vectors);
        double largest = 0;
        for (long i = 0; i < g.rows(); i++) {
            for (long j = 0; j < g.cols(); j++) {
                largest = Math.max(largest, Math.abs(g.get(i, j) - (i == j ? 1 : 0)));
            }
        }
        return largest;
    }
}
