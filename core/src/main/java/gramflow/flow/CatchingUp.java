package gramflow.flow;

import gramflow.problem.Vectors;

/**
 * Projected Euler steps, w ← P_S(w − h∇F(w)), whose limit is the projected flow on any closed convex set (Moreau's catching-up algorithm). A step is taken as two halves; how far that is from the
 * whole one is the error estimate. Order 1: for tolerances down to about 1e−5.
 */
final class CatchingUp extends Stepper {
    private final double[] whole;
    private final double[] half;
    private final double[] halfVelocity;

    CatchingUp(Field field) {
        super(field);
        whole = new double[field.dimension()];
        half = new double[field.dimension()];
        halfVelocity = new double[field.dimension()];
    }

    @Override
    double attempt(double size, double tolerance) {
        h = size;
        move(w0, h, f0, whole);
        move(w0, h / 2, f0, half);
        field.velocity(half, halfVelocity);
        move(half, h / 2, halfVelocity, w1);
        value1 = field.velocity(w1, f1);
        return Math.sqrt(Vectors.squaredDistance(w1, whole)) / tolerance;
    }

    private void move(double[] from, double by, double[] velocity, double[] to) {
        Vectors.sum(from, by, velocity, to);
        field.problem().set().project(to);
    }

    @Override
    double errorOrder() {
        return 2;
    }

    @Override
    double share(double tolerance) {
        return 0.1;
    }

    @Override
    public void interpolate(double theta, double[] out) {
        double[] from = theta < 0.5 ? w0 : half;
        double[] to = theta < 0.5 ? half : w1;
        double part = theta < 0.5 ? 2 * theta : 2 * theta - 1;
        for (int i = 0; i < out.length; i++) {
            out[i] = from[i] + part * (to[i] - from[i]);
        }
    }

    @Override
    public double arcLength(double theta) {
        double before = Math.sqrt(Vectors.squaredDistance(w0, half));
        double after = Math.sqrt(Vectors.squaredDistance(half, w1));
        return Math.min(1, 2 * theta) * before + Math.max(0, 2 * theta - 1) * after;
    }
}
