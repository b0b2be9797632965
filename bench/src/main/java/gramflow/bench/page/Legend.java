package gramflow.bench.page;

import java.util.List;

/** What the lines and markers of a plot stand for, under it, where long names wrap. */
final class Legend {
    private static final String BOX = "0 0 44 16";

    private Legend() {
    }

    static void append(Plot plot, Markup out) {
        if (plot.series().isEmpty() && plot.references().isEmpty()) {
            return;
        }
        out.open("ul", "class", "legend");
        List<Look> looks = Look.of(plot.series());
        for (int s = 0; s < looks.size(); s++) {
            Series series = plot.series().get(s);
            sample(out);
            if (series.style().hasLine()) {
                looks.get(s).line("M1 8H43", out);
            }
            if (series.style() != Series.Style.BOUND) {
                looks.get(s).marker().open(22, 8, looks.get(s).colour(), out).close();
            }
            out.close().element("span", series.name()).close();
        }
        for (int i = 0; i < plot.references().size(); i++) {
            Reference r = plot.references().get(i);
            sample(out);
            out.empty("path", "class", "reference", "stroke-dasharray", ReferenceLines.dashes(i), "d", "M1 8H43").close();
            out.open("span").element("b", r.tag());
            out.text(r.label().isEmpty() ? "" : ": " + r.label()).close().close();
        }
        out.close();
    }

    /** Opens the entry and its little drawing. */
    private static void sample(Markup out) {
        out.open("li").open("svg", "class", "sample", "viewBox", BOX, "width", "44", "height", "16", "aria-hidden", "true");
    }
}
