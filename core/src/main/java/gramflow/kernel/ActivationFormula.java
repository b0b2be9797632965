package gramflow.kernel;

import gramflow.kernel.Arithmetic.Double2;
import gramflow.kernel.Arithmetic.Power;

/**
 * The activations and their first two derivatives, as formulas. Values are within 2 units in the last place, derivatives within those or within twice the unit roundoff
 * times the largest derivative. Each is built on what is small and known to all its digits, such as e to a negative power, and the rest is added to it.
 *
 * <p>Coefficients are best approximations, made by {@code docs/oracle/coefficients.py}.
 */
public enum ActivationFormula {
    /** max(z, 0); the derivative at 0 is 0. */
    RELU {
        @Override
        Results of(Term x, Arithmetic with) {
            Term zero = Term.constant(0);
            // NaN is neither positive nor less than infinity.
            Term rest = x.less(Double.POSITIVE_INFINITY).then(zero, x);
            Term positive = zero.less(x);
            return new Results(positive.then(x, rest), positive.then(Term.constant(1), rest), positive.then(zero, rest));
        }
    },
    /** tanh z. With w = 2e/(1 + e), e = e^(−2|z|): |tanh| = 1 − w, tanh′ = 2w − w². */
    TANH {
        @Override
        Results of(Term x, Arithmetic with) {
            Term magnitude = x.abs();
            Term a = magnitude.atMost(TANH_LIMIT);
            Term twice = a.plus(a);
            Term e = magnitude.over(TANH_LIMIT).then(Term.constant(0), with.exp(twice.negated()).value());
            Term w = e.plus(e).over(e.plus(1));
            Term z = a.times(a);
            Term center = with.multiplyAdd(a.times(z), with.polynomial(z, TANH_CENTER), a);
            // What is NaN is not far, and NaN in the center.
            Term far = a.over(TANH_NEAR);
            Double2 tail = Arithmetic.sumOfLarger(Term.constant(1), w.negated());
            Term size = far.then(tail.high(), center);
            Term root = far.then(w, center);
            Term slope = with.minusProduct(far.then(w.plus(w), Term.constant(1)), root, root);
            Term bend = with.multiplyAdd(size, slope, far.then(tail.low().times(slope), Term.constant(0)));
            return new Results(size.withSignOf(x), slope, bend.plus(bend).withSignOf(x.negated()));
        }
    },
    /** The error function 2/√π ∫₀ᶻ e^(−t²) dt. */
    ERF {
        @Override
        Results of(Term x, Arithmetic with) {
            Term magnitude = x.abs();
            Term a = magnitude.atMost(GAUSS_LIMIT);
            Double2 square = with.product(a, a);
            Power e = with.exp(square.high().negated(), square.low().negated());
            Term center = with.multiplyAdd(a, with.polynomial(square.high(), ERF_CENTER), a);
            Term t = with.multiplyAdd(Term.constant(-4), Term.constant(1).over(a.plus(2)), 1);
            Term tail = with.minusProduct(Term.constant(1), e.value(), with.polynomial(t, ERFC));
            // What is NaN is not far, and NaN in the center.
            Term value = a.over(1).then(tail, center).withSignOf(x);
            Term mantissa = magnitude.over(GAUSS_LIMIT).then(Term.constant(0), with.product(e.mantissa(), TWO_OVER_ROOT_PI).sum());
            Term slope = e.scaled(mantissa);
            return new Results(value, slope, slope.times(a.plus(a).withSignOf(x.negated())));
        }
    },
    /** log(1 + eᶻ) = max(z, 0) + log(1 + e^(−|z|)). */
    SOFTPLUS {
        @Override
        Results of(Term x, Arithmetic with) {
            Term a = x.abs().atMost(LOGISTIC_LIMIT);
            Power e = with.expToZero(a.negated());
            // log(1 + e) = 2·artanh(s), s = e/(2 + e), of which t is all but the power of two; 1/(2 + e) = (1 − s)/2.
            Term small = e.value();
            Double2 divisor = Arithmetic.sumOfLarger(Term.constant(2), small);
            divisor = new Double2(divisor.high(), divisor.low().plus(e.scaled(e.low())));
            Term t0 = e.high().over(divisor.high());
            Term s0 = e.scaled(t0);
            Double2 t = with.quotient(e.mantissa(), divisor, t0, Term.constant(0.5).minus(s0.times(0.5)));
            Term z = s0.times(s0);
            Term rest = with.multiplyAdd(t0.times(z), with.polynomial(z, ATANH), t.low().times(2));
            Term logarithm = e.scaled(t0.times(2).plus(rest));
            Term value = x.less(0).then(logarithm, x.plus(logarithm));
            Results logistic = SIGMOID.of(x, with);
            return new Results(value, logistic.value(), logistic.slope());
        }
    },
    /** 1/(1 + e^(−z)). With w = e/(1 + e), e = e^(−|z|): w or 1 − w; the derivative is w − w². */
    SIGMOID {
        @Override
        Results of(Term x, Arithmetic with) {
            Term a = x.abs().atMost(LOGISTIC_LIMIT);
            Power e = with.expToZero(a.negated());
            Double2 tail = with.ratio(e);
            Term below = tail.sum();
            Term w = e.scaled(below);
            Term above = Term.constant(1).minus(e.scaled(tail.high())).minus(e.scaled(tail.low()));
            Term slope = e.scaled(with.minusProduct(below, below, w));
            // 1 − 2w, which is 0 at 0.
            Double2 difference = Arithmetic.sumOfLarger(Term.constant(1), e.scaled(tail.high()).times(-2));
            Term bend = slope.times(difference.high().plus(difference.low().minus(e.scaled(tail.low()).times(2))));
            Term curvature = bend.abs().withSignOf(x.negated());
            return new Results(x.less(0).then(w, above), slope, curvature);
        }
    },
    /** z·Φ(z), Φ the normal distribution. With q = Φ(−|z|) it is |z|·(1 − q) or −|z|·q. */
    GELU {
        @Override
        Results of(Term x, Arithmetic with) {
            Term magnitude = x.abs();
            Term a = magnitude.atMost(NORMAL_LIMIT);
            Double2 square = with.product(a, a);
            Power e = with.expToZero(square.high().times(-0.5), square.low().times(-0.5));
            // q = e^(−a²/2)·g(t)/(a + 4), t = 1 − 8/(a + 4); all of it to twice the digits, for the sake of its product with a.
            Double2 divisor = Arithmetic.sum(a, Term.constant(4));
            Term r0 = Term.constant(1).over(divisor.high());
            Double2 r = with.quotient(Double2.of(1), divisor, r0, r0);
            Double2 t = Arithmetic.sumOfLarger(Term.constant(1), r0.times(-8));
            t = new Double2(t.high(), with.multiplyAdd(r.low(), Term.constant(-8), t.low()));
            Double2 g = with.step(t, with.step(t, new Double2(with.polynomial(t.high(), MILLS), Term.constant(0)), MILLS_SECOND),
                    MILLS_FIRST);
            Double2 ratio = with.product(e.mantissa(), with.product(g, r));
            Double2 below = with.product(ratio, new Double2(a, Term.constant(0)));
            Term positive = magnitude.minus(e.scaled(below.high())).minus(e.scaled(below.low()));
            Term value = x.less(0).then(e.scaled(below.sum()).negated(), positive.withSignOf(x));
            Term q = e.scaled(ratio.sum());
            Term mantissa = with.product(e.mantissa(), ONE_OVER_ROOT_TWO_PI).sum();
            Term density = e.scaled(mantissa);
            Term tail = with.minusProduct(q, a, density);
            Term slope = x.less(0).then(tail, Term.constant(1).minus(tail));
            return new Results(value, slope, e.scaled(mantissa.times(with.minusProduct(Term.constant(2), a, a))));
        }
    },
    /** z. */
    IDENTITY {
        @Override
        Results of(Term x, Arithmetic with) {
            return new Results(x, Term.constant(1), Term.constant(0));
        }
    };

    /** tanh′ is taken to be 0 beyond, where it is below 10⁻³⁰⁶. */
    private static final double TANH_LIMIT = 354;
    /** e^(−z) is 0 beyond. */
    private static final double LOGISTIC_LIMIT = 750;
    /** e^(−z²) is taken to be 0 beyond, where it is below 10⁻³⁰⁶. */
    private static final double GAUSS_LIMIT = 26.6;
    /** e^(−z²/2) is 0 beyond. */
    private static final double NORMAL_LIMIT = 39;
    /** Where 1 − w begins to be more exact than a polynomial. */
    private static final double TANH_NEAR = 0.55;
    /** (tanh a − a)/a³ by a². */
    private static final double[] TANH_CENTER = {-0x1.555555555554fp-2, 0x1.11111111107ebp-3, -0x1.ba1ba1b981b02p-5, 0x1.664f485a55483p-6,
            -0x1.226e2f30b955bp-7, 0x1.d6d29fe792385p-9, -0x1.7d90099d492cbp-10, 0x1.34855e57836f9p-11, -0x1.e98081b0c660fp-13,
            0x1.5da331f467126p-14, -0x1.47822c36a9ffbp-16};
    /** (2·artanh s − 2s)/s³ by s², s ≤ 1/3. */
    private static final double[] ATANH = {0x1.5555555555535p-1, 0x1.99999999a083fp-2, 0x1.2492492085792p-2, 0x1.c71c741f8cb74p-3,
            0x1.745cb39b38d48p-3, 0x1.3b1de32a76070p-3, 0x1.10676832fdd8fp-3, 0x1.efdd8a6431de9p-4, 0x1.559c2dc2cc33ap-4,
            0x1.5c8a78973737ap-3};
    /** (erf a − a)/a by a², a ≤ 1. */
    private static final double[] ERF_CENTER = {0x1.06eba8214db68p-3, -0x1.812746b0379c2p-2, 0x1.ce2f21a041018p-4, -0x1.b82ce312062bcp-6,
            0x1.565bccfa9a825p-8, -0x1.c02db072f3fe0p-11, 0x1.f9a2bf73f0c68p-14, -0x1.f4ca94990cb86p-17, 0x1.b9827b1885f9bp-20,
            -0x1.5c16e30fb0d45p-23, 0x1.d784936618cc2p-27, -0x1.acdff90b8ebd8p-31};
    /** e^(a²)·erfc a by t = (a − 2)/(a + 2), a ≥ 1, as exact as erf needs it. */
    private static final double[] ERFC = {0x1.058671b52c776p-2, -0x1.b57034efd3f56p-2, 0x1.eeea7dc8a790bp-3, -0x1.437f0b68ccc3fp-4,
            0x1.e947158adbd8ap-9, 0x1.ca95ed863ddb6p-8, -0x1.bc258dc50c7e8p-11, -0x1.016b5372ff7a2p-10, 0x1.6d353243b786fp-15,
            0x1.6d8268b89d84ap-13, 0x1.cf708973a31eep-16, -0x1.be77cbaa594fbp-16, -0x1.a8448783e66dep-17};
    /** (a + 4)·e^(a²/2)·Φ(−a) by t = (a − 4)/(a + 4), from the third coefficient on: Mills' ratio. */
    private static final double[] MILLS = {0x1.8c6dbf2cfc2b5p-2, -0x1.7dff2bff6839fp-3, 0x1.eec4cc3e4d098p-5, -0x1.ee2761047d8cep-8,
            -0x1.c81719d51f273p-9, 0x1.ab825fc0955dfp-10, 0x1.17a4ae1368bccp-13, -0x1.e4a42554e6f73p-13, -0x1.001e2216b578ep-19,
            0x1.26d097b0f676ap-15, 0x1.80aed7f0eff90p-21, -0x1.8d4afc53be246p-18, -0x1.51dcfb540c1c1p-21, 0x1.123624ccadc1ep-20,
            0x1.2322462ee8629p-22, -0x1.4ceee75a66e4bp-23, -0x1.6baea46ac4e06p-24, 0x1.cf1b1ee31a6d6p-27, 0x1.4932bb70482c8p-26,
            0x1.dc212c055dc27p-30, -0x1.4992f24096b76p-29, -0x1.6bbedb18778d6p-31};
    private static final Double2 MILLS_FIRST = Double2.of(0x1.82b4bb8c94dcep-1, -0x1.ad7aaa90053b8p-56);
    private static final Double2 MILLS_SECOND = Double2.of(-0x1.373e3a893c28ap-1, -0x1.af98042c7982fp-57);
    private static final Double2 TWO_OVER_ROOT_PI = Double2.of(0x1.20dd750429b6dp0, 0x1.1ae3a914fed80p-56);
    private static final Double2 ONE_OVER_ROOT_TWO_PI = Double2.of(0x1.9884533d43651p-2, -0x1.cbc0d30ebfd15p-56);

    /**
     * What a formula gives.
     *
     * @param value φ(z)
     * @param slope φ′(z)
     * @param curvature φ″(z)
     */
    record Results(Term value, Term slope, Term curvature) {
        Term of(ActivationResult result) {
            return switch (result) {
                case VALUE -> value;
                case SLOPE -> slope;
                case CURVATURE -> curvature;
            };
        }
    }

    /** The formula, for an argument. */
    abstract Results of(Term x, Arithmetic with);
}
