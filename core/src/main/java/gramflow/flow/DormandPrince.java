package gramflow.flow;

import gramflow.problem.Vectors;

/**
 * The explicit pair of orders 5 and 4 of Dormand and Prince (1980), with Shampine's continuous extension of order 4 (Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, II.6). Six
 * evaluations a step, and steps no longer than about 3.3/β: for problems that are not stiff. It notices when they are.
 */
final class DormandPrince extends Stepper {
    private static final double[][] A = {{}, {1.0 / 5}, {3.0 / 40, 9.0 / 40}, {44.0 / 45, -56.0 / 15, 32.0 / 9},
            {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
            {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
            {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}};
    private static final double[] ERROR = {71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40};
    private static final double[] DENSE = {-12715105075.0 / 11282082432.0, 0, 87487479700.0 / 32700410799.0, -10690763975.0 / 1880347072.0,
            701980252875.0 / 199316789632.0, -1453857185.0 / 822651844.0,
            69997945.0 / 29380423.0};
    private static final int STAGES = 7;
    /** h·λ beyond which the step is taken to be held back by stability: the method's limit on the negative axis is 3.3. */
    private static final double AT_THE_LIMIT = 3.0;
    private static final int STIFF_AFTER = 15;
    private static final int MILD_AFTER = 6;

    private final double[][] k = new double[STAGES][];
    private final double[] stage;
    private final double[] velocity;
    private int stiffSteps;
    private int mildSteps;
    private double lastStage;

    DormandPrince(Field field) {
        super(field);
        int p = field.dimension();
        k[0] = f0;
        k[STAGES - 1] = f1;
        for (int s = 1; s < STAGES - 1; s++) {
            k[s] = new double[p];
        }
        stage = new double[p];
        velocity = new double[p];
    }

    @Override
    double attempt(double size, double tolerance) {
        h = size;
        for (int s = 1; s < STAGES; s++) {
            double[] to = s == STAGES - 1 ? w1 : stage;
            combine(A[s], s, to);
            if (s == STAGES - 1) {
                lastStage = Vectors.squaredDistance(w1, stage);
            }
            value1 = field.velocity(to, k[s]);
        }
        double sum = 0;
        for (int i = 0; i < w1.length; i++) {
            double e = 0;
            for (int s = 0; s < STAGES; s++) {
                e += ERROR[s] * k[s][i];
            }
            sum += e * e;
        }
        return h * Math.sqrt(sum) / tolerance;
    }

    private void combine(double[] a, int stages, double[] to) {
        for (int i = 0; i < to.length; i++) {
            double sum = 0;
            for (int s = 0; s < stages; s++) {
                sum += a[s] * k[s][i];
            }
            to[i] = w0[i] + h * sum;
        }
    }

    @Override
    void advance() {
        double change = Vectors.squaredDistance(k[STAGES - 1], k[STAGES - 2]);
        boolean limited = lastStage > 0 && h * Math.sqrt(change / lastStage) > AT_THE_LIMIT;
        stiffSteps = limited ? stiffSteps + 1 : mildSteps >= MILD_AFTER ? 0 : stiffSteps;
        mildSteps = limited ? 0 : mildSteps + 1;
        super.advance();
    }

    /** Whether stability, not accuracy, has held back the last steps (Hairer and Wanner II, IV.2). */
    boolean stiff() {
        return stiffSteps >= STIFF_AFTER;
    }

    @Override
    double errorOrder() {
        return 5;
    }

    @Override
    double share(double tolerance) {
        return 0.3;
    }

    @Override
    public void interpolate(double theta, double[] out) {
        for (int i = 0; i < out.length; i++) {
            double difference = w1[i] - w0[i];
            double r3 = h * f0[i] - difference;
            double r4 = difference - h * f1[i] - r3;
            out[i] = w0[i] + theta * (difference + (1 - theta) * (r3 + theta * (r4 + (1 - theta) * curvature(i))));
        }
    }

    private double curvature(int i) {
        double sum = 0;
        for (int s = 0; s < STAGES; s++) {
            sum += DENSE[s] * k[s][i];
        }
        return h * sum;
    }

    @Override
    public double arcLength(double theta) {
        return Quadrature.gauss(theta, this::speed);
    }

    /** Norm of the continuous extension's derivative with respect to θ. */
    private double speed(double theta) {
        double one = 1 - 2 * theta;
        double two = theta * (2 - 3 * theta);
        double three = 2 * theta * (1 - theta) * one;
        for (int i = 0; i < velocity.length; i++) {
            double difference = w1[i] - w0[i];
            double r3 = h * f0[i] - difference;
            double r4 = difference - h * f1[i] - r3;
            velocity[i] = difference + one * r3 + two * r4 + three * curvature(i);
        }
        return Vectors.norm(velocity);
    }
}
