package gramflow.bench.page;

import java.util.ArrayList;
import java.util.List;

/**
 * What tells a series from another: colour, dashes and marker, all at once, since no one of them reaches everybody.
 *
 * @param colour class that sets the colour, see the style sheet
 * @param dashes of the line, as SVG has them; empty for none
 * @param marker of the points
 */
record Look(String colour, String dashes, Marker marker) {
    private static final int COLOURS = 7;
    private static final String[] DASHES = {"", "9 4", "2 4", "12 4 2 4", "5 3"};
    private static final Marker[] MARKERS = {Marker.CIRCLE, Marker.SQUARE, Marker.UP, Marker.DIAMOND, Marker.DOWN, Marker.PLUS,
            Marker.CROSS};
    private static final Look BOUND = new Look("ink", "7 4", Marker.CIRCLE);
    private static final Look ERROR = new Look("error", "", Marker.ERROR);

    /** One for each series of a plot. */
    static List<Look> of(List<Series> series) {
        List<Look> looks = new ArrayList<>();
        int index = 0;
        for (Series s : series) {
            looks.add(switch (s.style()) {
                case BOUND -> BOUND;
                case ERROR -> ERROR;
                case LINE_AND_MARKERS, LINE, MARKERS -> nth(index++);
            });
        }
        return looks;
    }

    private static Look nth(int index) {
        // After the colours have been gone through once, each comes back with other markers and dashes.
        int shifted = index + index / COLOURS;
        return new Look("c" + index % COLOURS, DASHES[shifted % DASHES.length], MARKERS[shifted % MARKERS.length]);
    }

    /** A line of that look. */
    void line(String path, Markup out) {
        if (dashes.isEmpty()) {
            out.empty("path", "class", "line " + colour, "d", path);
        } else {
            out.empty("path", "class", "line " + colour, "stroke-dasharray", dashes, "d", path);
        }
    }
}
