package gramflow.bench.report;

import gramflow.backend.MemoryLevel;
import gramflow.backend.ReadRoof;
import gramflow.bench.measure.Estimate;
import gramflow.bench.measure.Findings;
import gramflow.bench.measure.Result;
import gramflow.bench.measure.Row;
import gramflow.bench.measure.RunRoofs;
import gramflow.memory.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The table on the console: a line a row, and the roofs above it. */
public final class ResultTable {
    private static final String FORMAT = "%-10s %-10s %-4s %13s %7s  %10s %8s %6s  %-9s %s";

    private ResultTable() {
    }

    /** The lines. */
    public static List<String> lines(Findings findings) {
        List<String> lines = new ArrayList<>(roofs(findings.roofs()));
        lines.add("");
        lines.add(FORMAT.formatted("kernel", "backend", "type", "n x d", "threads", "time", "GF/s", "roof", "95 %", "verdict")
                .stripTrailing());
        findings.results().forEach(result -> lines.add(line(result)));
        return lines;
    }

    /** The roofs, a line for each number of threads. */
    public static List<String> roofs(RunRoofs roofs) {
        List<String> lines = new ArrayList<>();
        for (int t : roofs.threads()) {
            StringBuilder line = new StringBuilder("roofs, %d thread%s: ".formatted(t, t == 1 ? "" : "s"));
            for (Precision p : Precision.values()) {
                line.append("%s %.1f GF/s, ".formatted(p.label(), roofs.fma(p, t)));
            }
            Map<MemoryLevel, ReadRoof> levels = roofs.levels(t);
            line.append("read");
            for (MemoryLevel level : MemoryLevel.values()) {
                ReadRoof roof = levels.get(level);
                if (roof != null) {
                    line.append(" %s %.0f".formatted(level.name(), roof.gbs()));
                }
            }
            lines.add(line.append(" GB/s").toString());
        }
        return lines;
    }

    /** One row. */
    public static String line(Result result) {
        Row row = result.row();
        Estimate seconds = result.seconds();
        String size = row.n() + "x" + row.d();
        if (seconds == null) {
            return FORMAT.formatted(row.kernel().label(), row.backend(), row.precision().label(), size, row.threads(), "-", "-", "-", "-",
                    "FAILED: " + result.failure());
        }
        return FORMAT.formatted(row.kernel().label(), row.backend(), row.precision().label(), size, row.threads(), time(seconds.median()),
                "%.1f".formatted(result.gflops()), "%.3f".formatted(result.fractionOfRoof()), interval(seconds), verdict(result));
    }

    private static String verdict(Result result) {
        if (!result.pass()) {
            return "FAILED: " + result.failure();
        }
        return result.aboveRoof() ? "ABOVE ITS ROOF" : result.verdict().label();
    }

    private static String interval(Estimate seconds) {
        return "-%.1f+%.1f%%".formatted(100 * (1 - seconds.low() / seconds.median()), 100 * (seconds.high() / seconds.median() - 1));
    }

    /** A time with four digits and its unit. */
    static String time(double seconds) {
        if (seconds >= 1) {
            return "%.3f s".formatted(seconds);
        }
        if (seconds >= 1e-3) {
            return "%.3f ms".formatted(seconds * 1e3);
        }
        return "%.3f us".formatted(seconds * 1e6);
    }
}
