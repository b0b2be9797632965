package gramflow.problem;

import java.util.Optional;

/** All of ℝᵖ: no constraint. */
public final class WholeSpace implements ConvexSet {

    /** The one instance. */
    public static final WholeSpace INSTANCE = new WholeSpace();

    private static final Face FACE = new Interior(w -> Double.POSITIVE_INFINITY);

    private WholeSpace() {
    }

    @Override
    public void project(double[] w) {
        // Everything is in it.
    }

    @Override
    public Optional<Face> face(double[] w, double[] velocity) {
        return Optional.of(FACE);
    }

    @Override
    public void checkDimension(int p) {
        // Any will do.
    }

    @Override
    public String toString() {
        return "the whole space";
    }
}
