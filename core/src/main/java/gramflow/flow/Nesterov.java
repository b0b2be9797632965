package gramflow.flow;

import gramflow.problem.Problem;
import gramflow.problem.Vectors;

/**
 * Nesterov's accelerated descent: x_{i+1} = P_S(y_i − ∇F(y_i)/β), y_{i+1} = x_{i+1} + m_i(x_{i+1} − x_i). States are the x. For convex F m_i = i/(i+3); for strongly convex F
 * m = (√β − √λ)/(√β + √λ).
 *
 * @param stronglyConvex which momentum
 */
public record Nesterov(boolean stronglyConvex) implements Method {

    @Override
    public String name() {
        return stronglyConvex ? "nesterov, strongly convex" : "nesterov";
    }

    @Override
    public Outcome run(Problem problem, double[] start, Until until, Observer... observers) {
        double beta = StepRules.fact("beta", problem.facts().beta());
        double root = stronglyConvex ? Math.sqrt(StepRules.fact("lambda", problem.facts().lambda()) / beta) : 0;
        Position position = new Position(problem, start);
        Descent descent = new Descent(position, until, observers);
        double[] x = position.w();
        double[] y = x.clone();
        double[] before = new double[x.length];
        double[] gradient = new double[x.length];
        position.evaluate();
        descent.scaledBy(position.gradientNorm() * position.gradientNorm() / beta);
        while (descent.goesOn()) {
            long i = position.step();
            if (i == 0) {
                Vectors.copy(position.gradient(), gradient);
            } else {
                problem.valueAndGradient(y, gradient);
                position.count(1);
            }
            Vectors.copy(x, before);
            Vectors.sum(y, -1 / beta, gradient, x);
            problem.set().project(x);
            double momentum = stronglyConvex ? (1 - root) / (1 + root) : i / (i + 3.0);
            for (int j = 0; j < y.length; j++) {
                y[j] = x[j] + momentum * (x[j] - before[j]);
            }
            position.moved(1 / beta, Math.sqrt(Vectors.squaredDistance(x, before)), Vectors.norm(gradient));
        }
        return descent.outcome();
    }
}
