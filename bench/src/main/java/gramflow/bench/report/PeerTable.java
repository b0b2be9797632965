package gramflow.bench.report;

import gramflow.bench.measure.Estimate;
import java.util.ArrayList;
import java.util.List;

/** Other libraries on the console: a line a pair. */
public final class PeerTable {
    private static final String FORMAT = "%-6s %-4s %10s %7s  %-15s %-34s %7s %7s %7s %5s  %-6s %-6s  %s";

    private PeerTable() {
    }

    /** The lines. */
    public static List<String> lines(Peers peers) {
        List<String> lines = new ArrayList<>();
        lines.add(FORMAT.formatted("kernel", "type", "n x d", "threads", "library", "set up", "ratio", "from", "to", "pairs", "ours",
                "theirs",
                "ours is"));
        peers.pairs().forEach(line -> lines.add(line(line)));
        lines.add("");
        lines.add("ratio: their time over ours, median of the pairs, with a 95 % interval; ours and theirs in GF/s");
        lines.addAll(peers.notes());
        return lines;
    }

    /** One pair of rows. */
    public static String line(PeerLine line) {
        Estimate ratio = line.ratio();
        String none = "-";
        return FORMAT.formatted(line.kernel(), line.precision(), line.n() + "x" + line.d(), line.threads(), line.peer(),
                PeerBlocks.brief(line.setup()), ratio == null ? none : figure(ratio.median()), ratio == null ? none : figure(ratio.low()),
                ratio == null ? none : figure(ratio.high()), line.ratios().size(), rate(line.ours()), rate(line.theirs()), line.verdict());
    }

    private static String figure(double value) {
        return "%.3f".formatted(value);
    }

    private static String rate(double value) {
        return Double.isNaN(value) ? "-" : "%.1f".formatted(value);
    }
}
