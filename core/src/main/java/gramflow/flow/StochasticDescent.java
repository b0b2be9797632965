package gramflow.flow;

import gramflow.problem.GradientOracle;
import gramflow.problem.Problem;
import gramflow.problem.Vectors;
import java.util.SplittableRandom;

/**
 * w ← P_S(w − η_i g_i) with estimates g_i of the gradient. States carry the weighted mean of the points before them. The same seed gives the same run.
 *
 * @param oracle where the estimates come from
 * @param schedule the sizes and weights
 * @param seed of all that is drawn
 */
public record StochasticDescent(GradientOracle oracle, Schedule schedule, long seed) implements Method {

    /** The same with another seed. */
    public StochasticDescent withSeed(long other) {
        return new StochasticDescent(oracle, schedule, other);
    }

    @Override
    public String name() {
        return "sgd " + schedule.name();
    }

    @Override
    public Outcome run(Problem problem, double[] start, Until until, Observer... observers) {
        SplittableRandom random = new SplittableRandom(seed);
        Position position = new Position(problem, start);
        Descent descent = new Descent(position, until, observers);
        double[] w = position.w();
        double[] before = new double[w.length];
        double[] estimate = new double[w.length];
        double[] average = new double[w.length];
        double weights = 0;
        while (descent.goesOn()) {
            long i = position.step();
            weights += schedule.weight(i);
            double share = schedule.weight(i) / weights;
            for (int j = 0; j < w.length; j++) {
                average[j] += share * (w[j] - average[j]);
            }
            position.keep(average);
            oracle.estimate(i, w, random, estimate);
            position.count(1);
            double size = schedule.size(i);
            Vectors.copy(w, before);
            Vectors.addScaled(w, -size, estimate);
            problem.set().project(w);
            position.moved(size, Math.sqrt(Vectors.squaredDistance(w, before)), Vectors.norm(estimate));
        }
        return descent.outcome();
    }
}
