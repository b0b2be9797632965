package gramflow.kernel;

import org.jspecify.annotations.Nullable;

/**
 * What formulas are made of: multiply-add, rounding errors as numbers, polynomials, and e to a power. Where the hardware does not fuse multiply and add,
 * nothing is fused, and the rounding error of a product is found by splitting its factors (Dekker 1971).
 *
 * @param fma whether {@link Term#fused} may be used
 */
record Arithmetic(boolean fma) {

    /** Best approximation of (eʳ − 1 − r)/r² for |r| ≤ ln 2 / 2, off by 2⁻⁵⁸ relative to eʳ. */
    private static final double[] EXP = {0x1.000000000000bp-1, 0x1.5555555555561p-3, 0x1.5555555550040p-5, 0x1.111111110d59ep-7,
            0x1.6c16c185a510bp-10, 0x1.a01a01bb0c39bp-13, 0x1.a0199697a2d30p-16, 0x1.71dddf8212412p-19, 0x1.28b046f117bffp-22,
            0x1.af85e3f3c355ap-26};
    private static final double LOG2_E = 0x1.71547652b82fep0;
    /** ln 2 in 32 bits, so that its multiples by k are exact, and the rest. */
    private static final double LN2 = 0x1.62e42fee00000p-1;
    private static final double LN2_REST = 0x1.a39ef35793c76p-33;
    /** So much higher than it is a power of e is kept that may lie below the least normal number. */
    private static final int RAISE = 600;
    private static final double SPLITTER = 0x1p27 + 1;

    /** A number as a double and what is missing from it. */
    record Double2(Term high, Term low) {
        static Double2 of(double value) {
            return of(value, 0);
        }

        static Double2 of(double high, double low) {
            return new Double2(Term.constant(high), Term.constant(low));
        }

        /** The nearest double. */
        Term sum() {
            return high.plus(low);
        }
    }

    /**
     * A power of e, (high + low)·2ᵏ, 1/2 &lt; high + low &lt; 2.
     *
     * @param exponent k + raise, as {@link Term#timesPower} takes it
     * @param raise so much higher than the power, which may lie below the least normal number
     */
    record Power(Term high, Term low, Term exponent, int raise) {
        Double2 mantissa() {
            return new Double2(high, low);
        }

        /** x·2ᵏ, rounded only if it is subnormal. */
        Term scaled(Term x) {
            return lowered(x.times(Term.constant(1).timesPower(exponent)));
        }

        /** x·2ᵏ where x is about 1: one multiplication less. */
        Term scaledNear1(Term x) {
            return lowered(x.timesPower(exponent));
        }

        private Term lowered(Term raised) {
            return raise == 0 ? raised : raised.times(Math.scalb(1.0, -raise));
        }

        /** The power itself, as a double. */
        Term value() {
            return scaledNear1(high);
        }
    }

    /** a·b + c. */
    Term multiplyAdd(Term a, Term b, Term c) {
        return fma ? a.fused(b, c) : a.times(b).plus(c);
    }

    Term multiplyAdd(Term a, Term b, double c) {
        return multiplyAdd(a, b, Term.constant(c));
    }

    /** c − a·b. */
    Term minusProduct(Term c, Term a, Term b) {
        return fma ? a.fused(b.negated(), c) : c.minus(a.times(b));
    }

    /** a·b with its rounding error, which is exact unless it underflows. */
    Double2 product(Term a, Term b) {
        Term p = a.times(b);
        if (fma) {
            return new Double2(p, a.fused(b, p.negated()));
        }
        Double2 x = split(a);
        Double2 y = split(b);
        Term error = x.high.times(y.high).minus(p).plus(x.high.times(y.low)).plus(x.low.times(y.high)).plus(x.low.times(y.low));
        return new Double2(p, error);
    }

    private static Double2 split(Term a) {
        Term c = a.times(SPLITTER);
        Term high = c.minus(c.minus(a));
        return new Double2(high, a.minus(high));
    }

    /** a·b, to about 2⁻¹⁰⁰. */
    Double2 product(Double2 a, Double2 b) {
        Double2 p = product(a.high, b.high);
        return new Double2(p.high, multiplyAdd(a.high, b.low, multiplyAdd(a.low, b.high, p.low)));
    }

    /** a + b with its rounding error, where |a| ≥ |b| or a is 0 (Dekker 1971). */
    static Double2 sumOfLarger(Term a, Term b) {
        Term s = a.plus(b);
        return new Double2(s, b.minus(s.minus(a)));
    }

    /** a + b with its rounding error (Knuth 1969). */
    static Double2 sum(Term a, Term b) {
        Term s = a.plus(b);
        Term part = s.minus(a);
        return new Double2(s, a.minus(s.minus(part)).plus(b.minus(part)));
    }

    /** a / b, to about 2⁻⁹⁵; {@code about} is near 1/b. */
    Double2 quotient(Double2 a, Double2 b, Term quotient, Term about) {
        Double2 p = product(quotient, b.high);
        Term rest = a.high.minus(p.high).minus(p.low).plus(minusProduct(a.low, quotient, b.low));
        return new Double2(quotient, rest.times(about));
    }

    /** e/(1 + e), e ≤ 1, but for the power of two in e. */
    Double2 ratio(Power e) {
        Double2 divisor = sumOfLarger(Term.constant(1), e.value());
        divisor = new Double2(divisor.high, divisor.low.plus(e.scaled(e.low)));
        Term quotient = e.high.over(divisor.high);
        return quotient(e.mantissa(), divisor, quotient, Term.constant(1).minus(e.scaled(quotient)));
    }

    /** c + t·p, to about 2⁻¹⁰⁰. */
    Double2 step(Double2 t, Double2 p, Double2 c) {
        Double2 product = product(t, p);
        Double2 sum = sum(c.high, product.high);
        return new Double2(sum.high, sum.low.plus(product.low.plus(c.low)));
    }

    /** c₀ + c₁x + …, by even and odd powers apart: one chain of operations would take longer to run through, and a tree would need more powers of x. */
    Term polynomial(Term x, double... c) {
        Term square = x.times(x);
        Term even = alternate(square, c, (c.length - 1) / 2 * 2);
        return c.length == 1 ? even : multiplyAdd(alternate(square, c, c.length / 2 * 2 - 1), x, even);
    }

    /** Every second coefficient, the last of them c[last]. */
    private Term alternate(Term square, double[] c, int last) {
        Term sum = Term.constant(c[last]);
        for (int i = last - 2; i >= 0; i -= 2) {
            sum = multiplyAdd(sum, square, c[i]);
        }
        return sum;
    }

    /** A power of e that is normal: eˣ, −708 ≤ x ≤ 0; high + low is off by 2⁻⁵⁵ of it. */
    Power exp(Term x) {
        return exp(x, null, 0);
    }

    /** eˣ, −1100 ≤ x ≤ 0, down to the least subnormal; high + low is off by 2⁻⁵⁵ of it. */
    Power expToZero(Term x) {
        return exp(x, null, RAISE);
    }

    /** e to the power x + rest, −708 ≤ x ≤ 0, |rest| ≪ 1; high + low is off by 2⁻⁵⁷ of it. Without a rest, the last bits of the remainder are dropped too. */
    Power exp(Term x, Term rest) {
        return exp(x, rest, 0);
    }

    /** The same, −1100 ≤ x ≤ 0, down to the least subnormal. */
    Power expToZero(Term x, Term rest) {
        return exp(x, rest, RAISE);
    }

    private Power exp(Term x, @Nullable Term rest, int raise) {
        Term shifted = multiplyAdd(x, Term.constant(LOG2_E), Term.MAGIC + raise);
        Term k = shifted.minus(Term.MAGIC + raise);
        // Both the product and the difference are exact.
        Term r0 = multiplyAdd(k, Term.constant(-LN2), x);
        Term r;
        Term dropped = null;
        if (rest == null) {
            r = multiplyAdd(k, Term.constant(-LN2_REST), r0);
        } else {
            Term r1 = multiplyAdd(k, Term.constant(-LN2_REST), rest);
            r = r0.plus(r1);
            dropped = r0.minus(r).plus(r1);
        }
        Term squared = r.times(r);
        Term p = polynomial(r, EXP);
        Term above = dropped == null ? squared.times(p) : multiplyAdd(squared, p, dropped);
        Double2 first = sumOfLarger(Term.constant(1), r);
        Double2 mantissa = sumOfLarger(first.high, first.low.plus(above));
        return new Power(mantissa.high, mantissa.low, shifted.exponent(), raise);
    }
}
