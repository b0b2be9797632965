package gramflow.problem;

import java.util.List;

/**
 * The common points of several sets, of which there must be some. Projected on by Dykstra's algorithm (Boyle and Dykstra 1986), which, unlike projecting on one after the other, finds the nearest
 * point: each set's last correction is taken back before it is asked again. A projection takes memory for one vector of parameters a set.
 */
public final class Intersection implements ConvexSet {
    /** Rounds after which the sets are taken to have no point in common, or to meet at too small an angle. */
    private static final int ROUNDS = 200_000;

    private final List<ConvexSet> sets;
    private final double tolerance;

    private Intersection(List<ConvexSet> sets, double tolerance) {
        this.sets = sets;
        this.tolerance = tolerance;
    }

    /**
     * Of those sets.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Intersection of(ConvexSet... sets) {
        if (sets.length == 0) {
            throw new IllegalArgumentException("intersection of no sets");
        }
        return new Intersection(List.of(sets), 1e-14);
    }

    /** The same, projected on until a round changes a point by no more than that, relative to its norm; 1e−14 unless said. */
    public Intersection withTolerance(double relative) {
        return new Intersection(sets, relative);
    }

    /**
     * w ← the nearest common point.
     *
     * @throws IllegalStateException if no such point is found
     */
    @Override
    public void project(double[] w) {
        double[][] corrections = new double[sets.size()][w.length];
        double[] before = new double[w.length];
        double[] moved = new double[w.length];
        double scale = Vectors.norm(w);
        for (int round = 0; round < ROUNDS; round++) {
            double change = 0;
            for (int k = 0; k < corrections.length; k++) {
                double[] correction = corrections[k];
                Vectors.sum(w, 1, correction, moved);
                Vectors.copy(moved, before);
                sets.get(k).project(moved);
                for (int i = 0; i < w.length; i++) {
                    double next = before[i] - moved[i];
                    change += (next - correction[i]) * (next - correction[i]);
                    correction[i] = next;
                }
                Vectors.copy(moved, w);
            }
            // Birgin and Raydan 2005: it is the corrections that must have come to rest, for the point may rest long before.
            if (Math.sqrt(change) <= tolerance * Math.max(scale, Vectors.norm(w))) {
                return;
            }
        }
        throw new IllegalStateException(
                "projection on an intersection of %d sets: no common point after %d rounds".formatted(sets.size(), ROUNDS));
    }

    @Override
    public void checkDimension(int p) {
        sets.forEach(set -> set.checkDimension(p));
    }

    @Override
    public String toString() {
        return "an intersection of " + sets.size() + " sets";
    }
}
