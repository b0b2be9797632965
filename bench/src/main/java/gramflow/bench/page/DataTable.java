package gramflow.bench.page;

import java.util.ArrayList;
import java.util.List;

/** The data behind a plot, as a table that unfolds. */
final class DataTable {
    /** A browser shows no more than this in a useful way; programs have the JSON. */
    static final int ROWS_PER_SERIES = 200;
    private static final int DIGITS = 7;

    private DataTable() {
    }

    static void append(Plot plot, Markup out) {
        boolean intervals = plot.series().stream().anyMatch(s -> s.points().stream().anyMatch(Point::hasInterval));
        boolean notes = plot.series().stream().anyMatch(s -> s.points().stream().anyMatch(p -> !note(plot, p).isEmpty()));
        List<String> heads = new ArrayList<>(List.of("series", plot.x().label(), plot.y().label()));
        if (intervals) {
            heads.addAll(List.of("from", "to"));
        }
        if (notes) {
            heads.add("note");
        }
        List<List<Cell>> rows = new ArrayList<>();
        boolean thinned = false;
        for (Series series : plot.series()) {
            int every = Math.ceilDiv(Math.max(1, series.points().size()), ROWS_PER_SERIES);
            thinned |= every > 1;
            for (int i = 0; i < series.points().size(); i++) {
                Point p = series.points().get(i);
                // What the drawing leaves out is never left out here.
                if (i % every == 0 || i == series.points().size() - 1 || !plot.canDraw(p)) {
                    rows.add(row(plot, series, p, intervals, notes));
                }
            }
        }
        for (Reference r : plot.references()) {
            rows.add(row(r, heads.size()));
        }
        String title = "Data of this plot" + (thinned ? ", not every point of long series" : "");
        out.open("details").element("summary", title);
        new Table("", heads, rows).appendTo(out);
        out.close();
    }

    private static List<Cell> row(Plot plot, Series series, Point p, boolean intervals, boolean notes) {
        List<Cell> row = new ArrayList<>(List.of(Cell.text(series.name()), number(p.x()), number(p.y())));
        if (intervals) {
            row.add(p.hasInterval() ? number(p.low()) : Cell.number(""));
            row.add(p.hasInterval() ? number(p.high()) : Cell.number(""));
        }
        if (notes) {
            row.add(Cell.text(note(plot, p)));
        }
        return row;
    }

    private static List<Cell> row(Reference r, int cells) {
        String name = r.label().isEmpty() ? r.tag() : r.tag() + ": " + r.label();
        List<Cell> row = new ArrayList<>(switch (r.kind()) {
            case HORIZONTAL -> List.of(Cell.text(name), Cell.number(""), number(r.value()));
            case VERTICAL -> List.of(Cell.text(name), number(r.value()), Cell.number(""));
            case PROPORTIONAL -> List.of(Cell.text(name), Cell.number("x"), Cell.number(Figures.of(r.value(), DIGITS) + " x"));
        });
        while (row.size() < cells) {
            row.add(Cell.text(""));
        }
        return row;
    }

    private static String note(Plot plot, Point p) {
        String obstacle = plot.x().obstacle(p.x());
        if (obstacle.isEmpty()) {
            obstacle = plot.y().obstacle(p.y());
        }
        String drawn = obstacle.isEmpty() ? "" : "not drawn: " + obstacle;
        return drawn.isEmpty() || p.note().isEmpty() ? drawn + p.note() : drawn + "; " + p.note();
    }

    private static Cell number(double value) {
        return Cell.number(Figures.of(value, DIGITS));
    }
}
