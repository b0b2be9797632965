package gramflow.bench.report;

import gramflow.bench.measure.Estimate;
import gramflow.bench.page.Block;
import gramflow.bench.page.Cell;
import gramflow.bench.page.Figures;
import gramflow.bench.page.Intervals;
import gramflow.bench.page.Mark;
import gramflow.bench.page.Section;
import gramflow.bench.page.Table;
import gramflow.bench.page.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Other libraries, on the page of a run. */
final class PeerBlocks {
    private static final String NOTHING = "–";
    private static final double NEAR = 1.5;

    private PeerBlocks() {
    }

    static List<Block> of(Peers peers) {
        if (peers.isEmpty()) {
            return List.of();
        }
        List<Block> blocks = new ArrayList<>(List.of(Section.of("Against other libraries").withText(Peers.METHOD)));
        Map<String, List<PeerLine>> tasks = peers.pairs().stream().collect(
                Collectors.groupingBy(PeerLine::task, LinkedHashMap::new, Collectors.toList()));
        tasks.forEach((task, lines) -> {
            // On one axis with what is twenty times as slow nothing would be seen of the others.
            Map<Boolean, List<PeerLine>> near = lines.stream().filter(line -> line.ratio() != null)
                    .collect(Collectors.partitioningBy(PeerBlocks::isNear));
            plot(task + ", about as fast", near.getOrDefault(true, List.of()), blocks);
            plot(task + ", further off", near.getOrDefault(false, List.of()), blocks);
        });
        blocks.add(table(peers.pairs()));
        peers.notes().forEach(note -> blocks.add(Text.of(note + ".")));
        return blocks;
    }

    private static boolean isNear(PeerLine line) {
        Estimate ratio = line.ratio();
        return ratio != null && ratio.median() < NEAR && ratio.median() > 1 / NEAR;
    }

    private static void plot(String title, List<PeerLine> lines, List<Block> blocks) {
        Intervals plot = Intervals.of(title, "their time over ours", "as fast");
        for (PeerLine line : lines) {
            Estimate ratio = line.ratio();
            if (ratio != null) {
                plot = plot.withRow(line.peer() + ", " + brief(line.setup()), ratio.median(), ratio.low(), ratio.high());
            }
        }
        if (!lines.isEmpty()) {
            blocks.add(plot);
        }
    }

    /** How it was set up, without how it is called. */
    static String brief(String setup) {
        return setup.replaceFirst("; .*", "");
    }

    private static Table table(List<PeerLine> lines) {
        Table table = Table
                .of("kernel", "type", "n × d", "threads", "library", "set up", "ours is", "ratio", "from", "to", "pairs", "GF/s, ours",
                        "GF/s, theirs", "what")
                .withCaption("Pairs");
        List<List<Cell>> rows = new ArrayList<>();
        for (PeerLine line : lines) {
            Estimate ratio = line.ratio();
            rows.add(List.of(Cell.text(line.kernel()), Cell.text(line.precision()), Cell.number(line.n() + " × " + line.d()),
                    Cell.number(Integer.toString(line.threads())), Cell.text(line.peer()), Cell.text(brief(line.setup())),
                    Cell.text(line.verdict()).withMark(mark(line)), number(ratio == null ? Double.NaN : ratio.median(), 3),
                    number(ratio == null ? Double.NaN : ratio.low(), 3), number(ratio == null ? Double.NaN : ratio.high(), 3),
                    Cell.number(Integer.toString(line.ratios().size())), number(line.ours(), 1), number(line.theirs(), 1),
                    Cell.text(line.library() + "; " + line.setup())));
        }
        return table.withRows(rows);
    }

    private static Mark mark(PeerLine line) {
        return switch (line.verdict()) {
            case "faster" -> Mark.GOOD;
            case "slower" -> Mark.WARNING;
            case "failed" -> Mark.BAD;
            default -> Mark.DOUBT;
        };
    }

    private static Cell number(double value, int decimals) {
        return Cell.number(Double.isNaN(value) ? NOTHING : Figures.fixed(value, decimals));
    }
}
