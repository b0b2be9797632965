package gramflow.bench.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Points that belong together, under one name.
 *
 * @param name what they are, for the legend
 * @param style how they are drawn
 * @param points the points, in the order in which a line runs through them
 */
public record Series(String name, Style style, List<Point> points) {

    /** How a series is drawn. */
    public enum Style {
        /** Markers, and a line through them. */
        LINE_AND_MARKERS(true, true),
        /** A line; where there are several, a marker here and there tells them apart. */
        LINE(true, false),
        /** Markers alone. */
        MARKERS(false, true),
        /** What was not measured but must hold: a dashed line in the colour of text. */
        BOUND(true, false),
        /** What cannot be right: crossed rings. */
        ERROR(false, true);

        private final boolean line;
        private final boolean markers;

        Style(boolean line, boolean markers) {
            this.line = line;
            this.markers = markers;
        }

        boolean hasLine() {
            return line;
        }

        boolean hasMarkers() {
            return markers;
        }
    }

    /** Copies the list. */
    public Series {
        points = List.copyOf(points);
    }

    /** A series without points, drawn as markers and a line. */
    public static Series of(String name) {
        return new Series(name, Style.LINE_AND_MARKERS, List.of());
    }

    /** The series in that style. */
    public Series withStyle(Style s) {
        return new Series(name, s, points);
    }

    /** The series with one more point. */
    public Series withPoint(Point point) {
        return new Series(name, style, Lists.plus(points, point));
    }

    /** The series with one more point. */
    public Series withPoint(double x, double y) {
        return withPoint(Point.of(x, y));
    }

    /** The series with one more point, of an interval from {@code low} to {@code high}. */
    public Series withPoint(double x, double y, double low, double high) {
        return withPoint(Point.of(x, y).withInterval(low, high));
    }

    /** The series with these points at its end. */
    public Series withPoints(List<Point> more) {
        return new Series(name, style, Lists.plusAll(points, more));
    }

    /**
     * The series with points (xᵢ, yᵢ) at its end.
     *
     * @throws IllegalArgumentException if there are not as many of the one as of the other
     */
    public Series withPoints(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException("x has " + x.length + " values and y " + y.length + ", expected as many");
        }
        List<Point> more = new ArrayList<>(x.length);
        for (int i = 0; i < x.length; i++) {
            more.add(Point.of(x[i], y[i]));
        }
        return withPoints(more);
    }
}
