package gramflow.problem;

import java.util.Optional;

/** {w : wᵢ ≥ 0, Σ wᵢ = total}. */
public final class Simplex implements ConvexSet {
    private final double total;

    private Simplex(double total) {
        this.total = total;
    }

    /**
     * With that sum of coordinates, of any number of them.
     *
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public static Simplex of(double total) {
        if (!(total > 0 && total < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("simplex: a total of " + total + ", expected a positive number");
        }
        return new Simplex(total);
    }

    /**
     * Michelot 1986: w − μ, cut at 0, with the μ that gives the total. Coordinates at or below μ are zero whatever the others are, so each round's mean of the rest is a better μ; it needs no sorted
     * copy.
     */
    @Override
    public void project(double[] w) {
        if (contains(w)) {
            return;
        }
        double mu = Double.NEGATIVE_INFINITY;
        int count = -1;
        int before;
        do {
            before = count;
            double sum = 0;
            count = 0;
            for (double x : w) {
                if (x > mu) {
                    sum += x;
                    count++;
                }
            }
            mu = (sum - total) / count;
        } while (count != before);
        for (int i = 0; i < w.length; i++) {
            w[i] = Math.max(0, w[i] - mu);
        }
    }

    private boolean contains(double[] w) {
        double sum = 0;
        for (double x : w) {
            if (x < 0) {
                return false;
            }
            sum += x;
        }
        return sum == total;
    }

    @Override
    public Optional<Face> face(double[] w, double[] velocity) {
        boolean[] pinned = new boolean[w.length];
        boolean changed = true;
        while (changed) {
            double mean = mean(velocity, pinned);
            changed = false;
            for (int i = 0; i < w.length; i++) {
                if (!pinned[i] && w[i] <= 0 && velocity[i] < mean) {
                    pinned[i] = true;
                    changed = true;
                }
            }
        }
        return Optional.of(new SimplexFace(pinned));
    }

    private static double mean(double[] v, boolean[] pinned) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < v.length; i++) {
            if (!pinned[i]) {
                sum += v[i];
                count++;
            }
        }
        return sum / count;
    }

    @Override
    public void checkDimension(int p) {
        // Any will do.
    }

    @Override
    public String toString() {
        return "a simplex of total " + total;
    }

    /** Coordinates that are zero, and the others free but for their sum. */
    private final class SimplexFace implements Face {
        private final boolean[] pinned;

        SimplexFace(boolean[] pinned) {
            this.pinned = pinned;
        }

        @Override
        public void tangent(double[] w, double[] v) {
            double mean = mean(v, pinned);
            for (int i = 0; i < v.length; i++) {
                v[i] = pinned[i] ? 0 : v[i] - mean;
            }
        }

        @Override
        public void retract(double[] w) {
            double sum = 0;
            int free = 0;
            for (int i = 0; i < w.length; i++) {
                if (pinned[i]) {
                    w[i] = 0;
                } else {
                    sum += w[i];
                    free++;
                }
            }
            double shift = (total - sum) / free;
            for (int i = 0; i < w.length; i++) {
                w[i] = pinned[i] ? 0 : w[i] + shift;
            }
        }

        @Override
        public double slack(double[] w) {
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < w.length; i++) {
                least = pinned[i] ? least : Math.min(least, w[i]);
            }
            return least;
        }

        @Override
        public double pressure(double[] w, double[] velocity) {
            double mean = mean(velocity, pinned);
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < w.length; i++) {
                least = pinned[i] ? Math.min(least, mean - velocity[i]) : least;
            }
            return least;
        }
    }
}
