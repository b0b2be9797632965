package gramflow.bench.page;

import java.util.Locale;

/** Numbers as a person reads them. */
public final class Figures {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final double[] TIMES = {1, 1e-3, 1e-6, 1e-9};
    private static final String[] TIME_UNITS = {"s", "ms", "µs", "ns"};

    private Figures() {
    }

    /** {@code 0.0123}, {@code 12300}, {@code 1.23 × 10⁻⁷}: that many significant digits, no zeros at the end, a power of ten where it would be long. */
    public static String of(double value, int digits) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
        }
        if (value == 0) {
            return "0";
        }
        String scientific = String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
        int e = scientific.indexOf('e');
        int exponent = Integer.parseInt(scientific.substring(e + 1).replace("+", ""));
        String mantissa = trimmed(scientific.substring(0, e)).replace('-', '−');
        if (exponent < -4 || exponent > 5) {
            return switch (mantissa) {
                case "1" -> power(exponent);
                case "−1" -> "−" + power(exponent);
                default -> mantissa + " × " + power(exponent);
            };
        }
        return trimmed(String.format(Locale.ROOT, "%." + Math.max(0, digits - 1 - exponent) + "f", value)).replace('-', '−');
    }

    /** The same, but all digits stay: {@code 0.500} and {@code 0.750} stand under each other. */
    public static String fixed(double value, int decimals) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value).replace('-', '−') : of(value, 1);
    }

    /** {@code 12.34 ms}. */
    public static String seconds(double value) {
        for (int i = 0; i < TIMES.length; i++) {
            if (Math.abs(value) >= TIMES[i] || (i == TIMES.length - 1 && value != 0)) {
                return of(value / TIMES[i], 4) + " " + TIME_UNITS[i];
            }
        }
        return of(value, 4) + " s";
    }

    private static String power(int exponent) {
        StringBuilder power = new StringBuilder("10");
        if (exponent < 0) {
            power.append('⁻');
        }
        Integer.toString(Math.abs(exponent)).chars().forEach(c -> power.append(SUPERSCRIPTS.charAt(c - '0')));
        return power.toString();
    }

    private static String trimmed(String digits) {
        if (digits.indexOf('.') < 0) {
            return digits;
        }
        String shorter = digits.replaceAll("0+$", "");
        return shorter.endsWith(".") ? shorter.substring(0, shorter.length() - 1) : shorter;
    }
}
