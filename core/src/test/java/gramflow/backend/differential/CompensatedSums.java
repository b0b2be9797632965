package gramflow.backend.differential;

/**
 * Sums of products side by side, each held in two doubles and exact to about 2⁻¹⁰⁵ of the sum of its terms' absolute values (Dot2 of Ogita, Rump and
 * Oishi, 2005). The error of a product is found by splitting its factors, not by {@code Math.fma}, which takes a thousand times as long on a JVM without
 * hardware FMA.
 */
final class CompensatedSums {
    private static final double SPLIT = 0x1p27 + 1;

    private final double[] high;
    private final double[] low;
    private final double[] absolute;

    CompensatedSums(int count) {
        this.high = new double[count];
        this.low = new double[count];
        this.absolute = new double[count];
    }

    /** Adds a·b[at + j] to sum j, for every j. */
    void addProducts(double a, double[] b, int at) {
        for (int j = 0; j < high.length; j++) {
            double product = a * b[at + j];
            double sum = high[j] + product;
            double part = sum - high[j];
            low[j] += (high[j] - (sum - part)) + (product - part) + productError(a, b[at + j], product);
            high[j] = sum;
            absolute[j] += Math.abs(product);
        }
    }

    /** Multiplies every sum. */
    void scale(double factor) {
        for (int j = 0; j < high.length; j++) {
            double product = factor * high[j];
            low[j] = factor * low[j] + productError(factor, high[j], product);
            high[j] = product;
            absolute[j] *= Math.abs(factor);
        }
    }

    /** Sum j, rounded once. */
    double value(int j) {
        return high[j] + low[j];
    }

    /** What {@link #value} leaves of sum j. */
    double rest(int j) {
        return (high[j] - value(j)) + low[j];
    }

    /** The sum of the absolute values of the terms of sum j. */
    double absolute(int j) {
        return absolute[j];
    }

    private static double productError(double a, double b, double product) {
        double aHigh = upperHalf(a);
        double aLow = a - aHigh;
        double bHigh = upperHalf(b);
        double bLow = b - bHigh;
        return ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow;
    }

    private static double upperHalf(double a) {
        double c = SPLIT * a;
        return c - (c - a);
    }
}
