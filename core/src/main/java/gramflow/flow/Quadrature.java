package gramflow.flow;

import java.util.function.DoubleUnaryOperator;

/** Integrals of the speed along a step, of which the length of a path is made. */
public final class Quadrature {
    /** Gauss' points of order 10 on [0, 1], the middle last, and their weights. */
    private static final double[] POINTS = {0.046910077030668, 0.23076534494715845, 0.7692346550528415, 0.953089922969332, 0.5};
    private static final double[] WEIGHTS = {0.11846344252809454, 0.23931433524968324, 0.23931433524968324, 0.11846344252809454,
            0.28444444444444444};
    private static final int DEPTH = 40;

    private Quadrature() {
    }

    /** ∫₀^end by five points: for speeds that a polynomial describes. */
    static double gauss(double end, DoubleUnaryOperator speed) {
        return gauss(0, end, speed);
    }

    private static double gauss(double from, double to, DoubleUnaryOperator speed) {
        double sum = 0;
        for (int i = 0; i < POINTS.length; i++) {
            sum += WEIGHTS[i] * speed.applyAsDouble(from + POINTS[i] * (to - from));
        }
        return sum * (to - from);
    }

    /** ∫₀^end by halving intervals until halves agree with the whole to the tolerance, absolutely: for speeds that fall by orders of magnitude at the start. */
    public static double adaptive(double end, double tolerance, DoubleUnaryOperator speed) {
        return adaptive(0, end, gauss(0, end, speed), tolerance, speed, DEPTH);
    }

    private static double adaptive(double from, double to, double whole, double tolerance, DoubleUnaryOperator speed, int depth) {
        double middle = from + (to - from) / 2;
        double left = gauss(from, middle, speed);
        double right = gauss(middle, to, speed);
        if (Math.abs(left + right - whole) <= tolerance || depth == 0) {
            return left + right;
        }
        return adaptive(from, middle, left, tolerance, speed, depth - 1) + adaptive(middle, to, right, tolerance, speed, depth - 1);
    }
}
