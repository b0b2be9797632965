package gramflow.backend.differential;

import gramflow.backend.Triangle;

/** The entries of a result that an operation writes. */
enum Part {
    /** All, each computed for itself. */
    ALL,
    /** {@link Triangle#LOWER}. */
    LOWER,
    /** {@link Triangle#UPPER}. */
    UPPER,
    /** {@link Triangle#BOTH}: all, of which the upper triangle is the lower one's mirror image. */
    BOTH;

    boolean writes(long i, long j) {
        return switch (this) {
            case ALL, BOTH -> true;
            case LOWER -> j <= i;
            case UPPER -> j >= i;
        };
    }

    /** The triangle to ask a backend for. */
    Triangle triangle() {
        return switch (this) {
            case ALL -> throw new IllegalStateException("not a triangle");
            case LOWER -> Triangle.LOWER;
            case UPPER -> Triangle.UPPER;
            case BOTH -> Triangle.BOTH;
        };
    }
}
