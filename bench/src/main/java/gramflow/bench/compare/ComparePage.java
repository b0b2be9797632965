package gramflow.bench.compare;

import gramflow.bench.page.Axis;
import gramflow.bench.page.Block;
import gramflow.bench.page.Cell;
import gramflow.bench.page.Figures;
import gramflow.bench.page.Mark;
import gramflow.bench.page.Notice;
import gramflow.bench.page.Page;
import gramflow.bench.page.Plot;
import gramflow.bench.page.Point;
import gramflow.bench.page.Reference;
import gramflow.bench.page.Section;
import gramflow.bench.page.Series;
import gramflow.bench.page.Table;
import gramflow.bench.page.Text;
import gramflow.bench.report.MachineFacts;
import gramflow.bench.report.ResultLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Comparisons as a page. */
public final class ComparePage {
    private static final String METHOD = "Speed: the first file's time over the other's, so above 1 the other is faster. With five forks or "
            + "more on both sides the interval is a 95 % bootstrap over the medians of the forks. With fewer, nothing in the files shows how "
            + "forks differ: the interval is then all that the two rows' own intervals allow, widened by what forks usually differ by. Either is "
            + "widened by how far the roofs moved, and for rows that were noisy by another tenth, or with few forks by a factor of 2. Where 1 is in the interval, the verdict is "
            + "“cannot tell”. Shares: the same of the shares of each machine's own roof, which is what compares different CPUs.";

    private ComparePage() {
    }

    /**
     * The page, without the JSON that it may carry along.
     *
     * @param runs the files; the first is the base of all comparisons
     */
    public static Page of(List<Run> runs, List<Comparison> comparisons) {
        Page page = Page.of("Comparison of " + runs.size() + " runs").withLead("Against " + runs.getFirst().name() + ".");
        for (Comparison c : comparisons) {
            page = page.withBlocks(blocks(c));
        }
        page = page.withBlock(Section.of("How to read it").withText(METHOD));
        for (Run run : runs) {
            page = page.withBlock(Section.of(run.name())).withBlock(MachineFacts.of(run.document()));
        }
        return page;
    }

    private static List<Block> blocks(Comparison c) {
        List<Block> blocks = new ArrayList<>(List.of(Section.of(c.name()).withText(c.summary() + " of " + c.pairs().size() + " rows.")));
        c.warnings().forEach(w -> blocks.add(Notice.warning(w)));
        if (c.acrossBackends()) {
            blocks.add(Text.of("Across backends: the fastest of each file, at each size."));
        }
        if (c.pairs().isEmpty()) {
            blocks.add(Notice.warning("No row is in both files."));
        } else {
            blocks.add(plot("Speed", c, true));
            blocks.add(plot("Share of the own roof", c, false));
            blocks.add(table(c));
        }
        only(c.base(), c.onlyInBase(), blocks);
        only(c.name(), c.onlyHere(), blocks);
        return blocks;
    }

    private static void only(String file, List<ResultLine> rows, List<Block> blocks) {
        if (!rows.isEmpty()) {
            blocks.add(Text.of("Only in " + file + ": " + rows.stream().map(CompareTable::named).collect(Collectors.joining("; ")) + "."));
        }
    }

    private static Plot plot(String title, Comparison c, boolean speed) {
        Plot plot = Plot.of(title + " against " + c.base(), Axis.log("flops of a call"), Axis.log("ratio"));
        Map<String, List<Pair>> groups = c.pairs().stream().collect(Collectors.groupingBy(
                p -> "%s, %s, %s, %d thread%s".formatted(p.row().kernel(), p.backends(), p.row().precision(), p.row().threads(),
                        p.row().threads() == 1 ? "" : "s"),
                LinkedHashMap::new, Collectors.toList()));
        for (Map.Entry<String, List<Pair>> group : groups.entrySet()) {
            Series series = Series.of(group.getKey()).withStyle(Series.Style.MARKERS);
            for (Pair p : group.getValue()) {
                Ratio ratio = speed ? p.speed() : p.share();
                Finding finding = speed ? p.verdict() : p.shareVerdict();
                series = series.withPoint(Point.of(p.row().flops(), ratio.value()).withInterval(ratio.low(), ratio.high())
                        .withNote(p.row().task() + ": " + (speed ? finding.label() : word(finding))));
            }
            plot = plot.withSeries(series);
        }
        return plot.withReference(Reference.horizontal("1", 1).withLabel("no difference"));
    }

    private static Table table(Comparison c) {
        Table table = Table.of("kernel", "backend", "type", "n × d", "threads", "verdict", "speed", "from", "to", "share, first",
                "share, here", "of shares", "by shares").withCaption("Rows that are in both files");
        List<List<Cell>> rows = new ArrayList<>();
        for (Pair p : c.pairs()) {
            ResultLine row = p.row();
            rows.add(List.of(Cell.text(row.kernel()), Cell.text(p.backends()), Cell.text(row.precision()),
                    Cell.number(row.n() + " × " + row.d()),
                    Cell.number(Integer.toString(row.threads())), Cell.text(p.verdict().label()).withMark(mark(p.verdict())),
                    number(p.speed().value()), number(p.speed().low()), number(p.speed().high()), number(p.base().fractionOfRoof()),
                    number(row.fractionOfRoof()), number(p.share().value()),
                    Cell.text(word(p.shareVerdict())).withMark(mark(p.shareVerdict()))));
        }
        return table.withRows(rows);
    }

    private static Cell number(double value) {
        return Cell.number(Figures.fixed(value, 3));
    }

    private static String word(Finding shares) {
        return switch (shares) {
            case FASTER -> "higher";
            case SLOWER -> "lower";
            case CANNOT_TELL -> shares.label();
        };
    }

    private static Mark mark(Finding finding) {
        return switch (finding) {
            case FASTER -> Mark.GOOD;
            case SLOWER -> Mark.WARNING;
            case CANNOT_TELL -> Mark.DOUBT;
        };
    }
}
