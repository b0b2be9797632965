package gramflow.backend;

/** The loss φᵢ of each row of a data matrix, of the product z of that row with the parameters. */
@FunctionalInterface
public interface RowLoss {
    /**
     * {@code z[i] ← φ′(z[i])} of row {@code firstRow + i}, 0 ≤ i &lt; count. Called from several threads at once, for different rows.
     *
     * @return Σ φ(z[i]) over these rows
     */
    double residuals(long firstRow, double[] z, int count);
}
