package gramflow.flow;

import gramflow.problem.Vectors;
import java.util.SplittableRandom;

/**
 * The stabilised explicit method of order 2 of Sommeijer, Shampine and Verwer (RKC, 1998): s stages are stable up to h·λ_max of 0.65s², so the cost of a stiff problem grows with the square root of
 * its stiffness. λ_max comes from power steps on the Jacobian, which go on from where the last ones ended.
 */
final class Chebyshev extends Stepper {
    private static final double DAMPING = 2.0 / 13;
    /** λ_max that power steps find is too small: by no more than this factor once they have settled. */
    private static final double SAFETY = 1.1;
    private static final double SETTLED = 0.02;
    private static final int POWER_STEPS = 40;
    private static final int STEPS_PER_RADIUS = 40;
    /** Stages beyond which rounding inside the recursion, which grows with s², would be felt. */
    private static final int MOST_STAGES = 5000;

    private final Hermite hermite = new Hermite(this);
    private final double[][] y = new double[3][];
    private final double[] slope;
    private final double[] direction;
    private final double[] image;
    private double radius = -1;
    private int stepsLeft;

    Chebyshev(Field field) {
        super(field);
        int p = field.dimension();
        for (int i = 0; i < y.length; i++) {
            y[i] = new double[p];
        }
        slope = new double[p];
        direction = new double[p];
        image = new double[p];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < p; i++) {
            direction[i] = random.nextGaussian();
        }
    }

    @Override
    void restarted() {
        radius = -1;
    }

    /** Power steps until two estimates agree. */
    private void estimateRadius() {
        double before = 0;
        for (int k = 0; k < POWER_STEPS; k++) {
            double norm = Vectors.norm(direction);
            if (norm == 0) {
                break;
            }
            Vectors.scale(direction, 1 / norm);
            field.jacobianTimes(w0, f0, direction, image);
            double now = Vectors.norm(image);
            Vectors.copy(image, direction);
            boolean settled = Math.abs(now - before) <= SETTLED * now;
            before = now;
            if (settled) {
                break;
            }
        }
        radius = SAFETY * before;
        stepsLeft = STEPS_PER_RADIUS;
    }

    @Override
    double longest() {
        return radius > 0 ? 0.65 * ((double) MOST_STAGES * MOST_STAGES - 1) / radius : Double.POSITIVE_INFINITY;
    }

    @Override
    double attempt(double size, double tolerance) {
        if (radius < 0 || stepsLeft-- <= 0) {
            estimateRadius();
        }
        h = Math.min(size, longest());
        int stages = Math.max(2, 1 + (int) Math.sqrt(1 + 1.54 * h * radius));
        step(stages);
        double sum = 0;
        for (int i = 0; i < w1.length; i++) {
            double e = 0.8 * (w0[i] - w1[i]) + 0.4 * h * (f0[i] + f1[i]);
            sum += e * e;
        }
        double error = Math.sqrt(sum) / tolerance;
        if (!(error <= 1)) {
            // The radius may have grown; a look at it costs less than another failure.
            stepsLeft = Math.min(stepsLeft, 0);
        }
        return error;
    }

    private void step(int stages) {
        double w = 1 + DAMPING / ((double) stages * stages);
        double square = w * w - 1;
        double root = Math.sqrt(square);
        double argument = stages * Math.log(w + root);
        double slopeFactor = Math.sinh(argument) * square / (Math.cosh(argument) * stages * root - w * Math.sinh(argument));
        double before = 1 / (4 * w * w);
        double beforeThat = before;
        double first = slopeFactor * before;
        Vectors.copy(w0, y[0]);
        Vectors.sum(w0, h * first, f0, y[1]);
        double t1 = w;
        double t2 = 1;
        double d1 = 1;
        double d2 = 0;
        double s1 = 0;
        double s2 = 0;
        double[] older = y[0];
        double[] old = y[1];
        double[] now = y[2];
        for (int j = 2; j <= stages; j++) {
            double t = 2 * w * t1 - t2;
            double d = 2 * w * d1 - d2 + 2 * t1;
            double s = 2 * w * s1 - s2 + 4 * d1;
            double b = s / (d * d);
            double mu = 2 * w * b / before;
            double nu = -b / beforeThat;
            double step = h * mu * slopeFactor / w;
            double a = 1 - t1 * before;
            field.velocity(old, slope);
            for (int i = 0; i < now.length; i++) {
                now[i] = mu * old[i] + nu * older[i] + (1 - mu - nu) * w0[i] + step * (slope[i] - a * f0[i]);
            }
            double[] free = older;
            older = old;
            old = now;
            now = free;
            beforeThat = before;
            before = b;
            t2 = t1;
            t1 = t;
            d2 = d1;
            d1 = d;
            s2 = s1;
            s1 = s;
        }
        Vectors.copy(old, w1);
        value1 = field.velocity(w1, f1);
    }

    @Override
    double errorOrder() {
        return 3;
    }

    /** Steps are about the cube root of the local tolerance in the flow's own time, and as many local errors as fit in that time add up: hence the power 3/2 of what is asked for. */
    @Override
    double share(double tolerance) {
        return 0.03 * Math.min(1, Math.sqrt(tolerance / 1e-6));
    }

    @Override
    public void interpolate(double theta, double[] out) {
        hermite.interpolate(theta, out);
    }

    @Override
    public double arcLength(double theta) {
        return hermite.arcLength(theta);
    }
}
