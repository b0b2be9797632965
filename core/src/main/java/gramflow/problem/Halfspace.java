package gramflow.problem;

import java.util.Optional;

/** {w : a·w ≤ b}. */
public final class Halfspace implements ConvexSet {
    private static final double ON_PLANE = 1e-12;

    private final double[] normal;
    private final double offset;
    private final Face plane = new Plane();
    private final Face inside = new Interior(w -> -excess(w));

    private Halfspace(double[] normal, double offset) {
        this.normal = normal;
        this.offset = offset;
    }

    /**
     * The w with a·w ≤ b.
     *
     * @throws IllegalArgumentException if a is zero or not finite
     */
    public static Halfspace of(double[] a, double b) {
        double norm = Vectors.norm(a);
        if (!(norm > 0 && norm < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("halfspace: a normal of length " + norm + ", expected a positive number");
        }
        double[] unit = a.clone();
        Vectors.scale(unit, 1 / norm);
        return new Halfspace(unit, b / norm);
    }

    /** Distance to the plane, positive outside. */
    private double excess(double[] w) {
        return Vectors.dot(normal, w) - offset;
    }

    @Override
    public void project(double[] w) {
        double excess = excess(w);
        if (excess > 0) {
            Vectors.addScaled(w, -excess, normal);
        }
    }

    @Override
    public Optional<Face> face(double[] w, double[] velocity) {
        boolean there = excess(w) >= -ON_PLANE * (Math.abs(offset) + Vectors.norm(w));
        return Optional.of(there && Vectors.dot(normal, velocity) > 0 ? plane : inside);
    }

    @Override
    public void checkDimension(int p) {
        if (p != normal.length) {
            throw new IllegalArgumentException("a halfspace of %d coordinates for %d parameters".formatted(normal.length, p));
        }
    }

    @Override
    public String toString() {
        return "a halfspace";
    }

    private final class Plane implements Face {
        @Override
        public void tangent(double[] w, double[] v) {
            Vectors.addScaled(v, -Vectors.dot(normal, v), normal);
        }

        @Override
        public void retract(double[] w) {
            Vectors.addScaled(w, -excess(w), normal);
        }

        @Override
        public double slack(double[] w) {
            return Double.POSITIVE_INFINITY;
        }

        @Override
        public double pressure(double[] w, double[] velocity) {
            return Vectors.dot(normal, velocity);
        }
    }
}
