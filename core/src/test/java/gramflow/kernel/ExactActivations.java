package gramflow.kernel;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The activations and their derivatives in 60 digits, from series and continued fractions of their own: what {@link ActivationFormula} is held against. */
final class ExactActivations {
    private static final MathContext DIGITS = new MathContext(60);
    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final BigDecimal TWO = BigDecimal.TWO;
    private static final BigDecimal LN2 = new BigDecimal(
            "0.693147180559945309417232121458176568075500134360255254120680009493393621969694716");
    private static final BigDecimal PI = new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494459230781640628621");
    private static final BigDecimal ROOT_PI = PI.sqrt(new MathContext(70));
    private static final BigDecimal ROOT_TWO = TWO.sqrt(new MathContext(70));
    /** From here on the continued fraction of erfc is taken. */
    private static final BigDecimal FAR = new BigDecimal("2.5");

    /** e to this and less is taken to be {@link #NOTHING}: far below the least double, also after it is multiplied by the largest. */
    private static final BigDecimal VANISHING = BigDecimal.valueOf(-3000);
    private static final BigDecimal NOTHING = BigDecimal.valueOf(1, 1300);

    private ExactActivations() {
    }

    /** φ, φ′ or φ″ at a finite z, where φ is smooth. */
    static BigDecimal of(ActivationFormula formula, int derivative, double z) {
        BigDecimal x = new BigDecimal(z);
        return switch (formula) {
            case TANH -> tanh(x, derivative);
            case ERF -> erf(x, derivative);
            case SOFTPLUS -> derivative == 0 ? softplus(x) : sigmoid(x, derivative - 1);
            case SIGMOID -> sigmoid(x, derivative);
            case GELU -> gelu(x, derivative);
            case RELU -> x.signum() <= 0 ? BigDecimal.ZERO : derivative == 0 ? x : derivative == 1 ? ONE : BigDecimal.ZERO;
            case IDENTITY -> derivative == 0 ? x : derivative == 1 ? ONE : BigDecimal.ZERO;
        };
    }

    /** The largest |φ′| or |φ″|. */
    static double largest(ActivationFormula formula, int derivative) {
        return switch (formula) {
            case TANH -> derivative == 1 ? 1 : 4 / (3 * Math.sqrt(3));
            case ERF -> derivative == 1 ? 2 / Math.sqrt(Math.PI) : 2 * Math.sqrt(2 / (Math.PI * Math.E));
            case SOFTPLUS -> derivative == 1 ? 1 : 0.25;
            case SIGMOID -> derivative == 1 ? 0.25 : 1 / (6 * Math.sqrt(3));
            case GELU -> derivative == 1 ? 1.128904145185155 : Math.sqrt(2 / Math.PI);
            case RELU, IDENTITY -> derivative == 1 ? 1 : 0;
        };
    }

    private static BigDecimal tanh(BigDecimal x, int derivative) {
        BigDecimal e = exp(x.abs().multiply(TWO).negate());
        // Where |x| is small, 1 − e is 2|x| and little more: enough digits are left of the 60 for what a double can be.
        BigDecimal t = expm1(x.abs().multiply(TWO).negate()).negate().divide(ONE.add(e), DIGITS);
        t = x.signum() < 0 ? t.negate() : t;
        BigDecimal slope = e.multiply(BigDecimal.valueOf(4)).divide(ONE.add(e).pow(2), DIGITS);
        return derivative == 0 ? t : derivative == 1 ? slope : t.multiply(slope, DIGITS).multiply(TWO).negate();
    }

    private static BigDecimal sigmoid(BigDecimal x, int derivative) {
        BigDecimal e = exp(x.abs().negate());
        BigDecimal low = e.divide(ONE.add(e), DIGITS);
        BigDecimal high = ONE.divide(ONE.add(e), DIGITS);
        if (derivative == 0) {
            return x.signum() < 0 ? low : high;
        }
        BigDecimal slope = low.multiply(high, DIGITS);
        BigDecimal curvature = slope.multiply(high.subtract(low), DIGITS);
        return derivative == 1 ? slope : x.signum() < 0 ? curvature : curvature.negate();
    }

    private static BigDecimal softplus(BigDecimal x) {
        BigDecimal e = exp(x.abs().negate());
        // log(1 + e) = 2·artanh(e/(2 + e)), by its series.
        BigDecimal s = e.divide(TWO.add(e), DIGITS);
        BigDecimal square = s.multiply(s, DIGITS);
        BigDecimal power = s;
        BigDecimal sum = s;
        for (int n = 3; power.multiply(square, DIGITS).compareTo(sum.scaleByPowerOfTen(-62)) > 0; n += 2) {
            power = power.multiply(square, DIGITS);
            sum = sum.add(power.divide(BigDecimal.valueOf(n), DIGITS), DIGITS);
        }
        return x.max(BigDecimal.ZERO).add(sum.multiply(TWO), new MathContext(400));
    }

    private static BigDecimal erf(BigDecimal x, int derivative) {
        if (derivative == 0) {
            BigDecimal value = x.abs().compareTo(FAR) < 0 ? erfNear(x.abs()) : ONE.subtract(erfc(x.abs()));
            return x.signum() < 0 ? value.negate() : value;
        }
        BigDecimal slope = TWO.divide(ROOT_PI, DIGITS).multiply(exp(x.multiply(x).negate()), DIGITS);
        return derivative == 1 ? slope : x.multiply(TWO).multiply(slope, DIGITS).negate();
    }

    private static BigDecimal gelu(BigDecimal x, int derivative) {
        BigDecimal tail = erfc(x.abs().divide(ROOT_TWO, new MathContext(68))).divide(TWO);
        BigDecimal distribution = x.signum() < 0 ? tail : ONE.subtract(tail);
        BigDecimal density = exp(x.multiply(x).divide(TWO).negate()).divide(ROOT_PI.multiply(ROOT_TWO), DIGITS);
        return switch (derivative) {
            case 0 -> x.multiply(distribution);
            case 1 -> distribution.add(x.multiply(density));
            default -> density.multiply(TWO.subtract(x.multiply(x)));
        };
    }

    /** 2/√π·e^(−x²)·Σ 2ⁿx^(2n+1)/(2n+1)!!, all terms positive, x ≥ 0. */
    private static BigDecimal erfNear(BigDecimal x) {
        BigDecimal square = x.multiply(x).multiply(TWO);
        BigDecimal term = x;
        BigDecimal sum = x;
        for (int n = 3; term.compareTo(sum.scaleByPowerOfTen(-62)) > 0; n += 2) {
            term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return TWO.divide(ROOT_PI, DIGITS).multiply(exp(x.multiply(x).negate()), DIGITS).multiply(sum, DIGITS);
    }

    /** e^(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), or 1 − erf x, x ≥ 0. */
    private static BigDecimal erfc(BigDecimal x) {
        if (x.compareTo(FAR) < 0) {
            return ONE.subtract(erfNear(x));
        }
        double at = x.doubleValue();
        BigDecimal fraction = x;
        for (int k = (int) (900 / (at * at)) + 90; k > 0; k--) {
            fraction = x.add(BigDecimal.valueOf(k / 2.0).divide(fraction, DIGITS), DIGITS);
        }
        return exp(x.multiply(x).negate()).divide(ROOT_PI.multiply(fraction), DIGITS);
    }

    /** eˣ; far below all doubles, something that is so too. */
    private static BigDecimal exp(BigDecimal x) {
        if (x.compareTo(VANISHING) < 0) {
            return NOTHING;
        }
        BigDecimal k = x.divide(LN2, DIGITS).setScale(0, RoundingMode.HALF_EVEN);
        BigDecimal mantissa = ONE.add(expm1(x.subtract(k.multiply(LN2))));
        int power = k.intValueExact();
        return power < 0 ? mantissa.divide(TWO.pow(-power), DIGITS) : mantissa.multiply(TWO.pow(power), DIGITS);
    }

    /** eˣ − 1 by its series where |x| is small, otherwise from eˣ. */
    private static BigDecimal expm1(BigDecimal x) {
        if (x.abs().compareTo(ONE) > 0) {
            return exp(x).subtract(ONE);
        }
        BigDecimal term = x.round(DIGITS);
        BigDecimal sum = term;
        for (int n = 2; term.signum() != 0 && term.abs().compareTo(sum.abs().scaleByPowerOfTen(-62)) > 0; n++) {
            term = term.multiply(x, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum;
    }
}
