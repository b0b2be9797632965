package gramflow.kernel;

/** Turns products of rows into residuals, while the rows are in cache. */
@FunctionalInterface
public interface Residuals {
    /**
     * {@code z[i] ← φ′(z[i])} of row {@code firstRow + i·step}, 0 ≤ i &lt; count. Called from several threads, for different rows.
     *
     * @return Σ φ(z[i]) over these rows
     */
    double apply(long firstRow, long step, double[] z, int count);
}
