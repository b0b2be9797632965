package gramflow.bench.page;

import java.util.List;

/**
 * A plot of series over two axes, with its legend under it and its data behind it. It is drawn twice, for a wide window and for a phone, and the page
 * shows the one that fits.
 *
 * @param title what it shows
 * @param caption how to read it; may be empty
 * @param x the axis from left to right
 * @param y the axis upwards
 * @param series what is drawn
 * @param references what it is held against
 */
public record Plot(String title, String caption, Axis x, Axis y, List<Series> series, List<Reference> references) implements Block {

    /** Copies the lists. */
    public Plot {
        series = List.copyOf(series);
        references = List.copyOf(references);
    }

    /** An empty plot. */
    public static Plot of(String title, Axis x, Axis y) {
        return new Plot(title, "", x, y, List.of(), List.of());
    }

    /** The plot with that caption. */
    public Plot withCaption(String text) {
        return new Plot(title, text, x, y, series, references);
    }

    /** The plot with one more series. */
    public Plot withSeries(Series more) {
        return new Plot(title, caption, x, y, Lists.plus(series, more), references);
    }

    /** The plot with one more line to hold the points against. */
    public Plot withReference(Reference more) {
        return new Plot(title, caption, x, y, series, Lists.plus(references, more));
    }

    @Override
    public void appendTo(Markup out) {
        out.open("figure").open("figcaption").element("strong", title);
        if (!caption.isEmpty()) {
            out.text(" ").element("span", caption);
        }
        out.close().line();
        // The axes' names are text of the page and not of the drawing: they wrap, and so never run into each other.
        out.element("p", "↑ " + y.label(), "class", "y-label").line();
        new Drawing(this, Frame.WIDE).appendTo(out);
        out.line();
        new Drawing(this, Frame.NARROW).appendTo(out);
        out.line().element("p", x.label() + " →", "class", "x-label").line();
        Legend.append(this, out);
        out.line();
        DataTable.append(this, out);
        out.close();
    }

    /** Whether the axes have a place for it. */
    boolean canDraw(Point p) {
        return x.obstacle(p.x()).isEmpty() && y.obstacle(p.y()).isEmpty();
    }
}
