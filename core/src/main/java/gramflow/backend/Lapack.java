package gramflow.backend;

import gramflow.memory.Strided;

/**
 * Factorisations that a linked library brings along; optional, see {@link Backend#lapack}. What {@code core} does itself never needs it: it is the faster way where it is there, and
 * a second opinion in tests. Thread-safe. All matrices are fp64 or fp32, the same in a call.
 */
public interface Lapack {

    /** Library and version, for a person. */
    String description();

    /** The largest n this library can be asked for: 32-bit work-space sizes end {@link #eigen} at 32,766. */
    long maxOrder();

    /**
     * A ← L of A = L·Lᵀ in the lower triangle; the strictly upper one is neither read nor written. n³/3 flops.
     *
     * @param a n × n with column stride 1, symmetric positive definite, its lower triangle read
     * @return n if it succeeded; else the index of the first row whose pivot was not positive: the rows before it are factored
     * @throws IllegalArgumentException if n is beyond {@link #maxOrder}
     */
    long cholesky(Strided a);

    /**
     * All eigenvalues of a symmetric matrix, ascending, and the eigenvectors if asked for. About 4n³/3 flops without vectors, 9n³ with them.
     *
     * @param a n × n with column stride 1, its lower triangle read; destroyed. With {@code vectors} its row i becomes the unit eigenvector of {@code values[i]}
     * @param vectors whether to compute eigenvectors
     * @param values takes the n eigenvalues
     * @throws IllegalArgumentException if n is beyond {@link #maxOrder}
     * @throws ArithmeticException if the library's iteration did not converge
     */
    void eigen(Strided a, boolean vectors, double[] values);
}
