package gramflow.bench.profile;

import gramflow.bench.page.Axis;
import gramflow.bench.page.Cell;
import gramflow.bench.page.Facts;
import gramflow.bench.page.Figures;
import gramflow.bench.page.Page;
import gramflow.bench.page.Plot;
import gramflow.bench.page.Point;
import gramflow.bench.page.Section;
import gramflow.bench.page.Series;
import gramflow.bench.page.Table;
import gramflow.gram.FileReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code report.html} of a profile: how each phase grows, and when each band of the largest K went through which. */
public final class ProfileReport {
    private ProfileReport() {
    }

    /** The page, without the JSON that it may carry along. */
    public static Page of(GramProfile profile) {
        Page page = Page.of("Profile of Gram matrices, " + profile.kernel())
                .withLead(
                        "%d sizes; each phase's time as n grows, the prediction beside what was measured, and the bands on their way to the disk."
                                .formatted(profile.rows().size()));
        if (profile.rows().isEmpty()) {
            return page;
        }
        return page.withBlock(Section.of("Scaling")).withBlock(scaling(profile)).withBlock(exponents(profile)).withBlock(table(profile))
                .withBlock(
                        Section.of("What fits").withText("The most examples for which this machine suffices, each limit taken by itself."))
                .withBlock(fits(profile)).withBlock(Section.of("Timeline")).withBlock(timeline(profile.rows().getLast()));
    }

    private static Plot scaling(GramProfile profile) {
        Plot plot = Plot.of("Time by phase", Axis.log("examples n"), Axis.log("seconds"))
                .withCaption("Phases overlap: while one band is multiplied another is written, and a third waited for.");
        for (String phase : profile.rows().getFirst().phases().keySet()) {
            List<Point> points = profile.rows().stream().map(row -> Point.of((double) row.n(), row.phases().getOrDefault(phase, 0.0)))
                    .filter(point -> point.y() > 0).toList();
            if (!points.isEmpty()) {
                plot = plot.withSeries(Series.of(phase).withPoints(points));
            }
        }
        return plot.withSeries(Series.of("predicted, to the file").withStyle(Series.Style.BOUND).withPoints(profile.rows().stream()
                .map(row -> Point.of((double) row.n(), row.report().plan().seconds())).toList()));
    }

    private static Facts exponents(GramProfile profile) {
        Facts facts = Facts.empty();
        for (Map.Entry<String, Exponent> fit : profile.exponents().entrySet()) {
            facts = facts.withFact(fit.getKey(), "grows as n to the power of " + Figures.fixed(fit.getValue().value(), 2));
        }
        return facts;
    }

    private static Facts fits(GramProfile profile) {
        return Facts.empty().withFact("memory", "n up to " + profile.fitsMemory()).withFact("disk", "n up to " + profile.fitsDisk())
                .withFact("an hour", "n up to about " + profile.fitsHour());
    }

    private static Table table(GramProfile profile) {
        List<String> heads = new ArrayList<>(List.of("n"));
        profile.rows().getFirst().phases().keySet().forEach(phase -> heads.add(phase + ", s"));
        heads.addAll(List.of("predicted, s", "measured/predicted", "GF/s", "of the roof", "file, MB", "resident, MB", "balance"));
        List<List<Cell>> rows = new ArrayList<>();
        for (ProfileRow row : profile.rows()) {
            List<Cell> cells = new ArrayList<>(List.of(Cell.number(Long.toString(row.n()))));
            row.phases().values().forEach(seconds -> cells.add(Cell.number(Figures.of(seconds, 3))));
            cells.add(Cell.number(Figures.of(row.report().plan().seconds(), 3)));
            cells.add(Cell.number(Figures.fixed(row.measuredOverPredicted(), 2)));
            cells.add(Cell.number(Figures.of(row.rate() / 1e9, 3)));
            cells.add(Cell.number(Figures.fixed(row.rate() / row.roof(), 3)));
            cells.add(Cell.number(Figures.of(row.report().plan().fileBytes() / 1e6, 4)));
            cells.add(Cell.number(Figures.of(row.residentBytes() / 1e6, 4)));
            cells.add(Cell.number(Figures.fixed(row.balance(), 2)));
            rows.add(cells);
        }
        return new Table("Every n", heads, rows);
    }

    private static Plot timeline(ProfileRow row) {
        Plot plot = Plot.of("Bands of n = " + row.n(), Axis.linear("seconds").withLow(0), Axis.linear("band").withLow(0))
                .withCaption("A line from a phase's beginning to its end, for each band.");
        long first = row.report().times().stream().mapToLong(FileReport.BandTime::begin).min().orElse(0);
        for (FileReport.Phase phase : FileReport.Phase.values()) {
            List<Point> points = new ArrayList<>();
            for (FileReport.BandTime time : row.report().times()) {
                if (time.phase() == phase) {
                    points.add(Point.of((time.begin() - first) / 1e9, time.band()));
                    points.add(Point.of((time.end() - first) / 1e9, time.band()));
                    // Breaks the line.
                    points.add(Point.of(Double.NaN, time.band()));
                }
            }
            if (!points.isEmpty()) {
                plot = plot.withSeries(Series.of(phase.name().toLowerCase(Locale.ROOT)).withStyle(Series.Style.LINE)
                        .withPoints(points.subList(0, points.size() - 1)));
            }
        }
        return plot;
    }
}
