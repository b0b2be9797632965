package gramflow.bench.lazy;

import gramflow.bench.page.Axis;
import gramflow.bench.page.Block;
import gramflow.bench.page.Cell;
import gramflow.bench.page.Facts;
import gramflow.bench.page.Figures;
import gramflow.bench.page.Mark;
import gramflow.bench.page.Notice;
import gramflow.bench.page.Page;
import gramflow.bench.page.Plot;
import gramflow.bench.page.Section;
import gramflow.bench.page.Table;
import gramflow.bench.page.Text;
import gramflow.bench.report.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A sweep as a page. */
public final class SweepPage {
    private static final String METHOD = "Gradient flow ẇ = −αJᵀ(αf(w) − y) is integrated by an exponential method of order 4 around the kernel of each step, tangent flow is "
            + "computed exactly from the eigenvalues of the kernel at the start. Both clocks are used: t is the time of that equation, τ = α²t that in which rates carry no α. "
            + "An inequality holds if its left side is at most its right side and what integration and rounding may have done to either; it is listed at the time at which it came closest to failing.";

    private SweepPage() {
    }

    /** The page, without the JSON that it may carry along. */
    public static Page of(SweepDocument document) {
        List<SweepPoint> points = document.points().stream().sorted((a, b) -> Double.compare(a.alpha(), b.alpha())).toList();
        Page page = Page.of("Lazy training").withLead(String.valueOf(document.setup().getOrDefault("model", "")) + " on "
                + document.setup().getOrDefault("data", "") + ": " + points.size() + " runs, α from "
                + Figures.of(points.isEmpty() ? Double.NaN : points.getFirst().alpha(), 4) + " to "
                + Figures.of(points.isEmpty() ? Double.NaN : points.getLast().alpha(), 4) + ".");
        page = page.withBlocks(notices(document));
        for (long width : points.stream().mapToLong(SweepPoint::width).distinct().sorted().toArray()) {
            page = page.withBlocks(width(document, width, points.stream().filter(point -> point.width() == width).toList()));
        }
        return page.withBlock(Section.of("How it was done").withText(METHOD)).withBlock(facts(document));
    }

    private static List<Notice> notices(SweepDocument document) {
        List<Notice> notices = new ArrayList<>();
        if (document.points().stream().allMatch(point -> point.inequalities().isEmpty())) {
            notices.add(Notice.warning("No inequality of the theorem applies to any run; the reasons are in the table of runs."));
        } else {
            notices.add(document.allHold()
                    ? Notice.good("Every inequality whose hypotheses are met held at every recorded time.")
                    : Notice.bad("An inequality failed: see the tables."));
        }
        if (document.points().stream().anyMatch(point -> !point.flag("beta_proved"))) {
            notices.add(Notice
                    .warning("β is a sampled lower estimate: thresholds and bounds made of it are estimates, and nothing is proved."));
        }
        remarks(document).forEach(remark -> notices.add(Notice.warning(remark)));
        return notices;
    }

    /** What the program has to say of the whole sweep. */
    public static List<String> remarks(SweepDocument document) {
        Object remarks = document.about().get("remarks");
        List<String> all = new ArrayList<>(remarks instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of());
        for (SweepPoint point : document.points()) {
            if (point.number("forced_steps") > 0) {
                all.add(String.format(Locale.ROOT,
                        "alpha %.4g: gradient flow meets jumps of the activation's derivative: %.0f of %.0f steps, each a 400th of the time "
                                + "gone by, crossed one with an error above the tolerance",
                        point.alpha(), point.number("forced_steps"), point.number("steps")));
            }
        }
        return all;
    }

    private static Facts facts(SweepDocument document) {
        Facts facts = Facts.empty();
        for (var entry : document.setup().entrySet()) {
            facts = facts.withFact(entry.getKey().replace('_', ' '), String.valueOf(entry.getValue()));
        }
        return facts;
    }

    private static List<Block> width(SweepDocument document, long width, List<SweepPoint> points) {
        List<Block> blocks = new ArrayList<>();
        SweepPoint any = points.getFirst();
        blocks.add(Section.of("Width " + width).withText("σ = " + Figures.of(any.number("sigma"), 5) + ", σ_max = "
                + Figures.of(any.number("sigma_max"), 5) + ", β = " + Figures.of(any.number("beta"), 5) + " (" + any.text("beta_text")
                + "). B2 needs α > " + Figures.of(any.number("B2_threshold"), 5) + ", B1 α ≥ " + Figures.of(any.number("B1_threshold"), 5)
                + "."));
        blocks.add(runs(points));
        for (String form : List.of("B2", "B1")) {
            points.stream().filter(point -> !point.flag(form + "_holds")).reduce((first, second) -> second)
                    .ifPresent(point -> blocks.add(Text.of("Largest α for which it is not met: " + point.text(form) + ".")));
        }
        blocks.addAll(SweepPlots.of(document, width, points));
        for (String slope : SweepTable.slopes(new SweepDocument(document.setup(), document.about(), points))) {
            blocks.add(Text.of(slope + "."));
        }
        blocks.add(inequalities(points));
        return blocks;
    }

    private static Table runs(List<SweepPoint> points) {
        Table table = Table
                .of("α", "B2", "B1", "r₀", "residual at the end", "largest gap", "largest ‖w − u‖", "drift of K", "least σ_min / σ",
                        "path", "certified from t", "steps", "seconds")
                .withCaption("Runs");
        List<List<Cell>> rows = new ArrayList<>();
        for (SweepPoint point : points) {
            double sigma = point.records().stream().mapToDouble(each -> each.number("sigma_min")).min().orElse(Double.NaN);
            rows.add(List.of(number(point.alpha()), verdict(point, "B2"), verdict(point, "B1"), number(point.number("r0")),
                    number(point.number("residual_end")), number(point.number("gap")), number(point.number("parameter_gap")),
                    number(point.number("kernel_drift") / point.number("kernel_norm")), number(sigma / point.number("sigma")),
                    number(point.number("path_length")), number(point.number("certified_from_t")), number(point.number("steps")),
                    number(point.number("seconds"))));
        }
        return table.withRows(rows);
    }

    private static Cell verdict(SweepPoint point, String form) {
        boolean failed = point.inequalities().stream().anyMatch(each -> each.string("id").startsWith(form) && !each.flag("holds"));
        if (failed) {
            return Cell.text("an inequality fails").withMark(Mark.BAD);
        }
        return point.flag(form + "_holds")
                ? Cell.text("holds").withMark(Mark.GOOD)
                : Cell.text("not met").withMark(Mark.DOUBT);
    }

    private static Table inequalities(List<SweepPoint> points) {
        Table table = Table.of("α", "inequality", "holds", "closest at t", "left", "right", "slack", "left / allowed")
                .withCaption("Every inequality, at the time at which it came closest to failing");
        List<List<Cell>> rows = new ArrayList<>();
        for (SweepPoint point : points) {
            for (JsonObject each : point.inequalities()) {
                boolean holds = each.flag("holds");
                rows.add(List.of(number(point.alpha()), Cell.text(each.string("id")),
                        Cell.text(holds ? "yes" : "no").withMark(holds ? Mark.GOOD : Mark.BAD), number(each.number("t")),
                        number(each.number("left")), number(each.number("right")), number(each.number("slack")),
                        Cell.number(Figures.fixed(each.number("closeness"), 3))));
            }
        }
        return table.withRows(rows);
    }

    private static Cell number(double value) {
        return Cell.number(Double.isNaN(value) ? "–" : Figures.of(value, 4));
    }

    /** An axis of τ. */
    static Plot overTime(String title, String y) {
        return Plot.of(title, Axis.log("τ = α²t"), Axis.log(y));
    }
}
