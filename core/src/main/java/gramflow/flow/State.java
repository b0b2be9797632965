package gramflow.flow;

import gramflow.problem.Problem;
import java.util.Optional;

/**
 * Where a run is. Valid while the observer that was handed it looks; arrays are the run's own, not to be changed or kept. F and ∇F are computed when first asked for, if the method did not
 * need them anyway; only what the method needed counts as an evaluation.
 */
public interface State {

    /** What is minimised. */
    Problem problem();

    /** Steps taken, 0 at the start. */
    long step();

    /** Time of a flow; of a descent the sum of its step sizes, so t/β after t steps of 1/β. */
    double time();

    /** The point. */
    double[] w();

    /** F(w). */
    double value();

    /** ∇F(w), or a subgradient. */
    double[] gradient();

    /** ‖∇F(w)‖. */
    double gradientNorm();

    /** Length of the path so far: Σ‖wᵢ₊₁ − wᵢ‖, or ∫‖ẇ‖. */
    double arcLength();

    /** Gradients and products with the Hessian the method has evaluated. */
    long evaluations();

    /** Size of the step that led here; NaN at the start. */
    double stepSize();

    /** Norm of the gradient, or of the estimate of it, that led here; NaN at the start. */
    double stepGradientNorm();

    /** The weighted mean of the points before this one, of methods that keep it. */
    default Optional<double[]> average() {
        return Optional.empty();
    }
}
