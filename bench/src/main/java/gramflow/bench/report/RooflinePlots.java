package gramflow.bench.report;

import gramflow.bench.page.Axis;
import gramflow.bench.page.Figures;
import gramflow.bench.page.Plot;
import gramflow.bench.page.Reference;
import gramflow.bench.page.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rooflines: a plot for each precision and number of threads, a point a row, under the roofs that were measured. */
final class RooflinePlots {

    private RooflinePlots() {
    }

    static List<Plot> of(ResultDocument document) {
        List<Plot> plots = new ArrayList<>();
        Roofs.byThreads(document).forEach((threads, roofs) -> roofs.fma().forEach((precision, gflops) -> {
            List<ResultLine> rows = document.results().stream()
                    .filter(r -> r.threads() == threads && r.precision().equals(precision) && r.seconds() != null).toList();
            if (!rows.isEmpty()) {
                String title = "%s, %d thread%s".formatted(precision, threads, threads == 1 ? "" : "s");
                plots.add(withRoofs(points(title, rows), roofs, gflops));
            }
        }));
        return plots;
    }

    private static Plot points(String title, List<ResultLine> rows) {
        // As far to the left as reading binds, so that the slanted roofs are seen.
        Plot plot = Plot.of(title, Axis.log("arithmetic intensity, flops per byte").withLow(0.1), Axis.log("GF/s"));
        for (Map.Entry<String, List<ResultLine>> of : RatePlots.group(rows, r -> r.kernel() + ", " + r.backend()).entrySet()) {
            plot = plot.withSeries(series(of.getKey(), of.getValue().stream().filter(RatePlots::isPossible).toList()));
        }
        List<ResultLine> wrong = rows.stream().filter(r -> !RatePlots.isPossible(r)).toList();
        return wrong.isEmpty()
                ? plot
                : plot.withSeries(series("above its roof, or failed: cannot be right", wrong).withStyle(Series.Style.ERROR));
    }

    private static Series series(String name, List<ResultLine> rows) {
        return Series.of(name).withStyle(Series.Style.MARKERS)
                .withPoints(rows.stream().map(r -> RatePlots.point(r, r.flops() / r.bytes())).toList());
    }

    private static Plot withRoofs(Plot plot, Roofs roofs, double gflops) {
        double fastest = roofs.reads().values().stream().mapToDouble(Double::doubleValue).max().orElse(Double.POSITIVE_INFINITY);
        Plot under = plot.withReference(Reference.horizontal("roof", gflops).withSince(gflops / fastest)
                .withLabel("arithmetic, " + Figures.of(gflops, 4) + " GF/s"));
        for (Map.Entry<String, Double> read : roofs.reads().entrySet()) {
            under = under.withReference(Reference.proportional(read.getKey(), read.getValue()).withUntil(gflops / read.getValue())
                    .withLabel("reading, " + Figures.of(read.getValue(), 4) + " GB/s"));
        }
        return under;
    }
}
