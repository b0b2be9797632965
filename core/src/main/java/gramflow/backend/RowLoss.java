package gramflow.backend;

/** The loss φᵢ of each row of a data matrix, of the product z of that row with the parameters. */
@FunctionalInterface
public interface RowLoss {
    /**
     * {@code z[i] ← φ′(z[i])} of row {@code firstRow + i·step}, 0 ≤ i &lt; count. Called from several threads at once, for different rows.
     *
     * @param step rows lie that far apart: several streams are read side by side
     * @return Σ φ(z[i]) over these rows
     */
    double residuals(long firstRow, long step, double[] z, int count);
}
