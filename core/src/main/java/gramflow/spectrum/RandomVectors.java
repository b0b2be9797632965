package gramflow.spectrum;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import java.util.SplittableRandom;

/** Vectors that follow from a seed alone. */
final class RandomVectors {
    private RandomVectors() {
    }

    /** Fills a vector with independent entries uniform in (−1, 1). */
    static void uniform(SplittableRandom random, Matrix x) {
        for (long i = 0; i < x.rows(); i++) {
            x.set(i, 0, 2 * random.nextDouble() - 1);
        }
    }

    /** Fills a vector with independent signs. */
    static void signs(SplittableRandom random, Matrix x) {
        for (long i = 0; i < x.rows(); i++) {
            x.set(i, 0, random.nextBoolean() ? 1 : -1);
        }
    }

    /** x ← x/‖x‖, and the norm it had. */
    static double normalise(Matrix x, Products on) {
        double norm = on.norm(x);
        scale(x, 1 / norm, on);
        return norm;
    }

    /** x ← factor·x. */
    static void scale(Matrix x, double factor, Products on) {
        long chunk = 1L << 15;
        on.workers().forEach(Math.ceilDiv(x.rows(), chunk), (task, worker) -> {
            long to = Math.min(x.rows(), (task + 1) * chunk);
            for (long i = task * chunk; i < to; i++) {
                x.set(i, 0, x.get(i, 0) * factor);
            }
        });
    }
}
