package gramflow.spectrum;

/**
 * All eigenvalues and eigenvectors of a small symmetric tridiagonal matrix, T = QΛQᵀ, on the heap: what projection on a Krylov space leaves to do. 3n³ flops.
 */
public final class TridiagonalEigen {
    private final double[] values;
    private final double[][] vectors;

    private TridiagonalEigen(double[] values, double[][] vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    /**
     * Of the leading n × n part.
     *
     * @param diagonal at least n entries; not changed
     * @param beside at least n − 1 entries, those beside the diagonal; not changed
     * @throws IllegalArgumentException if an entry is NaN or infinite
     */
    public static TridiagonalEigen of(double[] diagonal, double[] beside, int n) {
        double[] values = java.util.Arrays.copyOf(diagonal, n);
        double[] e = java.util.Arrays.copyOf(beside, n);
        double[][] vectors = new double[n][n];
        for (int i = 0; i < n; i++) {
            vectors[i][i] = 1;
        }
        TridiagonalQl.diagonalise(values, e, new RowRotations(vectors));
        return new TridiagonalEigen(values, vectors);
    }

    /** n. */
    public int order() {
        return values.length;
    }

    /** Eigenvalue i, in no particular order. */
    public double value(int i) {
        return values[i];
    }

    /** Entry j of the unit eigenvector of eigenvalue i. */
    public double entry(int i, int j) {
        return vectors[i][j];
    }
}
