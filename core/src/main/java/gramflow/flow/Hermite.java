package gramflow.flow;

import gramflow.problem.Vectors;

/** The cubic with a step's two ends and velocities: the dense output of methods of order 2. */
final class Hermite {
    private final Stepper step;
    private final double[] velocity;

    Hermite(Stepper step) {
        this.step = step;
        this.velocity = new double[step.w0.length];
    }

    void interpolate(double theta, double[] out) {
        double back = 1 - theta;
        double h = step.h;
        for (int i = 0; i < out.length; i++) {
            double difference = step.w1[i] - step.w0[i];
            out[i] = back * step.w0[i] + theta * step.w1[i]
                    + theta * back * ((1 - 2 * theta) * difference * -1 + back * h * step.f0[i] - theta * h * step.f1[i]);
        }
    }

    double arcLength(double theta) {
        return Quadrature.gauss(theta, this::speed);
    }

    private double speed(double theta) {
        double both = 6 * theta * (1 - theta);
        double left = (1 - theta) * (1 - 3 * theta);
        double right = theta * (3 * theta - 2);
        double h = step.h;
        for (int i = 0; i < velocity.length; i++) {
            velocity[i] = both * (step.w1[i] - step.w0[i]) + h * (left * step.f0[i] + right * step.f1[i]);
        }
        return Vectors.norm(velocity);
    }
}
