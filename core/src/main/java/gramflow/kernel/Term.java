package gramflow.kernel;

import java.util.List;

/**
 * A number that follows from others by one operation of IEEE arithmetic: a node of a formula that {@link TermWriter} writes as bytecode, once for one
 * number at a time and once for a vector of them. The operations are the same and each is exactly rounded, and so the bits are the same.
 *
 * <p>A node that is used twice is computed once; one that no result needs is not computed.
 */
final class Term {

    /** What is done. */
    enum Operation {
        /** The argument of the formula. */
        ARGUMENT,
        /** A constant. */
        CONSTANT,
        /** a + b. */
        ADD,
        /** a − b. */
        SUBTRACT,
        /** a·b. */
        MULTIPLY,
        /** a / b. */
        DIVIDE,
        /** a·b + c, rounded once. */
        FUSE,
        /** |a|. */
        ABS,
        /** a, which is not negative, with the sign of b. */
        SIGN,
        /** −a. */
        NEGATE,
        /** The last bits of a, moved to where the exponent of a double is. */
        EXPONENT,
        /** The sum of the bits of a and b, as whole numbers. */
        ADD_BITS,
        /** Whether a &lt; b; false if one is NaN. */
        LESS,
        /** b if a holds, else c. */
        SELECT
    }

    /** 1.5·2⁵²: whatever is small and added to it is rounded to a whole number. */
    static final double MAGIC = 0x1.8p52;

    private final Operation operation;
    private final double constant;
    private final List<Term> operands;

    private Term(Operation operation, double constant, Term... operands) {
        this.operation = operation;
        this.constant = constant;
        this.operands = List.of(operands);
    }

    /** The argument of the formula. */
    static Term argument() {
        return new Term(Operation.ARGUMENT, 0);
    }

    static Term constant(double value) {
        return new Term(Operation.CONSTANT, value);
    }

    Term plus(Term b) {
        return new Term(Operation.ADD, 0, this, b);
    }

    Term plus(double b) {
        return plus(constant(b));
    }

    Term minus(Term b) {
        return new Term(Operation.SUBTRACT, 0, this, b);
    }

    Term minus(double b) {
        return minus(constant(b));
    }

    Term times(Term b) {
        return new Term(Operation.MULTIPLY, 0, this, b);
    }

    Term times(double b) {
        return times(constant(b));
    }

    Term over(Term b) {
        return new Term(Operation.DIVIDE, 0, this, b);
    }

    /** This·b + c in one rounding: only where the hardware has it. */
    Term fused(Term b, Term c) {
        return new Term(Operation.FUSE, 0, this, b, c);
    }

    Term abs() {
        return new Term(Operation.ABS, 0, this);
    }

    /** This, which is not negative, with the sign of b. */
    Term withSignOf(Term b) {
        return new Term(Operation.SIGN, 0, this, b);
    }

    Term negated() {
        return operation == Operation.CONSTANT ? constant(-constant) : new Term(Operation.NEGATE, 0, this);
    }

    /** Of {@link #MAGIC} + k: what {@link #timesPower} takes for 2ᵏ. */
    Term exponent() {
        return new Term(Operation.EXPONENT, 0, this);
    }

    /** This·2ᵏ by adding k to the exponent: of a normal number, and only if the result is one. */
    Term timesPower(Term exponent) {
        return new Term(Operation.ADD_BITS, 0, this, exponent);
    }

    /** Whether this &lt; b. */
    Term less(Term b) {
        return new Term(Operation.LESS, 0, this, b);
    }

    Term less(double b) {
        return less(constant(b));
    }

    /** Whether this &gt; b; false if it is NaN. */
    Term over(double b) {
        return constant(b).less(this);
    }

    /** Of a comparison: what follows from it. */
    Term then(Term yes, Term no) {
        return new Term(Operation.SELECT, 0, this, yes, no);
    }

    /** At most that; NaN stays. */
    Term atMost(double limit) {
        return over(limit).then(constant(limit), this);
    }

    Operation operation() {
        return operation;
    }

    /** The value of a {@link Operation#CONSTANT}. */
    double constant() {
        return constant;
    }

    List<Term> operands() {
        return operands;
    }
}
