package gramflow.spectrum;

import gramflow.matrix.Matrix;
import java.util.Locale;

/**
 * An eigenvalue at an end of a spectrum, and how far it can be trusted: an eigenvalue of K lies between {@link #lower} and {@link #upper}. That it is the
 * outermost one is what the iteration found from a random start, not part of the bound; on the inner side the bound is certain, since {@code vector}'s Rayleigh
 * quotient never lies beyond the end of the spectrum.
 *
 * @param value the eigenvalue, {@code vector}'s Rayleigh quotient
 * @param error ‖K·v − value·v‖, and what rounding may have done to it
 * @param converged whether the error is as small as was asked for, or as rounding allows
 * @param vector n × 1 f64, of norm 1
 * @param products products K·x it took
 */
public record Extreme(double value, double error, boolean converged, Matrix vector, long products) {

    /** Digits of a double. */
    private static final int DIGITS = 17;

    /** Lower end of the bracket. */
    public double lower() {
        return value - error;
    }

    /** Upper end of the bracket. */
    public double upper() {
        return value + error;
    }

    /** Whether the sign is known: zero lies outside the bracket. */
    public boolean signKnown() {
        return error < Math.abs(value);
    }

    /** The digits it has and no more: {@code 1.2346e-7 (residual bound 3.1e-12)}; where it has none, a bracket. */
    @Override
    public String toString() {
        if (!signKnown()) {
            return String.format(Locale.ROOT, "between %.1e and %.1e", lower(), upper());
        }
        double certain = error == 0 ? DIGITS : Math.floor(Math.log10(Math.abs(value) / error));
        int digits = (int) Math.clamp(certain, 1, DIGITS);
        return String.format(Locale.ROOT, "%." + (digits - 1) + "e (residual bound %.1e)", value, error);
    }
}
