package gramflow.bench.measure;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.util.SplittableRandom;

/**
 * What a product is made of: random entries in (−1, 1), the same for whoever computes with them.
 *
 * @param a n × d
 * @param b d × n, of {@code gram} the transpose of {@code a}; d × 1 for a product with a vector
 */
public record Factors(Matrix a, Matrix b) {
    private static final long SEED = 1;

    /** Those of a kernel, outside the heap. */
    public static Factors of(Kernel kernel, Precision precision, long n, long d) {
        SplittableRandom random = new SplittableRandom(SEED);
        Matrix a = Matrix.zeros(precision, n, d);
        fill(a, random);
        if (kernel == Kernel.GRAM) {
            return new Factors(a, a.transpose());
        }
        Matrix b = Matrix.zeros(precision, d, kernel == Kernel.MATVEC ? 1 : n);
        fill(b, random);
        return new Factors(a, b);
    }

    private static void fill(Matrix m, SplittableRandom random) {
        for (long i = 0; i < m.rows(); i++) {
            for (long j = 0; j < m.cols(); j++) {
                m.set(i, j, 2 * random.nextDouble() - 1);
            }
        }
    }
}
