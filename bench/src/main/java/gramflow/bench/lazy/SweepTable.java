package gramflow.bench.lazy;

import gramflow.bench.report.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A sweep on a console. */
public final class SweepTable {
    /** Heads of {@link #line}. */
    public static final String HEAD = String.format(Locale.ROOT, "%8s %10s  %-5s %9s %9s %9s %9s %9s %9s %6s %8s", "width", "alpha",
            "holds", "r end",
            "gap", "|w - u|", "drift", "s min", "closest", "steps", "seconds");

    private SweepTable() {
    }

    /** A point in a line: the largest gap, ‖w − u‖ and drift of its times, its least σ_min, and how close the tightest inequality came to failing. */
    public static String line(SweepPoint point) {
        double drift = point.number("kernel_drift") / point.number("kernel_norm");
        double sigma = point.records().stream().mapToDouble(each -> each.number("sigma_min")).min().orElse(Double.NaN);
        double closest = point.inequalities().stream().mapToDouble(each -> each.number("closeness")).max().orElse(Double.NaN);
        String holds = !point.flag("all_hold") ? "FAILS" : point.flag("B1_holds") ? "B1 B2" : point.flag("B2_holds") ? "B2" : "-";
        return String.format(Locale.ROOT, "%8d %10.4g  %-5s %9.2e %9.2e %9.2e %9.2e %9.2e %9.3f %6.0f %8.2f", point.width(), point.alpha(),
                holds,
                point.number("residual_end"), point.number("gap"), point.number("parameter_gap"), drift, sigma, closest,
                point.number("steps"), point.number("seconds"));
    }

    /** Every inequality, with the α and the time at which it came closest to failing. */
    public static List<String> inequalities(SweepDocument document) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%-26s %-6s %10s %10s %12s %12s %12s", "inequality", "holds", "alpha", "t", "left", "right",
                "slack"));
        List<String> ids = document.points().stream().flatMap(point -> point.inequalities().stream()).map(each -> each.string("id"))
                .distinct()
                .toList();
        for (String id : ids) {
            record At(SweepPoint point, JsonObject inequality) {
            }
            document.points().stream()
                    .flatMap(point -> point.inequalities().stream().filter(each -> each.string("id").equals(id))
                            .map(each -> new At(point, each)))
                    .max(Comparator.comparingDouble(at -> at.inequality.number("closeness")))
                    .ifPresent(at -> lines.add(String.format(Locale.ROOT, "%-26s %-6s %10.4g %10.3e %12.5e %12.5e %12.5e", id,
                            at.inequality.flag("holds") ? "yes" : "NO", at.point.alpha(), at.inequality.number("t"),
                            at.inequality.number("left"), at.inequality.number("right"), at.inequality.number("slack"))));
        }
        return lines;
    }

    /** What the slopes are. */
    public static List<String> slopes(SweepDocument document) {
        List<String> lines = new ArrayList<>();
        for (long width : document.points().stream().mapToLong(SweepPoint::width).distinct().toArray()) {
            List<SweepPoint> of = document.points().stream().filter(point -> point.width() == width).toList();
            Slope gap = Slope.of(of, "gap");
            Slope parameters = Slope.of(of, "parameter_gap");
            if (gap.points() >= 2) {
                lines.add(String.format(Locale.ROOT, "width %d: gap to tangent flow falls as alpha^%.3f, |w - u| as alpha^%.3f (%d points)",
                        width,
                        gap.value(), parameters.value(), gap.points()));
            }
        }
        return lines;
    }
}
