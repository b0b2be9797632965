package gramflow.flow;

import gramflow.problem.Vectors;

/**
 * The exponential Rosenbrock method exprb32 (Hochbruck, Ostermann and Schweitzer, SIAM J. Numer. Anal. 47, 2009): u = w + hφ₁(hJ)ẇ, exact where the flow is linear, and u + 2hφ₃(hJ)(N(u) − N(w)),
 * of order 3, with N what the flow has besides its linear part at w. Their difference is the error estimate. Krylov spaces give the φ-functions; where a space of the dimension allowed does not serve
 * the step asked for, the step it does serve is taken.
 */
final class ExponentialRosenbrock extends Stepper {
    private static final int MOST_VECTORS = 96;
    /** Vectors between looks at the error, each of which takes an eigendecomposition. */
    private static final int AT_A_TIME = 6;
    /** Of the tolerance, for each of the two Krylov approximations. */
    private static final double KRYLOV_SHARE = 0.1;

    private final Krylov first;
    private final Krylov second;
    private final double[] coefficients = new double[MOST_VECTORS];
    private final double[] correction;
    private final double[] remainder;
    private final double[] linear;
    private boolean spanned;
    private double allowed;

    ExponentialRosenbrock(Field field) {
        super(field);
        first = new Krylov(field, MOST_VECTORS);
        second = new Krylov(field, MOST_VECTORS);
        correction = new double[field.dimension()];
        remainder = new double[field.dimension()];
        linear = new double[field.dimension()];
    }

    @Override
    void restarted() {
        spanned = false;
    }

    @Override
    double attempt(double size, double tolerance) {
        allowed = tolerance;
        double krylov = KRYLOV_SHARE * tolerance;
        if (!spanned) {
            first.begin(f0);
            spanned = true;
        }
        while (first.size() == 0 || first.error(1, size) > krylov) {
            if (!first.grow(w0, f0, AT_A_TIME)) {
                break;
            }
        }
        h = first.longest(1, size, krylov);
        if (!(h > 0)) {
            return Double.POSITIVE_INFINITY;
        }
        double hidden = h / 3 * remainder(h / 2);
        double shown = h / 3 * remainder(h);
        double error = correct(krylov, shown);
        // Half-way a smooth remainder is a quarter of what it is at the end. One that is larger there has come and gone: the path has crossed into other terrain and back.
        return hidden > shown ? Math.max(error, hidden / allowed) : error;
    }

    /** w1 ← the linear flow's point at that time, remainder ← what the velocity there has besides; returns its norm. */
    private double remainder(double time) {
        first.coefficients(1, time, coefficients);
        Vectors.copy(w0, w1);
        first.add(1, time, coefficients, w1);
        first.jacobianOf(coefficients, linear);
        field.velocity(w1, remainder);
        for (int i = 0; i < remainder.length; i++) {
            remainder[i] -= f0[i] + linear[i];
        }
        return Vectors.norm(remainder);
    }

    private double correct(double krylov, double largest) {
        java.util.Arrays.fill(correction, 0);
        // φ₃ ≤ 1/6: a correction that cannot matter is not computed. Rounding alone leaves one.
        if (!(largest > krylov)) {
            value1 = field.velocity(w1, f1);
            return largest / allowed;
        }
        second.begin(remainder);
        // h³φ₃ over h²: errors are compared in the same units.
        while (second.size() == 0 || 2 * second.error(3, h) / (h * h) > krylov) {
            if (!second.grow(w0, f0, AT_A_TIME)) {
                break;
            }
        }
        double krylovError = 2 * second.error(3, h) / (h * h);
        second.add(3, h, coefficients, correction);
        Vectors.scale(correction, 2 / (h * h));
        double error = Vectors.norm(correction) + krylovError;
        if (error <= allowed) {
            Vectors.addScaled(w1, 1, correction);
            value1 = field.velocity(w1, f1);
        }
        return error / allowed;
    }

    @Override
    void advance() {
        super.advance();
        spanned = false;
    }

    @Override
    double errorOrder() {
        return 3;
    }

    @Override
    double share(double tolerance) {
        return 0.3;
    }

    @Override
    public void interpolate(double theta, double[] out) {
        Vectors.copy(w0, out);
        first.add(1, theta * h, coefficients, out);
        Vectors.addScaled(out, theta * theta * theta, correction);
    }

    @Override
    public double arcLength(double theta) {
        return Quadrature.adaptive(theta * h, allowed, first::speed);
    }
}
