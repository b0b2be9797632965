package gramflow.problem;

import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * The largest eigenvalue of a positive semidefinite operator, from above. Lanczos' method with full reorthogonalisation approaches it from below; the norm of what is left over bounds how far off an
 * eigenvalue is, and is added.
 */
final class LargestEigenvalue {
    private static final int STEPS = 200;
    private static final double TOLERANCE = 1e-13;
    private static final long SEED = 1;

    private LargestEigenvalue() {
    }

    /**
     * An upper bound, exact to about 1e−13 unless eigenvalues crowd at the top.
     *
     * @param p dimension
     * @param operator second ← A·first
     */
    static double upperBound(int p, BiConsumer<double[], double[]> operator) {
        int most = Math.min(p, STEPS);
        double[][] basis = new double[most][];
        double[] diagonal = new double[most];
        double[] off = new double[most + 1];
        double[] next = new double[p];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < p; i++) {
            next[i] = random.nextGaussian();
        }
        off[0] = Vectors.norm(next);
        double largest = 0;
        double remainder = 0;
        double scale = 0;
        for (int k = 0; k < most && off[k] > TOLERANCE * scale; k++) {
            basis[k] = next.clone();
            Vectors.scale(basis[k], 1 / off[k]);
            operator.accept(basis[k], next);
            diagonal[k] = Vectors.dot(basis[k], next);
            for (int round = 0; round < 2; round++) {
                for (int j = 0; j <= k; j++) {
                    Vectors.addScaled(next, -Vectors.dot(basis[j], next), basis[j]);
                }
            }
            off[k + 1] = Vectors.norm(next);
            largest = largestOf(diagonal, off, k + 1);
            remainder = off[k + 1] * lastEntry(diagonal, off, k + 1, largest);
            scale = largest;
            if (remainder <= TOLERANCE * largest) {
                break;
            }
        }
        return largest + remainder;
    }

    /** The largest eigenvalue of the tridiagonal matrix of order m, by bisection on Sturm sequences. */
    private static double largestOf(double[] diagonal, double[] off, int m) {
        double low = 0;
        double high = 0;
        for (int i = 0; i < m; i++) {
            low = Math.max(low, diagonal[i]);
            high = Math.max(high, diagonal[i] + (i > 0 ? off[i] : 0) + (i < m - 1 ? off[i + 1] : 0));
        }
        while (true) {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) {
                return high;
            }
            if (allBelow(diagonal, off, m, middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
    }

    private static boolean allBelow(double[] diagonal, double[] off, int m, double x) {
        double pivot = 1;
        for (int i = 0; i < m; i++) {
            pivot = x - diagonal[i] - (i == 0 ? 0 : off[i] * off[i] / pivot);
            if (!(pivot > 0)) {
                return false;
            }
        }
        return true;
    }

    /** |Last entry| of the unit eigenvector to the largest eigenvalue: the pivots of T − θ give the ratios of neighbours, from the end to the start. */
    private static double lastEntry(double[] diagonal, double[] off, int m, double theta) {
        double square = 1;
        double entry = 1;
        double previous = 0;
        for (int i = m - 1; i > 0; i--) {
            double before = ((theta - diagonal[i]) * entry - (i < m - 1 ? off[i + 1] * previous : 0)) / off[i];
            previous = entry;
            entry = before;
            square += entry * entry;
            if (square > 0x1p900) {
                return 0;
            }
        }
        return 1 / Math.sqrt(square);
    }
}
