package gramflow.flow;

import gramflow.problem.Face;
import gramflow.problem.Problem;
import gramflow.problem.Vectors;

/** The right-hand side of a flow, ẇ = −∇F(w), or its projection on the tangent space of a face; and the count of what was evaluated. */
final class Field {
    private final Problem problem;
    private final double[] unconstrained;
    private final double[] shifted;
    private Face face;
    private long evaluations;

    Field(Problem problem, Face face) {
        this.problem = problem;
        this.face = face;
        this.unconstrained = new double[problem.dimension()];
        this.shifted = new double[problem.dimension()];
    }

    int dimension() {
        return unconstrained.length;
    }

    Problem problem() {
        return problem;
    }

    Face face() {
        return face;
    }

    void enter(Face other) {
        face = other;
    }

    long evaluations() {
        return evaluations;
    }

    /** velocity ← ẇ at w; returns F(w). */
    double velocity(double[] w, double[] velocity) {
        evaluations++;
        double value = problem.valueAndGradient(w, velocity);
        for (int i = 0; i < velocity.length; i++) {
            velocity[i] = -velocity[i];
        }
        Vectors.copy(velocity, unconstrained);
        face.tangent(w, velocity);
        return value;
    }

    /** −∇F where {@link #velocity} was last asked for. */
    double[] unconstrained() {
        return unconstrained;
    }

    /**
     * product ← the derivative of the velocity in the direction v: by the Hessian if there is one, else by a difference.
     *
     * @param velocity at w
     */
    void jacobianTimes(double[] w, double[] velocity, double[] v, double[] product) {
        if (problem.hasHessian()) {
            evaluations++;
            problem.hessianTimes(w, v, product);
            for (int i = 0; i < product.length; i++) {
                product[i] = -product[i];
            }
            face.tangent(w, product);
            return;
        }
        double norm = Vectors.norm(v);
        if (norm == 0) {
            Vectors.copy(v, product);
            return;
        }
        // Half the digits to the step, half to the difference.
        double step = 0x1p-26 * Math.max(1e-3, Vectors.norm(w)) / norm;
        Vectors.sum(w, step, v, shifted);
        velocity(shifted, product);
        for (int i = 0; i < product.length; i++) {
            product[i] = (product[i] - velocity[i]) / step;
        }
    }
}
