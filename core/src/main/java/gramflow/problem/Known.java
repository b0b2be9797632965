package gramflow.problem;

/**
 * A number of a problem, such as β, and how it came to be known.
 *
 * @param value the number; NaN if it is not known
 * @param origin where it is from
 */
public record Known(double value, Origin origin) {

    /** Where a number is from. */
    public enum Origin {
        /** Nobody knows it. */
        UNKNOWN,
        /** It follows from the problem's own data, up to rounding. */
        COMPUTED,
        /** Somebody said so: a certificate may find it wrong. */
        DECLARED,
        /** Seen at a few points, and perhaps exceeded elsewhere: good for a step size, and for no statement. */
        SAMPLED
    }

    /** Not known. */
    public static final Known NOTHING = new Known(Double.NaN, Origin.UNKNOWN);

    /**
     * Checks that what is known is a number.
     *
     * @throws IllegalArgumentException if it is NaN
     */
    public Known {
        if (origin != Origin.UNKNOWN && Double.isNaN(value)) {
            throw new IllegalArgumentException("a number that is " + origin + " is NaN");
        }
    }

    /** A number that was computed. */
    public static Known computed(double value) {
        return new Known(value, Origin.COMPUTED);
    }

    /** A number that somebody vouches for. */
    public static Known declared(double value) {
        return new Known(value, Origin.DECLARED);
    }

    /** A number that was seen at a few points. */
    public static Known sampled(double value) {
        return new Known(value, Origin.SAMPLED);
    }

    /** Whether there is a number. */
    public boolean isKnown() {
        return origin != Origin.UNKNOWN;
    }

    /** {@code 0.25 (computed)}, {@code unknown}. */
    @Override
    public String toString() {
        return switch (origin) {
            case UNKNOWN -> "unknown";
            case COMPUTED -> value + " (computed)";
            case DECLARED -> value + " (declared)";
            case SAMPLED -> value + " (sampled)";
        };
    }
}
