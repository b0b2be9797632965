package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.matrix.Products;

/**
 * Extreme eigenvalues of a symmetric operator from its products with vectors: Lanczos' process with full reorthogonalisation, restarted with the best
 * vectors found whenever the basis is full (Wu and Simon, SIAM J. Matrix Anal. 22, 2000). Immutable, and safe to share between threads.
 *
 * <p>The large end of a kernel matrix comes in some ten products. The small end comes slowly, in as many products as the root of the condition number or
 * more: where K is formed, {@link ExtremeEigenvalues} is the better way.
 *
 * @param basis vectors kept at most, ≥ 3: memory for that many times n doubles
 * @param tolerance residual to reach, relative to the eigenvalue: the error of an eigenvalue that stands alone is about its square
 * @param products products to take at most, ≥ 1; what has been found by then is returned, as not converged
 * @param seed of the vector it starts with
 */
public record Lanczos(int basis, double tolerance, long products, long seed) {

    /** A basis of 48, a tolerance of 1e-10, at most 2000 products. */
    public static final Lanczos DEFAULT = new Lanczos(48, 1e-10, 2000, 1);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Lanczos {
        if (basis < 3 || !(tolerance > 0) || products < 1) {
            throw new IllegalArgumentException(
                    "Lanczos: basis %d, tolerance %s, products %d; expected at least 3, above 0, at least 1".formatted(
                            basis, tolerance, products));
        }
    }

    /** The same with another basis. */
    public Lanczos withBasis(int other) {
        return new Lanczos(other, tolerance, products, seed);
    }

    /** The same with another tolerance. */
    public Lanczos withTolerance(double other) {
        return new Lanczos(basis, other, products, seed);
    }

    /** The same with another limit. */
    public Lanczos withProducts(long other) {
        return new Lanczos(basis, tolerance, other, seed);
    }

    /** The same with another seed. */
    public Lanczos withSeed(long other) {
        return new Lanczos(basis, tolerance, products, other);
    }

    /**
     * λ_max.
     *
     * @param k of order ≥ 1
     * @param on what does the rest of the arithmetic
     * @param progress hears of products, and may cancel
     * @throws IllegalArgumentException if a product is not finite
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    public Extreme largest(SymmetricOperator k, Products on, Progress progress) {
        return new RitzProcess(k, on, this, RitzProcess.Ends.LARGEST, progress).run().largest();
    }

    /** λ_min; as {@link #largest}. */
    public Extreme smallest(SymmetricOperator k, Products on, Progress progress) {
        return new RitzProcess(k, on, this, RitzProcess.Ends.SMALLEST, progress).run().smallest();
    }

    /** λ_min and λ_max from one basis; as {@link #largest}. */
    public Extremes both(SymmetricOperator k, Products on, Progress progress) {
        return new RitzProcess(k, on, this, RitzProcess.Ends.BOTH, progress).run();
    }
}
