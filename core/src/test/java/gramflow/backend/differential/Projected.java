package gramflow.backend.differential;

import gramflow.memory.Strided;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Knows C·v for two vectors v of integers drawn by lot, since that is L·(R·v) and takes no time (Freivalds, 1977). With integers all of it is exact, so a
 * row of C with anything wrong in it escapes one vector with a chance of at most 1 in 1,999, and both with the square of that.
 */
final class Projected implements Oracle {
    private static final int MOST = 999;

    private final Case c;
    private final double[][] vectors;
    private final double[][] expected;

    private Projected(Case c, double[][] vectors, double[][] expected) {
        this.c = c;
        this.vectors = vectors;
        this.expected = expected;
    }

    static Projected of(Case c, Operands operands) {
        if (c.entries() != Entries.INTEGERS || c.alpha() != 1 || c.beta() != 0) {
            throw new IllegalArgumentException("not a plain case: " + c);
        }
        Strided left = operands.first().block();
        Strided right = c.operation().right(left, operands.second().block());
        SplittableRandom random = new SplittableRandom(c.seed());
        double[][] vectors = new double[2][];
        double[][] expected = new double[2][];
        for (int v = 0; v < 2; v++) {
            vectors[v] = random.doubles(c.n(), -MOST, MOST + 1).map(Math::floor).toArray();
            expected[v] = times(left, times(right, vectors[v], Part.ALL), Part.ALL);
        }
        return new Projected(c, vectors, expected);
    }

    @Override
    @Nullable
    public String complaint(Strided result) {
        for (int v = 0; v < 2; v++) {
            double[] found = times(result, vectors[v], c.part());
            for (int i = 0; i < c.m(); i++) {
                if (found[i] != expected[v][i]) {
                    return "row %d times a vector of integers is %s, expected %s".formatted(i, found[i], expected[v][i]);
                }
            }
        }
        return null;
    }

    /** Block times vector; of a block of which one triangle is written, the other is taken for its mirror image. */
    private static double[] times(Strided block, double[] vector, Part part) {
        double[] product = new double[(int) block.rows()];
        for (int i = 0; i < product.length; i++) {
            for (int j = 0; j < vector.length; j++) {
                product[i] += (part.writes(i, j) ? block.get(i, j) : block.get(j, i)) * vector[j];
            }
        }
        return product;
    }
}
