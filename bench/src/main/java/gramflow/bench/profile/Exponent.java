package gramflow.bench.profile;

/**
 * How a time grows with n: t ≈ c·n^e, by least squares of logarithms.
 *
 * @param value e
 * @param factor c, in seconds
 */
public record Exponent(double value, double factor) {

    /**
     * The fit; NaN where fewer than two points are positive, or all have one n.
     *
     * @param n sizes
     * @param seconds as many times; those that are not positive are left out
     */
    public static Exponent fit(double[] n, double[] seconds) {
        if (n.length != seconds.length) {
            throw new IllegalArgumentException(n.length + " sizes and " + seconds.length + " times, expected as many");
        }
        int count = 0;
        double sumX = 0;
        double sumY = 0;
        for (int i = 0; i < n.length; i++) {
            if (seconds[i] > 0) {
                count++;
                sumX += Math.log(n[i]);
                sumY += Math.log(seconds[i]);
            }
        }
        double meanX = sumX / count;
        double meanY = sumY / count;
        double xx = 0;
        double xy = 0;
        for (int i = 0; i < n.length; i++) {
            if (seconds[i] > 0) {
                double x = Math.log(n[i]) - meanX;
                xx += x * x;
                xy += x * (Math.log(seconds[i]) - meanY);
            }
        }
        double slope = count < 2 || xx == 0 ? Double.NaN : xy / xx;
        return new Exponent(slope, Math.exp(meanY - slope * meanX));
    }

    /** The n at which the fit reaches that time. */
    public double reaches(double seconds) {
        return Math.pow(seconds / factor, 1 / value);
    }
}
