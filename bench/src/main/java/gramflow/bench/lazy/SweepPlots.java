package gramflow.bench.lazy;

import gramflow.bench.page.Axis;
import gramflow.bench.page.Figures;
import gramflow.bench.page.Plot;
import gramflow.bench.page.Reference;
import gramflow.bench.page.Series;
import gramflow.bench.report.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The plots of one width of a sweep. */
final class SweepPlots {
    /** A residual below that part of r₀ is rounding. */
    private static final double FLOOR = 1e-12;

    private SweepPlots() {
    }

    static List<Plot> of(SweepDocument document, long width, List<SweepPoint> points) {
        List<Plot> plots = new ArrayList<>();
        plots.add(gap(points));
        plots.add(loss(points));
        plots.add(drift(points));
        plots.add(sigma(points));
        plots.add(spectrum(document, width));
        return plots;
    }

    private static Series over(List<SweepPoint> points, String name, String key) {
        Series series = Series.of(name);
        for (SweepPoint point : points) {
            if (point.number(key) > 0) {
                series = series.withPoint(point.alpha(), point.number(key));
            }
        }
        return series;
    }

    private static Plot withThresholds(Plot plot, List<SweepPoint> points) {
        SweepPoint any = points.getFirst();
        Plot marked = plot;
        for (String form : List.of("B2", "B1")) {
            double threshold = any.number(form + "_threshold");
            if (threshold > 0) {
                marked = marked.withReference(
                        Reference.vertical(form, threshold).withLabel("threshold of " + form + ", α = " + Figures.of(threshold, 4)));
            }
        }
        return marked;
    }

    private static Plot gap(List<SweepPoint> points) {
        Slope slope = Slope.of(points, "gap");
        Slope parameters = Slope.of(points, "parameter_gap");
        Series bound = Series.of("bound on ‖w − u‖").withStyle(Series.Style.BOUND);
        for (SweepPoint point : points) {
            if (point.number("parameter_gap_bound") > 0) {
                bound = bound.withPoint(point.alpha(), point.number("parameter_gap_bound"));
            }
        }
        String caption = slope.points() < 2
                ? ""
                : "Fitted exponents: %s for the gap, %s in parameters, over the %d points above the threshold of B2, or the upper half."
                        .formatted(Figures.of(slope.value(), 4), Figures.of(parameters.value(), 4), slope.points());
        Plot plot = Plot.of("Gap to tangent flow, the largest over all times", Axis.log("α"), Axis.log("distance")).withCaption(caption)
                .withSeries(over(points, "‖αf(w) − αf₀(u)‖, exponent " + Figures.of(slope.value(), 3), "gap"))
                .withSeries(over(points, "‖w − u‖, exponent " + Figures.of(parameters.value(), 3), "parameter_gap"));
        return withThresholds(bound.points().isEmpty() ? plot : plot.withSeries(bound), points);
    }

    /** The first, the first above each threshold, and the last: enough to see. */
    private static Set<SweepPoint> chosen(List<SweepPoint> points) {
        Set<SweepPoint> chosen = new LinkedHashSet<>();
        chosen.add(points.getFirst());
        points.stream().filter(point -> point.flag("B2_holds")).findFirst().ifPresent(chosen::add);
        points.stream().filter(point -> point.flag("B1_holds")).findFirst().ifPresent(chosen::add);
        chosen.add(points.getLast());
        return chosen;
    }

    private static Series overTime(SweepPoint point, String name, String key, double floor) {
        Series series = Series.of(name);
        for (JsonObject record : point.records()) {
            double value = record.numberOrNaN(key);
            if (record.number("tau") > 0 && value > floor) {
                series = series.withPoint(record.number("tau"), value);
            }
        }
        return series;
    }

    private static Plot loss(List<SweepPoint> points) {
        Plot plot = SweepPage.overTime("Residual against its bound", "‖αf(w) − y‖")
                .withCaption("Dashed: B2, and for the largest α tangent flow. Below the threshold the bound stalls where the loss may.");
        for (SweepPoint point : chosen(points)) {
            String alpha = "α = " + Figures.of(point.alpha(), 4);
            double floor = FLOOR * point.number("r0");
            plot = plot.withSeries(overTime(point, alpha, "residual", floor).withStyle(Series.Style.LINE));
            Series bound = overTime(point, "B2, " + alpha, "B2_residual_bound", floor).withStyle(Series.Style.BOUND);
            plot = bound.points().isEmpty() ? plot : plot.withSeries(bound);
        }
        SweepPoint last = points.getLast();
        return plot.withSeries(overTime(last, "tangent flow, α = " + Figures.of(last.alpha(), 4), "tangent_residual",
                FLOOR * last.number("r0")).withStyle(Series.Style.BOUND));
    }

    private static Plot drift(List<SweepPoint> points) {
        Series measured = Series.of("measured, the largest over all times");
        Series bound = Series.of("bound βL∞(2σ_max + βL∞)/σ_max²").withStyle(Series.Style.BOUND);
        for (SweepPoint point : points) {
            double norm = point.number("kernel_norm");
            if (point.number("kernel_drift") > 0) {
                measured = measured.withPoint(point.alpha(), point.number("kernel_drift") / norm);
            }
            if (point.number("kernel_drift_bound") > 0) {
                bound = bound.withPoint(point.alpha(), point.number("kernel_drift_bound") / norm);
            }
        }
        Plot plot = Plot.of("Drift of the kernel", Axis.log("α"), Axis.log("‖K_t − K₀‖ / ‖K₀‖")).withSeries(measured);
        return withThresholds(bound.points().isEmpty() ? plot : plot.withSeries(bound), points);
    }

    private static Plot sigma(List<SweepPoint> points) {
        Plot plot = Plot.of("Least singular value of the Jacobian along the way", Axis.log("τ = α²t"), Axis.linear("σ_min(J_t) / σ"))
                .withReference(Reference.horizontal("½", 0.5).withLabel("σ/2, below which B1 never goes"));
        for (SweepPoint point : chosen(points)) {
            Series series = Series.of("α = " + Figures.of(point.alpha(), 4)).withStyle(Series.Style.LINE);
            for (JsonObject record : point.records()) {
                if (record.number("tau") > 0 && point.number("sigma") > 0) {
                    series = series.withPoint(record.number("tau"), record.number("sigma_min") / point.number("sigma"));
                }
            }
            plot = plot.withSeries(series);
        }
        return plot;
    }

    private static Plot spectrum(SweepDocument document, long width) {
        Plot plot = Plot.of("Eigenvalues of the kernel at the start", Axis.log("number"), Axis.log("eigenvalue"));
        Object starts = document.about().get("starts");
        if (starts instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof java.util.Map<?, ?> map && map.get("width") instanceof Number w && w.longValue() == width
                        && map.get("eigenvalues") instanceof List<?> values) {
                    Series series = Series.of("λ").withStyle(Series.Style.MARKERS);
                    for (int i = 0; i < values.size(); i++) {
                        if (values.get(i) instanceof Number value && value.doubleValue() > 0) {
                            series = series.withPoint(i + 1.0, value.doubleValue());
                        }
                    }
                    plot = plot.withSeries(series);
                }
            }
        }
        return plot;
    }
}
