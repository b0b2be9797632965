package gramflow.rate;

import gramflow.problem.Problem;
import gramflow.problem.Vectors;

/** How far a point is from being optimal, from what can be computed there. */
public final class Optimality {
    private Optimality() {
    }

    /**
     * β·‖w − P_S(w − ∇F(w)/β)‖: zero exactly where −∇F(w) is in the normal cone of the set at w, which for convex F is exactly where w is optimal; ‖∇F(w)‖ where there is no constraint. One gradient.
     */
    public static double normalConeResidual(Problem problem, double[] w, double beta) {
        double[] gradient = new double[w.length];
        problem.valueAndGradient(w, gradient);
        return normalConeResidual(problem, w, gradient, beta);
    }

    static double normalConeResidual(Problem problem, double[] w, double[] gradient, double beta) {
        double[] stepped = new double[w.length];
        Vectors.sum(w, -1 / beta, gradient, stepped);
        problem.set().project(stepped);
        return beta * Math.sqrt(Vectors.squaredDistance(w, stepped));
    }

    /** F(w) − F̄ is at most ‖∇F(w)‖²/(2μ), μ or λ being known and there being no constraint: when to stop. */
    public static double certifiedGap(double gradientNorm, double mu) {
        return gradientNorm * gradientNorm / (2 * mu);
    }
}
