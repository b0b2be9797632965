package gramflow.problem;

import java.util.function.DoubleUnaryOperator;

/**
 * A function of one parameter.
 *
 * @param name for a person
 * @param value F
 * @param derivative F′, or a subgradient
 * @param facts what is known of it
 */
public record ScalarFunction(String name, DoubleUnaryOperator value, DoubleUnaryOperator derivative, Facts facts) implements Problem {

    @Override
    public int dimension() {
        return 1;
    }

    @Override
    public double value(double[] w) {
        return value.applyAsDouble(w[0]);
    }

    @Override
    public double valueAndGradient(double[] w, double[] gradient) {
        gradient[0] = derivative.applyAsDouble(w[0]);
        return value.applyAsDouble(w[0]);
    }

    @Override
    public String toString() {
        return name;
    }
}
