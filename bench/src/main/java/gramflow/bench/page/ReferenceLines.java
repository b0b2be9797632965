package gramflow.bench.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The references of a drawing. Tags of horizontal lines stand in the margin at the right, pushed apart where lines lie close; the others stand at their
 * line, at the first place where they cover neither a point nor another tag.
 */
final class ReferenceLines {
    /** Dashes by index; the legend shows the same. */
    private static final String[] DASHES = {"8 3", "2 3", "10 3 2 3", "4 3", "14 4", "6 2 2 2 2 2"};
    private static final double LINE_HEIGHT = 1.15;
    private static final double MARKER = 7;
    private static final int PLACES = 60;

    private record Box(double left, double top, double right, double bottom) {
        boolean meets(Box other) {
            return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
        }
    }

    private final Plot plot;
    private final Frame frame;
    private final Scale x;
    private final Scale y;

    ReferenceLines(Plot plot, Frame frame, Scale x, Scale y) {
        this.plot = plot;
        this.frame = frame;
        this.x = x;
        this.y = y;
    }

    static String dashes(int index) {
        return DASHES[index % DASHES.length];
    }

    private boolean canDraw(Reference r) {
        return (r.kind() == Reference.Kind.VERTICAL ? plot.x() : plot.y()).obstacle(r.value()).isEmpty();
    }

    void lines(Markup out) {
        for (int i = 0; i < plot.references().size(); i++) {
            Reference r = plot.references().get(i);
            double begin = Math.max(r.since(), x.low());
            double end = Math.min(r.until(), x.high());
            if (canDraw(r) && begin < end) {
                out.empty("path", "class", "reference", "stroke-dasharray", dashes(i), "d", path(r, begin, end));
            }
        }
    }

    private String path(Reference r, double begin, double end) {
        return switch (r.kind()) {
            case HORIZONTAL -> line(x.at(begin), y.at(r.value()), x.at(end), y.at(r.value()));
            case VERTICAL -> line(x.at(r.value()), y.from(), x.at(r.value()), y.to());
            case PROPORTIONAL -> straight(r, begin, end);
        };
    }

    /** It is straight on two linear and on two logarithmic axes; between others it is drawn in pieces. */
    private String straight(Reference r, double begin, double end) {
        int pieces = x.isLog() == y.isLog() ? 1 : PLACES;
        StringBuilder path = new StringBuilder();
        for (int i = 0; i <= pieces; i++) {
            double at = between(begin, end, (double) i / pieces);
            if (!y.isLog() || at > 0) {
                path.append(path.isEmpty() ? 'M' : 'L').append(Drawing.number(x.at(at))).append(' ')
                        .append(Drawing.number(y.at(r.value() * at)));
            }
        }
        return path.toString();
    }

    private double between(double begin, double end, double part) {
        return x.isLog() ? begin * Math.pow(end / begin, part) : begin + (end - begin) * part;
    }

    private static String line(double x1, double y1, double x2, double y2) {
        return "M%s %sL%s %s".formatted(Drawing.number(x1), Drawing.number(y1), Drawing.number(x2), Drawing.number(y2));
    }

    void tags(Markup out) {
        marginTags(out);
        List<Box> taken = new ArrayList<>();
        for (Series series : plot.series()) {
            series.points().stream().filter(plot::canDraw).filter(p -> series.style().hasMarkers()).forEach(p -> taken
                    .add(new Box(x.at(p.x()) - MARKER, y.at(p.y()) - MARKER, x.at(p.x()) + MARKER, y.at(p.y()) + MARKER)));
        }
        for (Reference r : plot.references()) {
            if (canDraw(r) && r.kind() != Reference.Kind.HORIZONTAL) {
                Box box = place(r, taken);
                taken.add(box);
                out.element("text", r.tag(), "class", "tag", "x", Drawing.number(box.left), "y",
                        Drawing.number(box.bottom - 0.25 * frame.font()));
            }
        }
    }

    private void marginTags(Markup out) {
        List<Reference> inMargin = plot.references().stream().filter(r -> r.kind() == Reference.Kind.HORIZONTAL && canDraw(r))
                .sorted(Comparator.comparingDouble(r -> y.at(r.value()))).toList();
        double step = LINE_HEIGHT * frame.font();
        double[] at = spread(inMargin.stream().mapToDouble(r -> y.at(r.value())).toArray(), step, y.to(), y.from());
        for (int i = 0; i < at.length; i++) {
            double lineY = y.at(inMargin.get(i).value());
            out.empty("path", "class", "leader", "d", line(x.to(), lineY, x.to() + 5, at[i]));
            out.element("text", inMargin.get(i).tag(), "class", "tag", "x", Drawing.number(x.to() + 7), "y",
                    Drawing.number(at[i] + frame.font() / 3));
        }
    }

    /** Ascending places, moved until each is {@code step} from the next, and as many as possible are within the limits. */
    static double[] spread(double[] places, double step, double least, double most) {
        double[] at = places.clone();
        for (int i = 0; i < at.length; i++) {
            at[i] = Math.max(at[i], i == 0 ? least : at[i - 1] + step);
        }
        double limit = most;
        for (int i = at.length - 1; i >= 0 && at[i] > limit; i--) {
            at[i] = limit;
            limit -= step;
        }
        return at;
    }

    private Box place(Reference r, List<Box> taken) {
        for (int i = 0; i < PLACES; i++) {
            Box box = boxAt(r, (i + 0.5) / PLACES);
            boolean inside = box.left >= x.from() && box.right <= x.to() && box.top >= y.to() && box.bottom <= y.from();
            if (inside && taken.stream().noneMatch(box::meets)) {
                return box;
            }
        }
        return boxAt(r, 0.5);
    }

    /** To the right of a line that rises, below it; to the right of a vertical one, from the top down. */
    private Box boxAt(Reference r, double part) {
        double width = frame.width(r.tag());
        double height = LINE_HEIGHT * frame.font();
        if (r.kind() == Reference.Kind.VERTICAL) {
            double at = x.at(r.value());
            double left = at + 5 + width <= x.to() ? at + 5 : at - 5 - width;
            double top = y.to() + part * (y.from() - y.to() - height);
            return new Box(left, top, left + width, top + height);
        }
        double begin = Math.max(x.low(), y.low() / r.value());
        double end = Math.min(Math.min(r.until(), x.high()), y.high() / r.value());
        double at = begin < end ? between(begin, end, part) : begin;
        double left = x.at(at) + 6;
        double top = y.at(r.value() * at) + 2;
        return new Box(left, top, left + width, top + height);
    }
}
