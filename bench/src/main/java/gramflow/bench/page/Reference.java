package gramflow.bench.page;

/**
 * A line to hold measured points against: a roof, a threshold, a limit. Whether the axes make room for it is for their {@code withLow} and
 * {@code withHigh} to say; a horizontal or vertical line is always in view.
 *
 * @param kind how it runs
 * @param tag a few letters beside the line
 * @param label what it is, for the legend; may be long
 * @param value y of a horizontal, x of a vertical line, y/x of one through the origin
 * @param until x at which a line through the origin ends; ∞ if it does not
 * @param since x at which a horizontal line begins; −∞ if everywhere
 */
public record Reference(Kind kind, String tag, String label, double value, double since, double until) {

    /** How it runs. */
    public enum Kind {
        /** The same y everywhere. */
        HORIZONTAL,
        /** The same x everywhere. */
        VERTICAL,
        /** y in proportion to x. */
        PROPORTIONAL
    }

    /** A line at that y. */
    public static Reference horizontal(String tag, double y) {
        return new Reference(Kind.HORIZONTAL, tag, "", y, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** A line at that x. */
    public static Reference vertical(String tag, double x) {
        return new Reference(Kind.VERTICAL, tag, "", x, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** The line y = {@code factor}·x. */
    public static Reference proportional(String tag, double factor) {
        return new Reference(Kind.PROPORTIONAL, tag, "", factor, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** The reference with that explanation in the legend. */
    public Reference withLabel(String text) {
        return new Reference(kind, tag, text, value, since, until);
    }

    /** A horizontal line that begins at that x. */
    public Reference withSince(double x) {
        return new Reference(kind, tag, label, value, x, until);
    }

    /** A line through the origin, or a horizontal one, that ends at that x. */
    public Reference withUntil(double x) {
        return new Reference(kind, tag, label, value, since, x);
    }
}
