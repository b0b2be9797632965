package gramflow.problem;

import java.util.Arrays;
import java.util.Optional;

/** {w : lowerᵢ ≤ wᵢ ≤ upperᵢ}. A bound may be infinite. */
public final class Box implements ConvexSet {
    private final double[] lower;
    private final double[] upper;

    private Box(double[] lower, double[] upper) {
        this.lower = lower;
        this.upper = upper;
    }

    /**
     * With those bounds, copied.
     *
     * @throws IllegalArgumentException if the lengths differ, or a lower bound is above its upper one, or one is NaN
     */
    public static Box of(double[] lower, double[] upper) {
        if (lower.length != upper.length) {
            throw new IllegalArgumentException("box: %d lower bounds, %d upper ones".formatted(lower.length, upper.length));
        }
        for (int i = 0; i < lower.length; i++) {
            if (!(lower[i] <= upper[i])) {
                throw new IllegalArgumentException("box: coordinate %d from %s to %s".formatted(i, lower[i], upper[i]));
            }
        }
        return new Box(lower.clone(), upper.clone());
    }

    /** The cube of p coordinates with the same bounds. */
    public static Box cube(int p, double lower, double upper) {
        double[] low = new double[p];
        double[] high = new double[p];
        Arrays.fill(low, lower);
        Arrays.fill(high, upper);
        return of(low, high);
    }

    @Override
    public void project(double[] w) {
        for (int i = 0; i < w.length; i++) {
            w[i] = Math.clamp(w[i], lower[i], upper[i]);
        }
    }

    @Override
    public Optional<Face> face(double[] w, double[] velocity) {
        byte[] pinned = new byte[w.length];
        for (int i = 0; i < w.length; i++) {
            boolean down = w[i] <= lower[i] && velocity[i] < 0;
            boolean up = w[i] >= upper[i] && velocity[i] > 0;
            pinned[i] = (byte) (down ? -1 : up ? 1 : 0);
        }
        return Optional.of(new BoxFace(pinned));
    }

    @Override
    public void checkDimension(int p) {
        if (p != lower.length) {
            throw new IllegalArgumentException("a box of %d coordinates for %d parameters".formatted(lower.length, p));
        }
    }

    @Override
    public String toString() {
        return "a box of " + lower.length + " coordinates";
    }

    /** Coordinates at their lower (−1) or upper (1) bound; the others (0) are free. */
    private final class BoxFace implements Face {
        private final byte[] pinned;

        BoxFace(byte[] pinned) {
            this.pinned = pinned;
        }

        @Override
        public void tangent(double[] w, double[] v) {
            for (int i = 0; i < v.length; i++) {
                v[i] = pinned[i] == 0 ? v[i] : 0;
            }
        }

        @Override
        public void retract(double[] w) {
            for (int i = 0; i < w.length; i++) {
                w[i] = pinned[i] == 0 ? w[i] : pinned[i] < 0 ? lower[i] : upper[i];
            }
        }

        @Override
        public double slack(double[] w) {
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < w.length; i++) {
                if (pinned[i] == 0) {
                    least = Math.min(least, Math.min(w[i] - lower[i], upper[i] - w[i]));
                }
            }
            return least;
        }

        @Override
        public double pressure(double[] w, double[] velocity) {
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < w.length; i++) {
                if (pinned[i] != 0) {
                    least = Math.min(least, pinned[i] * velocity[i]);
                }
            }
            return least;
        }
    }
}
