package gramflow.problem;

import java.util.function.ToDoubleFunction;

/**
 * The inside of a set: every direction is free.
 *
 * @param toBoundary the slack
 */
record Interior(ToDoubleFunction<double[]> toBoundary) implements Face {

    @Override
    public void tangent(double[] w, double[] v) {
        // The tangent space is everything.
    }

    @Override
    public void retract(double[] w) {
        // Nothing to return to.
    }

    @Override
    public double slack(double[] w) {
        return toBoundary.applyAsDouble(w);
    }

    @Override
    public double pressure(double[] w, double[] velocity) {
        return Double.POSITIVE_INFINITY;
    }
}
