package gramflow.problem;

/** Half the square. */
record SquareLoss() implements Loss {
    @Override
    public String name() {
        return "square";
    }

    @Override
    public double value(double z, double y) {
        return (z - y) * (z - y) / 2;
    }

    @Override
    public double derivative(double z, double y) {
        return z - y;
    }

    @Override
    public double secondDerivative(double z, double y) {
        return 1;
    }

    @Override
    public double curvature() {
        return 1;
    }

    @Override
    public double slope() {
        return Double.POSITIVE_INFINITY;
    }
}
