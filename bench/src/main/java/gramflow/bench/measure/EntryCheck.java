package gramflow.bench.measure;

import gramflow.matrix.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Compares entries of a product with dot products computed here, in twice the working precision, from the original data: the corners, and 64 entries
 * drawn at random. Where only a lower triangle was asked for, entries above it must still be what they were.
 *
 * <p>A sum of d products in precision u, in whatever order, with FMA or not, lies within about d·u·Σ|aₗ·bₗ| of the exact one; the bound is twice that. A
 * single product forgotten among d random ones costs about 1/d: the check finds it as long as d² ≪ 1/u.
 */
public final class EntryCheck {
    private static final int ENTRIES = 64;
    private static final int UNTOUCHED = 16;
    private static final long SEED = 20_240_229;
    private static final double SAFETY = 2;

    private record Entry(long i, long j, double exact, double scale) {
    }

    private final List<Entry> entries = new ArrayList<>();
    private final List<Entry> untouched = new ArrayList<>();
    private final double bound;

    /**
     * Computes the entries.
     *
     * @param a m × d, m ≥ 1
     * @param b d × n, n ≥ 1
     * @param lowerOnly whether entries (i, j) with j &gt; i are not to be written, and hold NaN
     */
    public EntryCheck(Matrix a, Matrix b, boolean lowerOnly) {
        bound = SAFETY * a.cols() * a.precision().unitRoundoff();
        long m = a.rows();
        long n = b.cols();
        SplittableRandom random = new SplittableRandom(SEED);
        add(a, b, 0, 0, lowerOnly);
        add(a, b, m - 1, n - 1, lowerOnly);
        add(a, b, m - 1, 0, lowerOnly);
        add(a, b, 0, n - 1, lowerOnly);
        while (entries.size() < ENTRIES + 4) {
            long i = random.nextLong(m);
            long j = random.nextLong(n);
            add(a, b, lowerOnly ? Math.max(i, j) : i, lowerOnly ? Math.min(i, j) : j, lowerOnly);
        }
        for (int k = 0; lowerOnly && n > 1 && k < UNTOUCHED; k++) {
            long j = 1 + random.nextLong(n - 1);
            untouched.add(new Entry(random.nextLong(j), j, Double.NaN, 0));
        }
    }

    private void add(Matrix a, Matrix b, long i, long j, boolean lowerOnly) {
        if (lowerOnly && j > i) {
            untouched.add(new Entry(i, j, Double.NaN, 0));
            return;
        }
        double sum = 0;
        double lost = 0;
        double scale = 0;
        for (long l = 0; l < a.cols(); l++) {
            double x = a.get(i, l);
            double y = b.get(l, j);
            // The product and the sum, each with what its rounding lost.
            double product = x * y;
            double productLost = Math.fma(x, y, -product);
            double next = sum + product;
            double part = next - sum;
            lost += sum - (next - part) + (product - part) + productLost;
            sum = next;
            scale += Math.abs(product);
        }
        entries.add(new Entry(i, j, sum + lost, scale));
    }

    /** Compares them with {@code c}. */
    public Check compare(Matrix c) {
        return compare(c::get);
    }

    /** A result in whatever memory it is. */
    @FunctionalInterface
    public interface Entries {
        /** Its entry in row i and column j. */
        double get(long i, long j);
    }

    /** Compares them with a result. */
    public Check compare(Entries c) {
        double residual = 0;
        String fault = "";
        for (Entry e : entries) {
            double found = c.get(e.i, e.j);
            double error = Double.isFinite(found)
                    ? Math.abs(found - e.exact) / Math.max(e.scale, Double.MIN_NORMAL)
                    : Double.POSITIVE_INFINITY;
            if (error > bound && error > residual) {
                fault = "entry (%d, %d) is %s, expected %s: off by %.1e, allowed %.1e".formatted(e.i, e.j, found, e.exact, error, bound);
            }
            residual = Math.max(residual, error);
        }
        for (Entry e : untouched) {
            if (!Double.isNaN(c.get(e.i, e.j))) {
                fault = "entry (%d, %d) lies above the triangle asked for, and was written".formatted(e.i, e.j);
            }
        }
        return new Check(residual, bound, fault);
    }
}
