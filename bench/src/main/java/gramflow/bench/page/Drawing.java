package gramflow.bench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plot as SVG, in a frame of a certain size. */
final class Drawing {
    /** From here on a line shows only a marker here and there. */
    private static final int MANY = 60;
    private static final int MARKERS_OF_MANY = 9;
    private static final double GAP = 8;
    private static final double CAP = 4;
    private static final int TICKS = 10;

    private final Plot plot;
    private final Frame frame;
    private final Scale x;
    private final Scale y;
    private final List<Double> xTicks;
    private final List<Double> yTicks;
    private final double left;
    private final double right;
    private final double top;
    private final double bottom;

    Drawing(Plot plot, Frame frame) {
        this.plot = plot;
        this.frame = frame;
        top = frame.font();
        bottom = frame.height() - 2 * frame.font();
        y = Scale.of(plot.y(), values(Reference.Kind.HORIZONTAL, false), bottom, top);
        yTicks = Ticks.of(y, (int) Math.max(3, (bottom - top) / (3 * frame.font())));
        left = GAP + yTicks.stream().mapToDouble(t -> frame.width(label(t))).max().orElse(0);
        right = frame.width() - Math.max(2 * frame.font(), GAP + tagWidth());
        x = Scale.of(plot.x(), values(Reference.Kind.VERTICAL, true), left, right);
        xTicks = fitting(x);
    }

    /** All that must have a place on an axis. */
    private List<Double> values(Reference.Kind kind, boolean ofX) {
        Axis axis = ofX ? plot.x() : plot.y();
        List<Double> values = new ArrayList<>();
        for (Series series : plot.series()) {
            for (Point p : series.points()) {
                if (!plot.canDraw(p)) {
                    continue;
                }
                values.add(ofX ? p.x() : p.y());
                if (!ofX) {
                    values.add(p.low());
                    values.add(p.high());
                }
            }
        }
        plot.references().stream().filter(r -> r.kind() == kind).forEach(r -> values.add(r.value()));
        values.removeIf(v -> !axis.obstacle(v).isEmpty());
        return values;
    }

    /** As many ticks as their labels leave room for. */
    private List<Double> fitting(Scale scale) {
        for (int most = TICKS;; most--) {
            List<Double> ticks = Ticks.of(scale, most);
            if (most <= 2 || fit(ticks, scale)) {
                return ticks;
            }
        }
    }

    private boolean fit(List<Double> ticks, Scale scale) {
        for (int i = 1; i < ticks.size(); i++) {
            double room = scale.at(ticks.get(i)) - scale.at(ticks.get(i - 1));
            if (room < (frame.width(label(ticks.get(i))) + frame.width(label(ticks.get(i - 1)))) / 2 + GAP) {
                return false;
            }
        }
        return true;
    }

    private double tagWidth() {
        return plot.references().stream().filter(r -> r.kind() == Reference.Kind.HORIZONTAL).mapToDouble(r -> frame.width(r.tag())).max()
                .orElse(0);
    }

    void appendTo(Markup out) {
        out.open("svg", "class", frame.style(), "viewBox", "0 0 " + number(frame.width()) + " " + number(frame.height()), "role", "img",
                "font-size", number(frame.font()), "aria-label", plot.title() + ". The data is in the table below.");
        grid(out);
        // A drawing inside the drawing cuts off what runs over the frame.
        out.open("svg", "x", number(left), "y", number(top), "width", number(right - left), "height", number(bottom - top), "viewBox",
                number(left) + " " + number(top) + " " + number(right - left) + " " + number(bottom - top));
        ReferenceLines references = new ReferenceLines(plot, frame, x, y);
        references.lines(out);
        List<Look> looks = Look.of(plot.series());
        for (int s = 0; s < looks.size(); s++) {
            lines(plot.series().get(s), looks.get(s), out);
        }
        out.close();
        for (int s = 0; s < looks.size(); s++) {
            markers(plot.series().get(s), looks.get(s), out);
        }
        references.tags(out);
        if (plot.series().stream().noneMatch(s -> s.points().stream().anyMatch(plot::canDraw))) {
            text((left + right) / 2, (top + bottom) / 2, "middle", "nothing to draw", out);
        }
        out.close();
    }

    private void grid(Markup out) {
        if (plot.x().isLog()) {
            out.empty("path", "class", "fine", "d", upright(Ticks.between(x)));
        }
        if (plot.y().isLog()) {
            out.empty("path", "class", "fine", "d", level(Ticks.between(y)));
        }
        out.empty("path", "class", "grid", "d", upright(xTicks) + level(yTicks));
        out.empty("path", "class", "frame", "d", "M" + number(left) + " " + number(top) + "V" + number(bottom) + "H" + number(right));
        for (double tick : xTicks) {
            text(x.at(tick), bottom + 1.3 * frame.font(), "middle", label(tick), out);
        }
        for (double tick : yTicks) {
            text(left - GAP / 2, y.at(tick) + frame.font() / 3, "end", label(tick), out);
        }
        out.line();
    }

    private String upright(List<Double> ticks) {
        StringBuilder path = new StringBuilder();
        ticks.forEach(tick -> path.append("M%s %sV%s".formatted(number(x.at(tick)), number(top), number(bottom))));
        return path.toString();
    }

    private String level(List<Double> ticks) {
        StringBuilder path = new StringBuilder();
        ticks.forEach(tick -> path.append("M%s %sH%s".formatted(number(left), number(y.at(tick)), number(right))));
        return path.toString();
    }

    private void lines(Series series, Look look, Markup out) {
        if (series.style().hasLine()) {
            look.line(LinePath.of(series.points(), plot, x, y), out);
        }
        StringBuilder bars = new StringBuilder();
        for (Point p : series.points()) {
            if (plot.canDraw(p) && p.hasInterval()) {
                bar(p, bars);
            }
        }
        if (!bars.isEmpty()) {
            out.empty("path", "class", "bar " + look.colour(), "d", bars.toString());
        }
    }

    /** An end that cannot be drawn is the frame's: −∞, or 0 on a logarithmic axis, lies below it. */
    private void bar(Point p, StringBuilder path) {
        double at = x.at(p.x());
        double lower = plot.y().obstacle(p.low()).isEmpty() ? y.at(p.low()) : bottom + CAP;
        double upper = plot.y().obstacle(p.high()).isEmpty() ? y.at(p.high()) : top - CAP;
        path.append("M%s %sV%s".formatted(number(at), number(lower), number(upper)));
        for (double end : new double[]{lower, upper}) {
            path.append("M%s %sh%s".formatted(number(at - CAP), number(end), number(2 * CAP)));
        }
    }

    private void markers(Series series, Look look, Markup out) {
        List<Point> drawn = series.points().stream().filter(plot::canDraw).toList();
        boolean sparse = !series.style().hasMarkers() || (series.style().hasLine() && drawn.size() > MANY);
        if (series.style() == Series.Style.BOUND || drawn.isEmpty()) {
            return;
        }
        double every = sparse ? Math.max(1.0, (drawn.size() - 1.0) / MARKERS_OF_MANY) : 1;
        for (double i = sparse ? every / 2 : 0; i < drawn.size(); i += every) {
            Point p = drawn.get((int) i);
            look.marker().open(x.at(p.x()), y.at(p.y()), look.colour(), out).element("title", told(series, p)).close();
        }
        out.line();
    }

    private String told(Series series, Point p) {
        String told = series.name() + ": " + plot.x().label() + " " + Figures.of(p.x(), 6) + ", " + plot.y().label() + " "
                + Figures.of(p.y(), 4);
        String interval = p.hasInterval() ? " (" + Figures.of(p.low(), 4) + " to " + Figures.of(p.high(), 4) + ")" : "";
        return told + interval + (p.note().isEmpty() ? "" : ". " + p.note());
    }

    private static void text(double atX, double atY, String anchor, String text, Markup out) {
        out.element("text", text, "x", number(atX), "y", number(atY), "text-anchor", anchor);
    }

    private static String label(double tick) {
        return Figures.of(tick, 6);
    }

    /** A coordinate, to a tenth of a pixel. */
    static String number(double value) {
        String digits = String.format(Locale.ROOT, "%.1f", value);
        return digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
    }
}
