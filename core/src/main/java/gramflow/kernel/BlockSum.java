package gramflow.kernel;

/** The products of a block of rows of a matrix with a vector. */
interface BlockSum {

    /** Elements of scratch that {@link #compute} needs. */
    int room();

    /**
     * {@code sums[at + r] ← Σ a(i + r, l)·x(l)} over from ≤ l &lt; to, 0 ≤ r &lt; rows.
     *
     * @param rows at most {@link MatrixVector#ROWS}
     * @param scratch {@link #room} elements, the calling thread's own
     */
    void compute(long i, int rows, long from, long to, Scratch scratch, double[] sums, int at);
}
