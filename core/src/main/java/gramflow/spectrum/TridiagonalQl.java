package gramflow.spectrum;

/**
 * Eigenvalues of a symmetric tridiagonal matrix by the implicit QL iteration with Wilkinson's shift (Dubrulle, Martin and Wilkinson, Numer. Math. 12, 1968).
 * Each block between negligible off-diagonal entries is worked from its smaller end, as QL or, read backwards, as QR: that end is where eigenvalues of a
 * graded matrix come out to the accuracy they are given. About 1.7 sweeps an eigenvalue; O(n²) in all, the rotations of {@link Rotations} not counted.
 */
final class TridiagonalQl {
    /** Sweeps a block may take for each of its eigenvalues on average; a few are usual, and no matrix is known that needs so many. */
    private static final int SWEEPS = 60;
    /** Below this, squares of numbers that are at most 1 may underflow. */
    private static final double SMALL = 0x1p-500;
    private static final double UNIT = 0x1p-53;

    private final double[] d;
    private final double[] e;
    private final Rotations rotations;
    private final double[] c;
    private final double[] s;
    private final double[] mirroredC;
    private final double[] mirroredS;

    private TridiagonalQl(double[] d, double[] e, Rotations rotations) {
        this.d = d;
        this.e = e;
        this.rotations = rotations;
        c = new double[d.length];
        s = new double[d.length];
        mirroredC = new double[d.length];
        mirroredS = new double[d.length];
    }

    /**
     * Replaces {@code d} by the eigenvalues, in no particular order; value i belongs to row i of what the rotations turned. If that was the identity, row i
     * is its unit eigenvector.
     *
     * @param d the n diagonal entries
     * @param e the n − 1 entries beside them (an array may be longer); destroyed
     * @throws IllegalArgumentException if an entry is NaN or infinite
     */
    static void diagonalise(double[] d, double[] e, Rotations rotations) {
        double largest = 0;
        for (int i = 0; i < d.length; i++) {
            double beside = i + 1 < d.length ? Math.abs(e[i]) : 0;
            largest = Math.max(largest, Math.max(Math.abs(d[i]), beside));
        }
        if (!Double.isFinite(largest)) {
            throw new IllegalArgumentException("a tridiagonal matrix with an entry that is " + largest + ", expected finite numbers");
        }
        if (largest == 0) {
            return;
        }
        // Exact, and keeps squares from overflowing; what underflows is below 1e-300 of the largest.
        int exponent = Math.getExponent(largest);
        scale(d, d.length, -exponent);
        scale(e, d.length - 1, -exponent);
        new TridiagonalQl(d, e, rotations).blocks();
        scale(d, d.length, exponent);
    }

    private static void scale(double[] x, int count, int exponent) {
        for (int i = 0; i < count; i++) {
            x[i] = Math.scalb(x[i], exponent);
        }
    }

    private void blocks() {
        int low = 0;
        while (low < d.length) {
            int high = low;
            while (high + 1 < d.length && !negligible(high)) {
                high++;
            }
            if (high < d.length - 1) {
                e[high] = 0;
            }
            if (high > low) {
                boolean backwards = Math.abs(d[high]) < Math.abs(d[low]);
                if (backwards) {
                    reverse(low, high);
                }
                solve(low, high, backwards);
                if (backwards) {
                    reverse(low, high);
                }
            }
            low = high + 1;
        }
    }

    /** Whether the entry beside d[i] and d[i + 1] may be taken for zero: doing so changes eigenvalues by less than they are rounded by. */
    private boolean negligible(int i) {
        return e[i] * e[i] <= UNIT * Math.abs(d[i]) * (UNIT * Math.abs(d[i + 1])) + Double.MIN_NORMAL;
    }

    private void reverse(int low, int high) {
        reverse(d, low, high);
        reverse(e, low, high - 1);
    }

    private static void reverse(double[] x, int from, int to) {
        for (int i = from, j = to; i < j; i++, j--) {
            double kept = x[i];
            x[i] = x[j];
            x[j] = kept;
        }
    }

    private void solve(int low, int high, boolean backwards) {
        long left = (long) SWEEPS * (high - low + 1);
        for (int l = low; l < high; l++) {
            while (true) {
                int m = l;
                while (m < high && !negligible(m)) {
                    m++;
                }
                if (m < high) {
                    e[m] = 0;
                }
                if (m == l) {
                    break;
                }
                if (left-- == 0) {
                    throw new ArithmeticException("the QL iteration did not converge within " + SWEEPS + " sweeps an eigenvalue");
                }
                step(l, m);
                tell(l, m - 1, low + high, backwards);
            }
        }
    }

    /** One implicit step on rows l … m, shifted by the eigenvalue of the leading 2 × 2 block that is nearer to d[l]. */
    private void step(int l, int m) {
        double p = (d[l + 1] - d[l]) / (2 * e[l]);
        double r = Math.hypot(p, 1);
        double g = d[m] - d[l] + e[l] / (p + Math.copySign(r, p));
        double sine = 1;
        double cosine = 1;
        p = 0;
        for (int i = m - 1; i >= l; i--) {
            double f = sine * e[i];
            double b = cosine * e[i];
            r = hypot(f, g);
            if (r == 0) {
                cosine = 1;
                sine = 0;
            } else {
                sine = f / r;
                cosine = g / r;
            }
            if (i + 1 < m) {
                e[i + 1] = r;
            }
            g = d[i + 1] - p;
            double t = (d[i] - g) * sine + 2 * cosine * b;
            p = sine * t;
            d[i + 1] = g + p;
            g = cosine * t - b;
            c[i] = cosine;
            s[i] = sine;
        }
        d[l] -= p;
        e[l] = g;
    }

    /** √(f² + g²); {@link Math#hypot} takes ten times as long. */
    private static double hypot(double f, double g) {
        double largest = Math.max(Math.abs(f), Math.abs(g));
        return largest > SMALL ? Math.sqrt(f * f + g * g) : Math.hypot(f, g);
    }

    /** Hands on rotations first … last. In a block that was reversed, i stands for row {@code ends − i}: rotation i is that of rows {@code ends − i − 1} and {@code ends − i}, its sine negated. */
    private void tell(int first, int last, int ends, boolean backwards) {
        if (!backwards) {
            rotations.sweep(first, last, true, c, s);
            return;
        }
        for (int i = first; i <= last; i++) {
            mirroredC[ends - i - 1] = c[i];
            mirroredS[ends - i - 1] = -s[i];
        }
        rotations.sweep(ends - last - 1, ends - first - 1, false, mirroredC, mirroredS);
    }
}
