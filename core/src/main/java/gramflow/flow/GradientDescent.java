package gramflow.flow;

import gramflow.problem.Problem;
import gramflow.problem.Vectors;

/**
 * w ← P_S(w − η∇F(w)): gradient descent, projected where the problem has a set, and the subgradient method where F has no gradient. One evaluation a step, and the rule's.
 *
 * @param rule how long a step is
 */
public record GradientDescent(StepRule rule) implements Method {

    /** With the step 1/β. */
    public GradientDescent() {
        this(StepRules.inverseBeta());
    }

    @Override
    public String name() {
        return "gd " + rule.name();
    }

    @Override
    public Outcome run(Problem problem, double[] start, Until until, Observer... observers) {
        StepRule.Sizes sizes = rule.start(problem);
        Position position = new Position(problem, start);
        Descent descent = new Descent(position, until, observers);
        double[] w = position.w();
        double[] before = new double[w.length];
        long counted = 0;
        while (true) {
            position.evaluate();
            if (!descent.goesOn()) {
                return descent.outcome();
            }
            double size = sizes.next(position);
            position.count(sizes.evaluations() - counted);
            counted = sizes.evaluations();
            double norm = position.gradientNorm();
            descent.scaledBy(size * norm * norm);
            Vectors.copy(w, before);
            Vectors.addScaled(w, -size, position.gradient());
            problem.set().project(w);
            position.moved(size, Math.sqrt(Vectors.squaredDistance(w, before)), norm);
        }
    }
}
