package gramflow.io;

import gramflow.matrix.Matrix;
import gramflow.memory.Strided;
import java.util.Locale;

/** What is done to data before use, in place. Sums run in double precision and in a fixed order, whatever the precision of the matrix. */
public enum Scaling {
    /** Nothing. */
    NONE,
    /** Each row is divided by its Euclidean norm, which neither overflows nor underflows for any finite entries. */
    UNIT,
    /** Every entry is divided by the largest finite absolute value of all. */
    MAX;

    /** Squares of numbers between these, and sums of 2⁶³ of them, neither overflow nor lose digits. */
    private static final double LEAST_SQUARED = 0x1p-400;
    private static final double MOST_SQUARED = 0x1p400;

    /**
     * Scales a matrix.
     *
     * @param x its rows are the examples; entries are overwritten, and if the scaling is refused some may have been
     * @param source what the data were read from, for the message
     * @throws DataException if there is nothing but zeros to divide by; rows are counted from 1
     */
    public void apply(Matrix x, String source) {
        scale(x, source, divisor(x, source));
    }

    /**
     * Scales two sets of examples alike: under {@link #MAX} both are divided by the largest value of the first, so that products between them mean what
     * products within the first do.
     *
     * @param x as for {@link #apply(Matrix, String)}
     * @param source what the first set was read from
     * @param other the second set, likewise overwritten
     * @param otherSource what the second set was read from
     * @throws DataException if there is nothing but zeros to divide by; rows are counted from 1
     */
    public void apply(Matrix x, String source, Matrix other, String otherSource) {
        double divisor = divisor(x, source);
        scale(x, source, divisor);
        scale(other, otherSource, divisor);
    }

    private double divisor(Matrix x, String source) {
        if (this != MAX) {
            return 1;
        }
        double largest = 0;
        for (long i = 0; i < x.rows(); i++) {
            for (long j = 0; j < x.cols(); j++) {
                double magnitude = Math.abs(x.strided().get(i, j));
                // NaN, where it was let in, is not larger than anything.
                if (magnitude > largest && magnitude < Double.POSITIVE_INFINITY) {
                    largest = magnitude;
                }
            }
        }
        if (largest == 0) {
            throw new DataException(source, "every entry is zero, they cannot be divided by the largest");
        }
        return largest;
    }

    private void scale(Matrix x, String source, double divisor) {
        Strided entries = x.strided();
        for (long i = 0; i < x.rows(); i++) {
            if (this == MAX) {
                for (long j = 0; j < x.cols(); j++) {
                    entries.set(i, j, entries.get(i, j) / divisor);
                }
            } else if (this == UNIT && !normalise(entries, i)) {
                throw new DataException(source, "row %d of %d is all zeros, it cannot be scaled to norm 1".formatted(i + 1, x.rows()));
            }
        }
    }

    /** The name used on the command line: {@code none}, {@code unit} or {@code max}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The scaling of that {@link #label() label}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Scaling of(String label) {
        for (Scaling scaling : values()) {
            if (scaling.label().equals(label)) {
                return scaling;
            }
        }
        throw new IllegalArgumentException("unknown scaling '" + label + "', expected none, unit or max");
    }

    /** Divides row i by its norm; false if it is zero. */
    static boolean normalise(Strided x, long i) {
        double largest = largest(x, i);
        if (largest == 0) {
            return false;
        }
        boolean safe = largest >= LEAST_SQUARED && largest <= MOST_SQUARED;
        // Multiplying by a power of two is exact.
        int exponent = safe ? 0 : -Math.getExponent(largest);
        double norm = Math.sqrt(sumOfSquares(x, i, exponent));
        for (long j = 0; j < x.cols(); j++) {
            x.set(i, j, scaled(x.get(i, j), exponent) / norm);
        }
        return true;
    }

    private static double largest(Strided x, long i) {
        double largest = 0;
        for (long j = 0; j < x.cols(); j++) {
            largest = Math.max(largest, Math.abs(x.get(i, j)));
        }
        return largest;
    }

    /** Kahan's sum: what each addition loses is carried along, so that the error does not grow with the number of terms. */
    private static double sumOfSquares(Strided x, long i, int exponent) {
        double sum = 0;
        double lost = 0;
        for (long j = 0; j < x.cols(); j++) {
            double entry = scaled(x.get(i, j), exponent);
            double term = entry * entry - lost;
            double next = sum + term;
            lost = next - sum - term;
            sum = next;
        }
        return sum;
    }

    private static double scaled(double entry, int exponent) {
        return exponent == 0 ? entry : Math.scalb(entry, exponent);
    }
}
