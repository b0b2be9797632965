package gramflow.problem;

/**
 * Orthogonal coordinates c of w in which F(w) = F̄ + ½ Σ λⱼ cⱼ²: there gradient flow is cⱼ(t) = cⱼ(0)·exp(−λⱼ t). Eigenvalues may be zero or negative; F̄ is then F at c = 0.
 */
public interface SpectralForm {

    /** λⱼ, in an order of the problem's own; not to be changed. */
    double[] eigenvalues();

    /**
     * c ← coordinates of w.
     *
     * @param w p parameters; not changed
     * @param coordinates overwritten; another array
     */
    void toCoordinates(double[] w, double[] coordinates);

    /**
     * w ← the point with those coordinates.
     *
     * @param coordinates not changed
     * @param w overwritten; another array
     */
    void fromCoordinates(double[] coordinates, double[] w);
}
