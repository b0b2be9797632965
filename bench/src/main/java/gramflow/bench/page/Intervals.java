package gramflow.bench.page;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ratios with their intervals, one under the other, on one logarithmic axis with a line at 1. Each has its name above it, where there is room for a long one. It is drawn twice, for a wide
 * window and for a phone.
 *
 * @param title what it shows
 * @param axis what the ratios are
 * @param one what it means to lie on the line
 * @param rows the ratios, from the top
 */
public record Intervals(String title, String axis, String one, List<Row> rows) implements Block {
    private static final double ROW_HEIGHT = 2.3;
    private static final double MARGIN = 8;
    private static final double CAP = 4;
    private static final int MOST_TICKS = 10;

    /**
     * A ratio.
     *
     * @param name whose
     * @param value the ratio, positive
     * @param low lower end of its interval
     * @param high upper end
     */
    public record Row(String name, double value, double low, double high) {
    }

    /** Copies the list. */
    public Intervals {
        rows = List.copyOf(rows);
    }

    /** Without rows. */
    public static Intervals of(String title, String axis, String one) {
        return new Intervals(title, axis, one, List.of());
    }

    /** With one more row. */
    public Intervals withRow(String name, double value, double low, double high) {
        return new Intervals(title, axis, one, Lists.plus(rows, new Row(name, value, low, high)));
    }

    @Override
    public void appendTo(Markup out) {
        out.open("figure").open("figcaption").element("strong", title).close().line();
        draw(Frame.WIDE, out);
        draw(Frame.NARROW, out);
        out.element("p", axis + " →", "class", "x-label").line();
        table(out);
        out.close();
    }

    private void table(Markup out) {
        List<List<Cell>> cells = new ArrayList<>();
        rows.forEach(row -> cells.add(List.of(Cell.text(row.name), number(row.value), number(row.low), number(row.high))));
        out.open("details").element("summary", "Data of this plot");
        new Table("", List.of("of", axis, "from", "to"), cells).appendTo(out);
        out.close();
    }

    private static Cell number(double value) {
        return Cell.number(Figures.of(value, 4));
    }

    private void draw(Frame frame, Markup out) {
        double font = frame.font();
        double top = 1.6 * font;
        double bottom = top + rows.size() * ROW_HEIGHT * font;
        double height = bottom + 1.8 * font;
        List<Double> values = new ArrayList<>(List.of(1.0));
        rows.forEach(row -> values.addAll(List.of(row.value, row.low, row.high)));
        Axis log = Axis.log(axis);
        values.removeIf(v -> !log.obstacle(v).isEmpty());
        Scale x = Scale.of(log, values, MARGIN, frame.width() - 2 * MARGIN);
        out.open("svg", "class", frame.style(), "viewBox", "0 0 " + coordinate(frame.width()) + " " + coordinate(height), "role", "img",
                "font-size", coordinate(font), "aria-label", title + ". The data is in the table below.");
        grid(frame, x, top, bottom, out);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            double y = top + (i * ROW_HEIGHT + 1.7) * font;
            out.element("text", row.name + ": " + Figures.fixed(row.value, 3), "class", "tag", "x", coordinate(MARGIN), "y",
                    coordinate(y - 0.7 * font));
            interval(row, x, y, out);
        }
        out.close().line();
    }

    private void grid(Frame frame, Scale x, double top, double bottom, Markup out) {
        double at = x.at(1);
        List<Double> ticks = fitting(frame, x);
        out.empty("path", "class", "grid", "d", upright(ticks, frame, x, top));
        out.empty("path", "class", "reference", "d", upright(List.of(1.0), frame, x, top));
        double half = frame.width(one) / 2;
        out.element("text", one, "class", "tag", "x", coordinate(Math.clamp(at, MARGIN + half, frame.width() - MARGIN - half)), "y",
                coordinate(top - 0.5 * frame.font()), "text-anchor", "middle");
        for (double tick : ticks) {
            out.element("text", Figures.of(tick, 4), "x", coordinate(x.at(tick)), "y", coordinate(bottom + 1.2 * frame.font()),
                    "text-anchor", "middle");
        }
    }

    /** Lines beside the intervals; between them stand the names. */
    private String upright(List<Double> ticks, Frame frame, Scale x, double top) {
        StringBuilder lines = new StringBuilder();
        for (double tick : ticks) {
            for (int i = 0; i < rows.size(); i++) {
                double y = top + (i * ROW_HEIGHT + 1.7) * frame.font();
                lines.append("M%s %sV%s".formatted(coordinate(x.at(tick)), coordinate(y - 0.45 * frame.font()),
                        coordinate(y + 0.55 * frame.font())));
            }
        }
        return lines.toString();
    }

    private static List<Double> fitting(Frame frame, Scale x) {
        for (int most = MOST_TICKS;; most--) {
            List<Double> ticks = Ticks.of(x, most);
            if (most <= 2 || fit(ticks, frame, x)) {
                return ticks;
            }
        }
    }

    private static boolean fit(List<Double> ticks, Frame frame, Scale x) {
        Double before = null;
        for (double tick : ticks) {
            if (before != null && x.at(tick) - x.at(before) < room(frame, tick) / 2 + room(frame, before) / 2 + MARGIN) {
                return false;
            }
            before = tick;
        }
        return true;
    }

    private static double room(Frame frame, @Nullable Double tick) {
        return tick == null ? 0 : frame.width(Figures.of(tick, 4));
    }

    private static void interval(Row row, Scale x, double y, Markup out) {
        Axis log = Axis.log("");
        if (!log.obstacle(row.value).isEmpty()) {
            return;
        }
        // All of it on one side of the line, or not: shown by colour and by the marker.
        String colour = row.low > 1 ? "c2" : row.high < 1 ? "c1" : "c6";
        Marker marker = row.low > 1 ? Marker.UP : row.high < 1 ? Marker.DOWN : Marker.CIRCLE;
        if (log.obstacle(row.low).isEmpty() && log.obstacle(row.high).isEmpty()) {
            StringBuilder bar = new StringBuilder(
                    "M%s %sH%s".formatted(coordinate(x.at(row.low)), coordinate(y), coordinate(x.at(row.high))));
            for (double end : new double[]{row.low, row.high}) {
                bar.append("M%s %sv%s".formatted(coordinate(x.at(end)), coordinate(y - CAP), coordinate(2 * CAP)));
            }
            out.empty("path", "class", "bar " + colour, "d", bar.toString());
        }
        marker.open(x.at(row.value), y, colour, out).element("title", "%s: %s (%s to %s)".formatted(row.name, Figures.of(row.value, 4),
                Figures.of(row.low, 4), Figures.of(row.high, 4))).close();
    }

    private static String coordinate(double value) {
        return Drawing.number(value);
    }
}
