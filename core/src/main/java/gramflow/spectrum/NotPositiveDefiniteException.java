package gramflow.spectrum;

/** A pivot of Cholesky's factorisation was not positive: the matrix is not positive definite, or not so after rounding. */
public final class NotPositiveDefiniteException extends ArithmeticException {
    private static final long serialVersionUID = 1;

    /** Row of the pivot. */
    private final long index;
    /** Its value. */
    private final double pivot;

    NotPositiveDefiniteException(long index, double pivot) {
        super("not positive definite: the pivot of row " + index + " is " + pivot + ", expected a positive number");
        this.index = index;
        this.pivot = pivot;
    }

    /**
     * The same of a matrix of which the one that was factored is a block on the diagonal.
     *
     * @param first row at which that block begins
     */
    public NotPositiveDefiniteException inBlockAt(long first) {
        return new NotPositiveDefiniteException(first + index, pivot);
    }

    /** The first row whose pivot is not positive: the rows before it are factored. */
    public long index() {
        return index;
    }

    /** What is left of the diagonal entry once the rows before it are eliminated: zero, negative, or not a number. */
    public double pivot() {
        return pivot;
    }
}
