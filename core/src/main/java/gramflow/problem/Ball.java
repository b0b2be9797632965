package gramflow.problem;

import java.util.Optional;

/** {w : ‖w − centre‖ ≤ radius}. */
public final class Ball implements ConvexSet {
    /** A point that was put on the sphere is found there again, whatever the last bits of its norm. */
    private static final double ON_SPHERE = 1 - 1e-12;

    private final double[] centre;
    private final double radius;
    private final Face sphere = new Sphere();
    private final Face inside = new Interior(this::depth);

    private Ball(double[] centre, double radius) {
        this.centre = centre;
        this.radius = radius;
    }

    /**
     * With that centre, copied.
     *
     * @throws IllegalArgumentException if the radius is not positive and finite
     */
    public static Ball of(double[] centre, double radius) {
        if (!(radius > 0 && radius < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("ball: radius " + radius + ", expected a positive number");
        }
        return new Ball(centre.clone(), radius);
    }

    /** Around the origin of p coordinates. */
    public static Ball around0(int p, double radius) {
        return of(new double[p], radius);
    }

    private double distance(double[] w) {
        return Math.sqrt(Vectors.squaredDistance(w, centre));
    }

    private double depth(double[] w) {
        return radius - distance(w);
    }

    private void toSphere(double[] w) {
        double distance = distance(w);
        for (int i = 0; i < w.length; i++) {
            w[i] = centre[i] + radius * ((w[i] - centre[i]) / distance);
        }
    }

    /** (w − centre)·v / radius. */
    private double outward(double[] w, double[] v) {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            sum += (w[i] - centre[i]) * v[i];
        }
        return sum / radius;
    }

    @Override
    public void project(double[] w) {
        if (distance(w) > radius) {
            toSphere(w);
        }
    }

    @Override
    public Optional<Face> face(double[] w, double[] velocity) {
        return Optional.of(distance(w) >= radius * ON_SPHERE && outward(w, velocity) > 0 ? sphere : inside);
    }

    @Override
    public void checkDimension(int p) {
        if (p != centre.length) {
            throw new IllegalArgumentException("a ball of %d coordinates for %d parameters".formatted(centre.length, p));
        }
    }

    @Override
    public String toString() {
        return "a ball of radius " + radius;
    }

    private final class Sphere implements Face {
        @Override
        public void tangent(double[] w, double[] v) {
            double square = Vectors.squaredDistance(w, centre);
            double along = outward(w, v) * radius / square;
            for (int i = 0; i < v.length; i++) {
                v[i] -= along * (w[i] - centre[i]);
            }
        }

        @Override
        public void retract(double[] w) {
            toSphere(w);
        }

        @Override
        public double slack(double[] w) {
            return Double.POSITIVE_INFINITY;
        }

        @Override
        public double pressure(double[] w, double[] velocity) {
            return outward(w, velocity);
        }
    }
}
