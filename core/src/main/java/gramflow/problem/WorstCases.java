package gramflow.problem;

/** Functions on which the bounds of {@code docs/theory.md} are attained: a method that does better on one of them, or worse, is not the method it says it is. */
public final class WorstCases {
    private static final double[] ORIGIN = {0};

    private WorstCases() {
    }

    /** Huber's function: βw²/2 up to |w| = knee, and its tangent beyond (A3, A4, A10). */
    public static ScalarFunction huber(double beta, double knee) {
        return new ScalarFunction("Huber's function with knee " + knee,
                w -> Math.abs(w) <= knee ? beta * w * w / 2 : beta * knee * Math.abs(w) - beta * knee * knee / 2,
                w -> Math.abs(w) <= knee ? beta * w : Math.copySign(beta * knee, w),
                Facts.CONVEX.withBeta(Known.computed(beta)).withLipschitz(Known.computed(beta * knee)).withInfimum(Known.computed(0))
                        .withMinimiser(ORIGIN,
                                Known.Origin.COMPUTED));
    }

    /** G|w|, of slope +G at 0 (A4, A9). */
    public static ScalarFunction absolute(double slope) {
        return new ScalarFunction("%s |w|".formatted(slope), w -> slope * Math.abs(w), w -> w < 0 ? -slope : slope,
                Facts.CONVEX.withLipschitz(Known.computed(slope)).withInfimum(Known.computed(0)).withMinimiser(ORIGIN,
                        Known.Origin.COMPUTED));
    }

    /**
     * A staircase without end, whose slope varies between m/2 and m with curvature ±β: F′(w) = m/2 + β·dist(w, h(ℤ+½)), h = m/β. Descent with 1/β from 0 steps from one point of slope m to the
     * next, and the least squared gradient of iterates 0 … t is 4β(F(w₀) − F(w_t))/(3t) (A1).
     */
    public static ScalarFunction staircase(double beta, double m) {
        double h = m / beta;
        return new ScalarFunction("a staircase", w -> staircaseValue(w, beta, m, h), w -> staircaseSlope(w, beta, m, h),
                Facts.NONE.withBeta(Known.computed(beta)));
    }

    /** The same with a valley at the end, F′ = m + β(w − w_{t−1}) left of w_{t−1} = −(t−1)h: the least squared gradient of iterates 0 … t−1 is 4β(F(w₀) − F(w_t))/(3t−1) (A1). */
    public static ScalarFunction staircaseIntoValley(double beta, double m, int t) {
        double h = m / beta;
        double last = -(t - 1) * h;
        double lastValue = staircaseValue(last, beta, m, h);
        return new ScalarFunction("a staircase of " + t + " steps",
                w -> w < last ? lastValue + m * (w - last) + beta * (w - last) * (w - last) / 2 : staircaseValue(w, beta, m, h),
                w -> w < last ? m + beta * (w - last) : staircaseSlope(w, beta, m, h), Facts.NONE.withBeta(Known.computed(beta)));
    }

    private static double staircaseSlope(double w, double beta, double m, double h) {
        double u = w - h * Math.floor(w / h);
        return m / 2 + beta * Math.abs(u - h / 2);
    }

    private static double staircaseValue(double w, double beta, double m, double h) {
        double step = Math.floor(w / h);
        double u = w - h * step;
        double v = u - h / 2;
        double area = u <= h / 2 ? u * (h - u) / 2 : h * h / 8 + v * v / 2;
        return step * (3 * m * h / 4) + m * u / 2 + beta * area;
    }

    /** w² + 3 sin²w: not convex, β = 8, μ = 0.1755 (A8). */
    public static ScalarFunction bumpyBowl() {
        return new ScalarFunction("w^2 + 3 sin^2 w", w -> w * w + 3 * Math.sin(w) * Math.sin(w), w -> 2 * w + 3 * Math.sin(2 * w),
                Facts.NONE.withBeta(Known.computed(8)).withMu(Known.computed(0.1755)).withInfimum(Known.computed(0)).withMinimiser(ORIGIN,
                        Known.Origin.COMPUTED));
    }

    /** a·w (A2). */
    public static Problem linear(double... a) {
        double[] slope = a.clone();
        Facts facts = Facts.CONVEX.withLipschitz(Known.computed(Vectors.norm(slope)));
        return new Problem() {
            @Override
            public int dimension() {
                return slope.length;
            }

            @Override
            public double value(double[] w) {
                return Vectors.dot(slope, w);
            }

            @Override
            public double valueAndGradient(double[] w, double[] gradient) {
                Vectors.copy(slope, gradient);
                return value(w);
            }

            @Override
            public Facts facts() {
                return facts;
            }

            @Override
            public String toString() {
                return "a linear function";
            }
        };
    }

    /**
     * G·max{maxⱼ wⱼ, ‖w‖ − R(1 + 1/√t)} of t parameters, with the subgradient G·eⱼ, j the first index of the largest coordinate: t steps of the subgradient method from 0, none of which improves
     * on the start (A11).
     */
    public static Problem hardForSubgradients(int t, double radius, double slope) {
        double least = -radius / Math.sqrt(t);
        double[] minimiser = new double[t];
        java.util.Arrays.fill(minimiser, least);
        Facts facts = Facts.CONVEX.withLipschitz(Known.computed(slope)).withInfimum(Known.computed(slope * least)).withMinimiser(minimiser,
                Known.Origin.COMPUTED);
        double reach = radius * (1 + 1 / Math.sqrt(t));
        return new Problem() {
            @Override
            public int dimension() {
                return t;
            }

            @Override
            public double value(double[] w) {
                return slope * Math.max(w[first(w)], Vectors.norm(w) - reach);
            }

            @Override
            public double valueAndGradient(double[] w, double[] gradient) {
                int j = first(w);
                double norm = Vectors.norm(w);
                double outer = norm - reach;
                java.util.Arrays.fill(gradient, 0);
                if (w[j] >= outer) {
                    gradient[j] = slope;
                } else {
                    Vectors.addScaled(gradient, slope / norm, w);
                }
                return slope * Math.max(w[j], outer);
            }

            @Override
            public Facts facts() {
                return facts;
            }

            @Override
            public String toString() {
                return "the hard problem of %d subgradient steps".formatted(t);
            }
        };
    }

    private static int first(double[] w) {
        int largest = 0;
        for (int j = 1; j < w.length; j++) {
            largest = w[j] > w[largest] ? j : largest;
        }
        return largest;
    }
}
