package gramflow.bench.compare;

import gramflow.bench.report.ResultLine;
import java.util.ArrayList;
import java.util.List;

/** A comparison on the console: a line a pair. */
public final class CompareTable {
    private static final String FORMAT = "%-8s %-18s %-4s %13s %7s  %8s %18s  %6s %6s %8s  %s";
    private static final int LISTED = 8;

    private CompareTable() {
    }

    /** The lines. */
    public static List<String> lines(Comparison c) {
        List<String> lines = new ArrayList<>();
        lines.add("%s against %s: above 1, %s is faster".formatted(c.name(), c.base(), c.name()));
        c.warnings().forEach(w -> lines.add("  warning: " + w));
        if (c.acrossBackends()) {
            lines.add("  across backends: the fastest of each file, at each size");
        }
        if (!c.pairs().isEmpty()) {
            lines.add("");
            lines.add(
                    FORMAT.formatted("kernel", "backend", "type", "n x d", "threads", "speed", "95 %", "roof", "roof", "shares", "verdict")
                            .stripTrailing());
            c.pairs().forEach(p -> lines.add(line(p)));
        }
        lines.add("");
        lines.add(c.summary() + " of " + c.pairs().size());
        only(c.base(), c.onlyInBase(), lines);
        only(c.name(), c.onlyHere(), lines);
        return lines;
    }

    private static String line(Pair p) {
        ResultLine row = p.row();
        return FORMAT.formatted(row.kernel(), p.backends().replace("→", "->"), row.precision(), row.n() + "x" + row.d(), row.threads(),
                "%.3f".formatted(p.speed().value()), "%.3f to %.3f".formatted(p.speed().low(), p.speed().high()),
                "%.3f".formatted(p.base().fractionOfRoof()), "%.3f".formatted(row.fractionOfRoof()), "%.3f".formatted(p.share().value()),
                p.verdict().label());
    }

    private static void only(String file, List<ResultLine> rows, List<String> lines) {
        if (!rows.isEmpty()) {
            String more = rows.size() > LISTED ? ", and " + (rows.size() - LISTED) + " more" : "";
            lines.add("only in " + file + ": "
                    + String.join("; ", rows.stream().limit(LISTED).map(CompareTable::named).toList()) + more);
        }
    }

    static String named(ResultLine row) {
        return row.task().replace("×", "x") + ", " + row.backend();
    }
}
