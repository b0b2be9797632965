package gramflow.lazy;

/**
 * What is watched of a run at one time.
 *
 * @param step steps taken
 * @param time t
 * @param residual ‖αf(w) − y‖; of another loss than the square, √(2(L − inf L))
 * @param tangentResidual ‖αf₀(u) − y‖, the same
 * @param gap ‖αf(w) − αf₀(u)‖
 * @param displacement ‖w − w₀‖
 * @param tangentDisplacement ‖u − w₀‖
 * @param parameterGap ‖w − u‖
 * @param pathLength ∫‖ẇ‖
 * @param sigmaMin σ_min(J_t)
 * @param sigmaMax σ_max(J_t)
 * @param kernelDrift ‖K_t − K₀‖
 * @param separated whether gap and parameterGap are of the separation of the two flows, integrated by itself; else they are differences of the two
 * @param separationError part of parameterGap that it may be off by, if so; else 0
 * @param gradient ‖∇L‖ at αf(w): the residual again for the square
 */
public record LazyRecord(long step, double time, double residual, double tangentResidual, double gap, double displacement,
        double tangentDisplacement, double parameterGap, double pathLength, double sigmaMin, double sigmaMax, double kernelDrift,
        boolean separated,
        double separationError, double gradient) {
}
