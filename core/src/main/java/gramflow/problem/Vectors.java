package gramflow.problem;

/**
 * Arithmetic of parameter vectors, p doubles in a heap array each. Loops in ascending order, sums in four chains that are added in a fixed order: the same bits on every run. Arrays may be
 * the same unless said otherwise; lengths are trusted to be equal.
 */
public final class Vectors {
    private Vectors() {
    }

    /** Σ aᵢ·bᵢ. */
    public static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Σ aᵢ². */
    public static double squaredNorm(double[] a) {
        return dot(a, a);
    }

    /** √Σ aᵢ², to a few roundings also where squares overflow or underflow. */
    public static double norm(double[] a) {
        double squares = squaredNorm(a);
        if (squares > 0x1p-900 && squares < 0x1p1000) {
            return Math.sqrt(squares);
        }
        double largest = maxAbs(a);
        if (!(largest > 0 && largest < Double.POSITIVE_INFINITY)) {
            return largest;
        }
        int exponent = -Math.getExponent(largest);
        double sum = 0;
        for (double x : a) {
            double scaled = Math.scalb(x, exponent);
            sum += scaled * scaled;
        }
        return Math.scalb(Math.sqrt(sum), -exponent);
    }

    /** The largest |aᵢ|; NaN if there is one; 0 of nothing. */
    public static double maxAbs(double[] a) {
        double largest = 0;
        for (double x : a) {
            largest = Math.max(largest, Math.abs(x));
        }
        return largest;
    }

    /** Σ (aᵢ − bᵢ)². */
    public static double squaredDistance(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        int i = 0;
        for (; i + 1 < a.length; i += 2) {
            double d0 = a[i] - b[i];
            double d1 = a[i + 1] - b[i + 1];
            s0 += d0 * d0;
            s1 += d1 * d1;
        }
        if (i < a.length) {
            double d0 = a[i] - b[i];
            s0 += d0 * d0;
        }
        return s0 + s1;
    }

    /** y ← y + αx. */
    public static void addScaled(double[] y, double alpha, double[] x) {
        for (int i = 0; i < y.length; i++) {
            y[i] += alpha * x[i];
        }
    }

    /** result ← x + αy. */
    public static void sum(double[] x, double alpha, double[] y, double[] result) {
        for (int i = 0; i < result.length; i++) {
            result[i] = x[i] + alpha * y[i];
        }
    }

    /** x ← αx. */
    public static void scale(double[] x, double alpha) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= alpha;
        }
    }

    /** to ← from. */
    public static void copy(double[] from, double[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }

    /** Whether every entry is finite. */
    public static boolean isFinite(double[] a) {
        // A product with zero is zero, or NaN: one branch for all.
        double zero = 0;
        for (double x : a) {
            zero += 0 * x;
        }
        return zero == 0;
    }
}
