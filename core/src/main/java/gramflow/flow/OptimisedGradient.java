package gramflow.flow;

import gramflow.problem.Problem;
import gramflow.problem.Vectors;
import gramflow.problem.WholeSpace;

/**
 * The optimised gradient method (Kim and Fessler 2016): x_{i+1} = y_i − ∇F(y_i)/β, y_{i+1} = x_{i+1} + ((θ_i−1)/θ_{i+1})(x_{i+1} − x_i) + (θ_i/θ_{i+1})(x_{i+1} − y_i). States are the y. Its last step
 * differs from those before, so the number of steps is chosen beforehand: it is that of {@link Until}.
 */
public record OptimisedGradient() implements Method {

    @Override
    public String name() {
        return "optimised gradient";
    }

    /** θ_i of a run of n steps: θ_0 = 1, θ_i = (1 + √(4θ²_{i−1} + 1))/2, but θ_n = (1 + √(8θ²_{n−1} + 1))/2. */
    public static double theta(long i, long n) {
        double theta = 1;
        for (long k = 1; k <= i; k++) {
            theta = next(theta, k == n);
        }
        return theta;
    }

    private static double next(double theta, boolean last) {
        return (1 + Math.sqrt((last ? 8 : 4) * theta * theta + 1)) / 2;
    }

    @Override
    public Outcome run(Problem problem, double[] start, Until until, Observer... observers) {
        if (problem.set() != WholeSpace.INSTANCE) {
            throw new IllegalArgumentException(
                    "the optimised gradient method on " + problem.set() + ": it is for problems without constraints");
        }
        if (until.steps() == Long.MAX_VALUE) {
            throw new IllegalArgumentException("the optimised gradient method needs a number of steps beforehand");
        }
        double beta = StepRules.fact("beta", problem.facts().beta());
        Position position = new Position(problem, start);
        Descent descent = new Descent(position, until, observers);
        double[] y = position.w();
        double[] x = y.clone();
        double[] momentum = new double[y.length];
        double theta = 1;
        position.evaluate();
        descent.scaledBy(position.gradientNorm() * position.gradientNorm() / beta);
        while (descent.goesOn()) {
            position.evaluate();
            double[] gradient = position.gradient();
            double next = next(theta, position.step() + 1 == until.steps());
            double length = 0;
            // x_{i+1} − y_i is the step itself, and y_i − x_i is known from before: differences of points would lose what they have in common, and momentum multiplies that by n.
            for (int j = 0; j < y.length; j++) {
                double stepped = -gradient[j] / beta;
                double advance = momentum[j] + stepped;
                momentum[j] = (theta - 1) / next * advance + theta / next * stepped;
                x[j] += advance;
                double before = y[j];
                y[j] = x[j] + momentum[j];
                length += (y[j] - before) * (y[j] - before);
            }
            theta = next;
            position.moved(1 / beta, Math.sqrt(length), Vectors.norm(gradient));
        }
        return descent.outcome();
    }
}
