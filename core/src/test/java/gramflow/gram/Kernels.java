package gramflow.gram;

import gramflow.backend.Backends;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.memory.ProductPair;
import java.util.List;
import java.util.Random;

/** Kernel matrices for tests. */
final class Kernels {
    private Kernels() {
    }

    static Products products() {
        return new Products(Backends.named("scalar"), Workers.shared());
    }

    static Matrix random(Precision precision, long rows, long cols, long seed) {
        Random random = new Random(seed);
        Matrix m = Matrix.zeros(precision, rows, cols);
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < cols; j++) {
                m.set(i, j, random.nextGaussian());
            }
        }
        return m;
    }

    /** X·Xᵀ. */
    static Gram linear(Precision precision, long n, long d) {
        return Gram.of(random(precision, n, d, 1));
    }

    /** A tangent kernel of two layers, the second with a factor for each of two outputs. */
    static Gram layers(Precision precision, long examples) {
        Matrix a = random(precision, examples, 11, 2);
        Matrix b = random(precision, examples, 7, 3);
        Matrix d = random(precision, 2 * examples, 5, 4);
        Matrix e = random(precision, 2 * examples, 3, 5);
        return Gram.of(List.of(pair(0.5, a, 1, d), pair(0.25, b, 0, e)));
    }

    private static ProductPair pair(double scale, Matrix a, double shift, Matrix d) {
        return new ProductPair(scale, a.strided(), a.strided(), shift, 2, d.strided(), d.strided());
    }
}
