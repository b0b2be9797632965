package gramflow.bench.report;

import gramflow.bench.measure.Estimate;
import gramflow.bench.page.Axis;
import gramflow.bench.page.Figures;
import gramflow.bench.page.Plot;
import gramflow.bench.page.Point;
import gramflow.bench.page.Reference;
import gramflow.bench.page.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** GF/s against n: a plot for each kernel, precision and number of threads that was measured at two sizes or more, a series for each backend. */
final class RatePlots {
    private static final double SAME = 1e-9;
    private static final String ABOVE = "above its roof, or failed: cannot be right";

    private RatePlots() {
    }

    static List<Plot> of(ResultDocument document) {
        List<Plot> plots = new ArrayList<>();
        group(document.results(), r -> "%s, %s, %d thread%s".formatted(r.kernel(), r.precision(), r.threads(), r.threads() == 1 ? "" : "s"))
                .forEach((title, rows) -> {
                    if (rows.stream().map(ResultLine::n).distinct().count() > 1) {
                        plots.add(plot(title, rows));
                    }
                });
        return plots;
    }

    static Map<String, List<ResultLine>> group(List<ResultLine> rows, Function<ResultLine, String> by) {
        return rows.stream().filter(r -> r.seconds() != null).collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList()));
    }

    private static Plot plot(String title, List<ResultLine> rows) {
        Plot plot = Plot.of(title, Axis.log("rows n"), Axis.linear("GF/s").withLow(0));
        for (Map.Entry<String, List<ResultLine>> backend : group(rows, ResultLine::backend).entrySet()) {
            plot = plot.withSeries(series(backend.getKey(), backend.getValue().stream().filter(RatePlots::isPossible).toList()));
        }
        List<ResultLine> wrong = rows.stream().filter(r -> !isPossible(r)).toList();
        if (!wrong.isEmpty()) {
            plot = plot.withSeries(series(ABOVE, wrong).withStyle(Series.Style.ERROR));
        }
        return withRoof(plot, rows);
    }

    static boolean isPossible(ResultLine row) {
        return row.pass() && !row.aboveRoof();
    }

    private static Series series(String name, List<ResultLine> rows) {
        return Series.of(name).withPoints(rows.stream().sorted(Comparator.comparingLong(ResultLine::n).thenComparingLong(ResultLine::d))
                .map(r -> point(r, (double) r.n())).toList());
    }

    /** The row at {@code x}, its rate upwards. */
    static Point point(ResultLine row, double x) {
        Estimate time = row.seconds();
        Point point = Point.of(x, row.gflops());
        if (time != null) {
            double flops = row.gflops() * time.median();
            point = point.withInterval(flops / time.high(), flops / time.low());
        }
        return point.withNote("%s, %s of its roof%s".formatted(row.task(), Figures.fixed(row.fractionOfRoof(), 3),
                row.verdict().equals("ok") ? "" : ", " + row.verdict()));
    }

    private static Plot withRoof(Plot plot, List<ResultLine> rows) {
        List<ResultLine> known = rows.stream().filter(r -> Double.isFinite(r.roof())).toList();
        double least = known.stream().mapToDouble(ResultLine::roof).min().orElse(Double.NaN);
        double most = known.stream().mapToDouble(ResultLine::roof).max().orElse(Double.NaN);
        if (known.isEmpty()) {
            return plot;
        }
        if (most - least <= SAME * most) {
            String what = known.getFirst().bound().equals("fma") ? "independent multiply-adds" : "reading the same bytes";
            return plot.withReference(Reference.horizontal("roof", most).withLabel(Figures.of(most, 4) + " GF/s, " + what));
        }
        Series roof = Series.of("roof, of reading the same bytes or of arithmetic").withStyle(Series.Style.BOUND);
        return plot.withSeries(roof.withPoints(known.stream().sorted(Comparator.comparingLong(ResultLine::n))
                .map(r -> Point.of((double) r.n(), r.roof())).distinct().toList()));
    }
}
