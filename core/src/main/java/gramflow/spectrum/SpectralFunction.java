package gramflow.spectrum;

/**
 * A function of the eigenvalues, as flows and kernel regression need it. Evaluated at k as it is, negative or zero: no |k|, no clamp, so that an eigenvalue which
 * rounding has made −1e−300 gives what 0 gives.
 *
 * @param kind which one
 * @param time t ≥ 0, finite; not used by {@link Kind#INVERSE}
 */
public record SpectralFunction(Kind kind, double time) {

    /** The functions. */
    public enum Kind {
        /** exp(−tk): what gradient flow leaves of a residual. */
        EXPONENTIAL,
        /** ψ(k, t) = (1 − exp(−tk))/k, and t at k = 0: the integral of exp(−sk) over 0 ≤ s ≤ t. */
        PSI,
        /** 1/k. */
        INVERSE
    }

    /** Below this |tk|, t − ψ(k, t) has lost three digits and more to cancellation, and a series of five terms has them all. */
    private static final double SMALL = 1e-3;

    /**
     * Checks the time.
     *
     * @throws IllegalArgumentException if it is negative, infinite or NaN
     */
    public SpectralFunction {
        if (!(time >= 0 && time < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("time " + time + ", expected a finite number that is not negative");
        }
    }

    /** exp(−tk). */
    public static SpectralFunction exponential(double time) {
        return new SpectralFunction(Kind.EXPONENTIAL, time);
    }

    /** ψ(k, t). */
    public static SpectralFunction psi(double time) {
        return new SpectralFunction(Kind.PSI, time);
    }

    /** 1/k. */
    public static SpectralFunction inverse() {
        return new SpectralFunction(Kind.INVERSE, 0);
    }

    /** Its value at an eigenvalue. */
    public double at(double k) {
        return switch (kind) {
            case EXPONENTIAL -> Math.exp(-time * k);
            case PSI -> psi(k, time);
            case INVERSE -> 1 / k;
        };
    }

    /** ψ(k, t) = −expm1(−tk)/k; t at k = 0. */
    public static double psi(double k, double time) {
        double x = time * k;
        // Where x underflows or is tiny, expm1(−x) is −x to rounding, and x/k need not be t: subnormal numbers have few digits.
        return Math.abs(x) < Double.MIN_NORMAL / 0x1p-53 ? time : -Math.expm1(-x) / k;
    }

    /**
     * φ_k(z) of exponential integrators, k ≤ 4: φ₀ = exp, φ_{k+1}(z) = (φ_k(z) − 1/k!)/z, and 1/k! at z = 0. By its series near 0, by recursion from there down. No |z|, no clamp: φ₁(−1e−9) is 0.9999999995.
     */
    public static double phi(int k, double z) {
        if (k == 0) {
            return Math.exp(z);
        }
        if (k == 1) {
            return z == 0 ? 1 : Math.expm1(z) / z;
        }
        if (Math.abs(z) < 1) {
            double term = 1;
            for (int i = 2; i <= k; i++) {
                term /= i;
            }
            double sum = term;
            for (int i = 1; Math.abs(term) > 1e-18 * Math.abs(sum); i++) {
                term *= z / (k + i);
                sum += term;
            }
            return sum;
        }
        double factorial = 1;
        double phi = Math.expm1(z) / z;
        for (int i = 1; i < k; i++) {
            factorial *= i;
            phi = (phi - 1 / factorial) / z;
        }
        return phi;
    }

    /** ∫ ψ(k, s) ds over 0 ≤ s ≤ t, which is (t − ψ(k, t))/k; t²/2 at k = 0. */
    static double integralOfPsi(double k, double time) {
        double x = time * k;
        if (Math.abs(x) < SMALL) {
            // t²·(1/2 − x/6 + x²/24 − x³/120 + x⁴/720): the next term is below rounding.
            return time * time * (0.5 + x * (-1.0 / 6 + x * (1.0 / 24 + x * (-1.0 / 120 + x / 720))));
        }
        return (time - psi(k, time)) / k;
    }
}
