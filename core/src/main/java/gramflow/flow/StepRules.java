package gramflow.flow;

import gramflow.problem.Known;
import gramflow.problem.Problem;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** The rules. */
public final class StepRules {
    private StepRules() {
    }

    /** η, whatever the problem. */
    public static StepRule constant(double size) {
        return new Constant(String.valueOf(size), problem -> size);
    }

    /** 1/β. */
    public static StepRule inverseBeta() {
        return new Constant("1/beta", problem -> 1 / fact("beta", problem.facts().beta()));
    }

    /** A multiple of 1/β: 2.1, say, to see a run diverge. */
    public static StepRule overBeta(double factor) {
        return new Constant(factor + "/beta", problem -> factor / fact("beta", problem.facts().beta()));
    }

    /** 2/(β+λ), the best of all constant steps for strongly convex F. */
    public static StepRule optimal() {
        return new Constant("2/(beta+lambda)",
                problem -> 2 / (fact("beta", problem.facts().beta()) + fact("lambda", problem.facts().lambda())));
    }

    /** R/(G√t), for t subgradient steps from a start no farther than R from a minimiser. */
    public static StepRule subgradient(double radius, long steps) {
        return new Constant("R/(G sqrt(t))", problem -> radius / (fact("G", problem.facts().lipschitz()) * Math.sqrt((double) steps)));
    }

    /** The size that minimises F along the gradient; on the whole space only. */
    public static StepRule exactLineSearch() {
        return new ExactLineSearch();
    }

    /**
     * Halves the size until F falls as it would with β = 1/η, F(w⁺) ≤ F(w) + ∇F(w)·(w⁺ − w) + ‖w⁺ − w‖²/(2η), and doubles it before the next step. Needs to know nothing.
     *
     * @param first size to begin with
     */
    public static StepRule backtracking(double first) {
        return new Backtracking(first);
    }

    static double fact(String name, Known known) {
        if (!known.isKnown()) {
            throw new IllegalArgumentException(name + " of the problem is not known: declare it, or take a step rule that needs none");
        }
        return known.value();
    }

    /** One size for all steps. */
    private record Constant(String name, ToDoubleFunction<Problem> size) implements StepRule {
        @Override
        public Sizes start(Problem problem) {
            double eta = size.applyAsDouble(problem);
            if (!(eta > 0 && eta < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("step size " + name + " is " + eta + ", expected a positive number");
            }
            return state -> eta;
        }

        @Override
        public OptionalDouble constant(Problem problem) {
            return OptionalDouble.of(size.applyAsDouble(problem));
        }
    }
}
