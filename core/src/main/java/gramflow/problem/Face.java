package gramflow.problem;

/**
 * A smooth piece of a convex set: its interior, or where certain constraints hold with equality. The projected flow on it is an ordinary differential equation with the right-hand side
 * {@code tangent(−∇F(w))}, until the point runs into another constraint ({@link #slack} becomes negative) or is no longer pressed against one of these ({@link #pressure} does).
 */
public interface Face {

    /** v ← its projection on the tangent space of the face at w. */
    void tangent(double[] w, double[] v);

    /** w ← the point of the face's surface nearest to it: a step leaves a curved surface by a little. */
    void retract(double[] w);

    /** The distance, or a quantity of its sign and smooth along a path, to the nearest constraint that is not part of the face; ∞ if there is none. */
    double slack(double[] w);

    /**
     * The least of the forces with which the velocity presses against the face's constraints: where it is negative the point leaves the face inwards. ∞ if there is none that it can leave.
     *
     * @param velocity −∇F(w), as it is without constraints
     */
    double pressure(double[] w, double[] velocity);
}
