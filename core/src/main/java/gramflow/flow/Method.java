package gramflow.flow;

import gramflow.problem.Problem;

/** A way to move. Immutable; a run's memory is its own, so runs do not disturb each other. */
public interface Method {

    /** Name for a person, such as {@code gd 1/beta}. */
    String name();

    /**
     * Moves from a start until told to stop.
     *
     * @param problem what is minimised, and on what set
     * @param start p parameters, not changed; projected on the set first if it is not in it
     * @param until when to stop
     * @param observers hear of every state, in this order
     * @throws IllegalArgumentException if the method cannot be used on the problem, or lacks a fact it needs
     * @throws java.util.concurrent.CancellationException if the progress in {@code until} says so
     */
    Outcome run(Problem problem, double[] start, Until until, Observer... observers);
}
