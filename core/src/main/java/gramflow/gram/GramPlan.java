package gramflow.gram;

import gramflow.memory.Precision;
import gramflow.model.Model;
import gramflow.model.Outputs;
import gramflow.model.TangentCost;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a Gram matrix costs, known from the sizes alone, before any memory is taken. Immutable.
 *
 * @param way how K is to be computed
 * @param rows rows of K
 * @param cols columns of K
 * @param inner length of the rows whose products are taken, of all factors together
 * @param symmetric whether K is X·Xᵀ of one set of rows, of which one triangle is computed and the other mirrors it
 * @param precision element type of X and K
 * @param flops additions and multiplications in products: n·(n+1)·d where K is symmetric, 2·n·m·d where it is not, d the inner length
 * @param inputBytes memory of the rows
 * @param outputBytes memory of K, both triangles, or its size on disk
 * @param scratchBytes memory a backend may take for itself: at most one packed copy of the rows
 */
public record GramPlan(Way way, long rows, long cols, long inner, boolean symmetric, Precision precision, double flops, long inputBytes,
        long outputBytes, long scratchBytes) {

    /** How K is computed. */
    public enum Way {
        /** Products of rows that are in memory. */
        DENSE_PRODUCTS("dense products"),
        /** Layer by layer: two products of factors, multiplied entry by entry. */
        STRUCTURED("layer by layer"),
        /** Rows of the Jacobian written out, and their products. */
        EXPLICIT_ROWS("explicit rows"),
        /** Products of rows that are read from a file again and again. */
        STREAMED("products of streamed rows");

        private final String label;

        Way(String label) {
            this.label = label;
        }

        /** A few words for a person. */
        public String label() {
            return label;
        }
    }

    /**
     * The plan of X·Xᵀ for X of n × d.
     *
     * @throws IllegalArgumentException if a size is negative, or a number of bytes does not fit in a {@code long}
     */
    public static GramPlan symmetric(long n, long d, Precision precision) {
        long input = bytes(precision, n, d);
        return new GramPlan(Way.DENSE_PRODUCTS, n, n, d, true, precision, (double) n * (n + 1.0) * d, input, bytes(precision, n, n), input);
    }

    /**
     * The plan of X·X′ᵀ for X of n × d and X′ of m × d.
     *
     * @throws IllegalArgumentException if a size is negative, or a number of bytes does not fit in a {@code long}
     */
    public static GramPlan rectangular(long n, long m, long d, Precision precision) {
        long left = bytes(precision, n, d);
        long right = bytes(precision, m, d);
        if (left + right < 0) {
            throw tooLarge(n, d, precision);
        }
        return new GramPlan(Way.DENSE_PRODUCTS, n, m, d, false, precision, 2.0 * n * m * d, left + right, bytes(precision, n, m),
                left + right);
    }

    /**
     * The plan of the tangent kernel of a model over n examples, or between n and m of them.
     *
     * @param m number of the other examples; n examples with themselves if it is negative
     * @param outputs what is done with several outputs
     * @param layout how their entries lie
     * @param way how, or null for the way of the fewest flops
     * @throws IllegalArgumentException if n is negative, or a number of bytes does not fit in a {@code long}
     */
    public static GramPlan tangent(Model model, long n, long m, Outputs outputs, Layout layout, Precision precision, @Nullable Way way) {
        TangentCost cost = model.tangentCost(outputs);
        boolean symmetric = m < 0;
        double structured = symmetric ? cost.structuredFlops(n) : cost.structuredFlops(n, m);
        double explicit = symmetric ? cost.explicitFlops(n) : cost.explicitFlops(n, m);
        Way taken = way != null ? way : structured <= explicit ? Way.STRUCTURED : Way.EXPLICIT_ROWS;
        boolean written = taken == Way.EXPLICIT_ROWS;
        long examples = symmetric ? n : n + m;
        double length = written ? cost.rowLength() : cost.exampleLength() + cost.outputLength();
        // Factors are needed to write rows out, too.
        long factors = bytes(precision, examples, (long) (model.inputs() + cost.factorLength()));
        long rowBytes = written ? bytes(precision, Math.multiplyExact(examples, cost.rows()), (long) cost.rowLength()) : 0;
        long rows = Math.multiplyExact(n, cost.rows());
        long cols = symmetric ? rows : Math.multiplyExact(m, cost.rows());
        boolean blocks = layout == Layout.NNOO;
        return new GramPlan(taken, blocks ? n : rows, blocks ? Math.multiplyExact(cols, cost.rows()) : cols, (long) length, symmetric,
                precision,
                written ? explicit : structured, Math.addExact(factors, rowBytes), bytes(precision, rows, cols),
                written ? rowBytes : factors);
    }

    /** The plan of a kernel matrix of those sizes. */
    static GramPlan of(Shape k) {
        double entries = k.symmetric() ? (double) k.rows() * (k.rows() + 1.0) : 2.0 * k.rows() * k.cols();
        return new GramPlan(k.way(), k.rows(), k.cols(), k.inner(), k.symmetric(), k.precision(), entries * k.inner(), k.inputBytes(),
                bytes(k.precision(), k.rows(), k.cols()), k.inputBytes());
    }

    private static long bytes(Precision precision, long rows, long cols) {
        if (rows < 0 || cols < 0) {
            throw new IllegalArgumentException("negative size: " + rows + " x " + cols);
        }
        try {
            return Math.multiplyExact(Math.multiplyExact(rows, cols), precision.bytes());
        } catch (ArithmeticException e) {
            throw tooLarge(rows, cols, precision);
        }
    }

    private static IllegalArgumentException tooLarge(long rows, long cols, Precision precision) {
        return new IllegalArgumentException("a matrix of %d x %d %s has more than 2^63 bytes".formatted(rows, cols, precision.label()));
    }

    /** Memory needed at once while K is in memory too: rows, scratch and K; the largest {@code long} if it is more than that. */
    public long memoryBytes() {
        long total = inputBytes + scratchBytes + outputBytes;
        boolean overflow = inputBytes + scratchBytes < 0 || total < 0;
        return overflow ? Long.MAX_VALUE : total;
    }

    /**
     * Seconds the flops take on a machine that never waits: a lower bound, and what a measured time is held against.
     *
     * @param flopsPerSecond the roof: multiply-adds of this precision on the threads used, two flops each
     */
    public double secondsAt(double flopsPerSecond) {
        return flops / flopsPerSecond;
    }

    /** One line for a person. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT,
                "%s K of %d x %d %s from rows of length %d, by %s: %.4g flops, input %d, output %d, scratch up to %d bytes",
                symmetric ? "symmetric" : "rectangular", rows, cols, precision.label(), inner, way.label(), flops, inputBytes, outputBytes,
                scratchBytes);
    }
}
