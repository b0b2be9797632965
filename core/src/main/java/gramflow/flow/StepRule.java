package gramflow.flow;

import gramflow.problem.Problem;
import java.util.OptionalDouble;

/** How long a step of gradient descent is. Immutable. */
public interface StepRule {

    /** Name for a person. */
    String name();

    /**
     * The sizes of one run.
     *
     * @throws IllegalArgumentException if the problem is not one for this rule, or a fact that it needs is not known
     */
    Sizes start(Problem problem);

    /** The size of every step on that problem, if all are the same and it is known beforehand. */
    default OptionalDouble constant(Problem problem) {
        return OptionalDouble.empty();
    }

    /** Whether each step goes to the minimum along the gradient. */
    default boolean exact() {
        return false;
    }

    /** Sizes of the steps of one run. */
    interface Sizes {
        /** Size of the next step, from a state whose F and ∇F are known. */
        double next(State state);

        /** Gradients, values and products with the Hessian that were evaluated for this. */
        default long evaluations() {
            return 0;
        }
    }
}
