package gramflow.bench.page;

import java.util.Locale;

/** Shapes for points, of about the same weight. */
enum Marker {
    CIRCLE("M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", true), //
    SQUARE("M-3.6 -3.6h7.2v7.2h-7.2z", true), //
    UP("M0 -5L4.6 3.4L-4.6 3.4z", true), //
    DIAMOND("M0 -5.2L4.4 0L0 5.2L-4.4 0z", true), //
    DOWN("M0 5L4.6 -3.4L-4.6 -3.4z", true), //
    PLUS("M-4.8 0H4.8M0 -4.8V4.8", false), //
    CROSS("M-4 -4L4 4M-4 4L4 -4", false), //
    ERROR("M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0zM-4 -4L4 4M-4 4L4 -4", false);

    private final String path;
    private final boolean filled;

    Marker(String path, boolean filled) {
        this.path = path;
        this.filled = filled;
    }

    /** Opens it at a place; the caller may put a title inside, and closes it. */
    Markup open(double x, double y, String colour, Markup out) {
        return out.open("path", "class", (filled ? "filled " : "stroked ") + colour, "d", path, "transform",
                String.format(Locale.ROOT, "translate(%.1f %.1f)", x, y));
    }
}
