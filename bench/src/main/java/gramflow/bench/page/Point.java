package gramflow.bench.page;

/**
 * A point of a series.
 *
 * @param x where
 * @param y how much
 * @param low lower end of the interval of y; NaN if there is none
 * @param high upper end of it; NaN if there is none
 * @param note what else there is to say of it; may be empty
 */
public record Point(double x, double y, double low, double high, String note) {

    /** A point without an interval. */
    public static Point of(double x, double y) {
        return new Point(x, y, Double.NaN, Double.NaN, "");
    }

    /** The point with an interval of y. */
    public Point withInterval(double from, double to) {
        return new Point(x, y, from, to, note);
    }

    /** The point with something to say: shown where the pointer rests on it, and in the table. */
    public Point withNote(String text) {
        return new Point(x, y, low, high, text);
    }

    /** Whether it has an interval, of which at least one end is known. */
    boolean hasInterval() {
        return !Double.isNaN(low) || !Double.isNaN(high);
    }
}
