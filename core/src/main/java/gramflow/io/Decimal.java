package gramflow.io;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Decimal numbers in text: an optional sign, digits with an optional point, an optional exponent; or {@code nan}, {@code inf} and {@code infinity} in
 * any case. The result is the double nearest to the number written.
 */
final class Decimal {
    /** Up to here an integer is exact in a double, and so is its quotient or product with an exact power of ten, but for one rounding. */
    private static final long EXACT = 1L << 53;
    /** Powers of ten that are exact in a double. */
    private static final double[] POWERS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
            1e17,
            1e18, 1e19, 1e20, 1e21, 1e22};
    /** An exponent far beyond this is as good as this: 0 or ∞. It keeps the sum of digits from overflowing. */
    private static final int MOST_EXPONENT = 100_000_000;

    private Decimal() {
    }

    /**
     * The number in {@code text[from … to − 1]}; ∞ if it is too large for a double.
     *
     * @throws NumberFormatException if it is none
     */
    static double parse(byte[] text, int from, int to) {
        int at = from;
        boolean negative = at < to && text[at] == '-';
        boolean signed = negative || (at < to && text[at] == '+');
        at += signed ? 1 : 0;
        long mantissa = 0;
        boolean exact = true;
        int digits = 0;
        int decimals = 0;
        boolean point = false;
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                exact &= mantissa < EXACT / 10;
                mantissa = exact ? mantissa * 10 + digit : mantissa;
                digits++;
                decimals += point ? 1 : 0;
            } else if (text[at] == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (digits == 0) {
            return word(text, from, to);
        }
        int exponent = at < to ? exponent(text, at, to) : 0;
        int power = exponent - decimals;
        if (exact && Math.abs(power) < POWERS.length) {
            double value = power < 0 ? mantissa / POWERS[-power] : mantissa * POWERS[power];
            return negative ? -value : value;
        }
        return Double.parseDouble(string(text, from, to));
    }

    /** Whether it is a number. */
    static boolean isNumber(byte[] text, int from, int to) {
        try {
            parse(text, from, to);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static int exponent(byte[] text, int from, int to) {
        int at = from + 1;
        boolean negative = at < to && text[at] == '-';
        boolean signed = negative || (at < to && text[at] == '+');
        at += signed ? 1 : 0;
        if ((text[from] != 'e' && text[from] != 'E') || at == to) {
            throw new NumberFormatException();
        }
        int exponent = 0;
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                throw new NumberFormatException();
            }
            exponent = Math.min(MOST_EXPONENT, exponent * 10 + digit);
        }
        return negative ? -exponent : exponent;
    }

    private static double word(byte[] text, int from, int to) {
        return switch (string(text, from, to).toLowerCase(Locale.ROOT)) {
            case "nan", "+nan", "-nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new NumberFormatException();
        };
    }

    private static String string(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
