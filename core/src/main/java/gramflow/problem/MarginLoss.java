package gramflow.problem;

/**
 * ln(1 + e^(shift − yz)).
 *
 * @param shift the margin below which an example costs as if it were wrong
 */
record MarginLoss(String name, double shift) implements Loss {
    @Override
    public double value(double z, double y) {
        double m = y * z - shift;
        return Math.max(-m, 0) + log1p(Math.exp(-Math.abs(m)));
    }

    @Override
    public double derivative(double z, double y) {
        double m = y * z - shift;
        double e = Math.exp(-Math.abs(m));
        return -y * (m >= 0 ? e : 1) / (1 + e);
    }

    @Override
    public double secondDerivative(double z, double y) {
        double e = Math.exp(-Math.abs(y * z - shift));
        return e / ((1 + e) * (1 + e));
    }

    @Override
    public double residuals(double[] z, double[] y, int from, int step, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double sign = y[from + i * step];
            double m = sign * z[i] - shift;
            double e = Math.exp(-Math.abs(m));
            sum += Math.max(-m, 0) + log1p(e);
            z[i] = -sign * (m >= 0 ? e : 1) / (1 + e);
        }
        return sum;
    }

    @Override
    public double curvature() {
        return 0.25;
    }

    @Override
    public double slope() {
        return 1;
    }

    @Override
    public boolean needsSigns() {
        return true;
    }

    /** ln(1 + x) for 0 ≤ x ≤ 1 from a logarithm that hardware has a fast way to: what 1 + x loses by rounding is given back in proportion (Kahan; in Goldberg 1991). */
    private static double log1p(double x) {
        double u = 1 + x;
        double taken = u - 1;
        return taken == 0 ? x : Math.log(u) * (x / taken);
    }
}
