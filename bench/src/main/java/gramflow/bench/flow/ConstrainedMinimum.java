package gramflow.bench.flow;

import gramflow.flow.Nesterov;
import gramflow.flow.Until;
import gramflow.problem.Facts;
import gramflow.problem.Known;
import gramflow.problem.Problem;
import gramflow.problem.Vectors;
import gramflow.rate.Optimality;

/** The minimiser of a strongly convex F on a set, by accelerated projected descent until the normal-cone residual no longer falls: certificates need w̄ and F̄ of the set. */
final class ConstrainedMinimum {
    private static final long STEPS_A_ROUND = 500;
    private static final int ROUNDS = 400;
    /** Rounds without progress after which rounding is all that is left. */
    private static final int PATIENCE = 4;
    /** Residuals, in parts of the first, that are good enough for certificates, which forgive 1e−12 of the start's scale. */
    private static final double ACCEPTED = 1e-11;

    private ConstrainedMinimum() {
    }

    /** The problem with w̄ and F̄ declared; as it is if F is not strongly convex, or rounding keeps the residual up. */
    static Problem declaredFor(Problem problem, double[] start) {
        Facts facts = problem.facts();
        double beta = facts.beta().value();
        if (!(facts.lambda().value() > 0 && beta > 0)) {
            return problem;
        }
        double[] best = start.clone();
        double first = Math.max(Optimality.normalConeResidual(problem, best, beta), beta * Double.MIN_NORMAL);
        double least = first;
        double[] w = best;
        for (int round = 0, idle = 0; round < ROUNDS && idle < PATIENCE && least > 0; round++) {
            w = new Nesterov(true).run(problem, w, Until.steps(STEPS_A_ROUND)).w();
            double residual = Optimality.normalConeResidual(problem, w, beta);
            idle = residual < 0.5 * least ? 0 : idle + 1;
            if (residual < least) {
                least = residual;
                best = w;
            }
        }
        double scale = Math.max(first, beta * Vectors.norm(best));
        return least <= ACCEPTED * scale
                ? problem.withFacts(facts.withMinimiser(best, Known.Origin.COMPUTED).withInfimum(Known.computed(problem.value(best))))
                : problem;
    }
}
