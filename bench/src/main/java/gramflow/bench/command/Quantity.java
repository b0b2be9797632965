package gramflow.bench.command;

import java.util.Locale;

/** Numbers as a person reads them: three digits, a decimal prefix and a unit. */
final class Quantity {
    private static final String PREFIXES = " kMGTPE";

    private Quantity() {
    }

    /** {@code 800 MB} for 8·10⁸ and {@code "B"}; {@code 12 B} for 12: below a thousand only whole numbers. */
    static String of(double value, String unit) {
        double scaled = value;
        int prefix = 0;
        while (Math.abs(scaled) >= 999.5 && prefix < PREFIXES.length() - 1) {
            scaled /= 1000;
            prefix++;
        }
        String digits = String.format(Locale.ROOT, scaled >= 99.95 || prefix == 0 ? "%.0f" : scaled >= 9.995 ? "%.1f" : "%.2f", scaled);
        return digits + " " + PREFIXES.substring(prefix, prefix + 1).strip() + unit;
    }

    /** {@link #of} bytes. */
    static String bytes(long number) {
        return of((double) number, "B");
    }

    /** {@code 0.0123 s}, {@code 1.50 s}, {@code 123 s}: three digits, and none below a hundredth of a millisecond. */
    static String seconds(double seconds) {
        String format = seconds < 0.1 ? "%.4f s" : seconds < 1 ? "%.3f s" : seconds < 10 ? "%.2f s" : seconds < 100 ? "%.1f s" : "%.0f s";
        return String.format(Locale.ROOT, format, seconds);
    }
}
