package gramflow.kernel;

import gramflow.memory.Precision;

/**
 * When a sum of squares can be trusted, and by which power of two to multiply entries when it can't: a Euclidean norm near 10³⁰⁰ or 10⁻³⁰⁰ is a
 * double, its square is not.
 */
final class SafeNorm {
    /** Squares below the least normal number are rounded by half the least number: next to a sum n times this, that is nothing. */
    private static final double LEAST_F64 = 0x1p-960;
    private static final double LEAST_F32 = 0x1p-100;

    private SafeNorm() {
    }

    /** Whether a sum of n squares, taken in that precision, has neither overflowed nor lost what underflowed. False for NaN. */
    static boolean inRange(double squares, long n, Precision precision) {
        return squares >= n * (precision == Precision.F64 ? LEAST_F64 : LEAST_F32) && squares < Double.POSITIVE_INFINITY;
    }

    /** Whether there is something to multiply: if the largest entry is 0, ∞ or NaN, that is the norm. */
    static boolean scalable(double largest) {
        return largest > 0 && largest < Double.POSITIVE_INFINITY;
    }

    /** e, such that 2ᵉ is a number of that precision, and the largest entry times it at most 4, with a square and a long sum of those in range. */
    static int exponent(double largest, Precision precision) {
        return precision == Precision.F64
                ? Math.clamp(-Math.getExponent(largest), -1022, 1000)
                : Math.clamp(-Math.getExponent(largest), -126, 126);
    }
}
