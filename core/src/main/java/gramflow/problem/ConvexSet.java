package gramflow.problem;

import java.util.Optional;

/** A closed convex set of parameters. Immutable, safe to share between threads. */
public interface ConvexSet {

    /** w ← the nearest point of the set. What is in it already stays as it is. */
    void project(double[] w);

    /**
     * The piece of the set on which a point of the set moves for a while if it wants to move along {@code velocity}: constraints that hold with equality at w, and that the velocity presses against.
     *
     * @param w a point of the set
     * @param velocity −∇F(w); neither is changed
     * @return empty if the set cannot tell: flows then take small steps and project
     */
    default Optional<Face> face(double[] w, double[] velocity) {
        return Optional.empty();
    }

    /**
     * Refuses a number of parameters that the set is not made for.
     *
     * @throws IllegalArgumentException with both numbers
     */
    void checkDimension(int p);
}
