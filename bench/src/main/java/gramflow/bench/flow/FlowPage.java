package gramflow.bench.flow;

import gramflow.bench.page.Axis;
import gramflow.bench.page.Block;
import gramflow.bench.page.Cell;
import gramflow.bench.page.Facts;
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
import gramflow.problem.Known;
import gramflow.rate.Certificate;
import gramflow.rate.Expectation;
import gramflow.rate.Finding;
import gramflow.rate.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Trials as a page: the methods side by side, and each against what must hold of it. */
public final class FlowPage {
    private static final String METHOD = "Each statement is held against every state of a run (of a flow: against those at the times plotted). “Measured” and “at most” are those of the state with the largest ratio "
            + "among readings well above rounding. A potential must never rise: “at most” is the least it was before. Rounding, and what an integrator is allowed, is forgiven in "
            + "parts of a statement's own scale. Time of a descent is the sum of its step sizes, so that t steps of 1/β are at t/β, where the flow is to be compared with them. "
            + "Ids are those of docs/theory.md.";
    private static final int DIGITS = 4;

    private FlowPage() {
    }

    /** The page, without the JSON that it may carry along. */
    public static Page of(Subject subject, List<Trial> trials) {
        Page page = Page.of("Runs against their bounds").withLead(capitalised(subject.problem().toString()) + ".");
        String conclusion = FlowTable.conclusion(trials);
        page = page.withBlock(trials.stream().allMatch(Trial::holds) ? Notice.good(conclusion) : Notice.bad(conclusion));
        page = page.withBlock(facts(subject)).withBlock(summary(trials));
        page = page.withBlock(Section.of("Side by side")).withBlock(gaps(trials)).withBlock(arcs(trials));
        for (Trial t : trials) {
            page = page.withBlocks(blocks(t));
        }
        return page.withBlock(Section.of("How to read it").withText(METHOD));
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static Facts facts(Subject subject) {
        gramflow.problem.Facts known = subject.problem().facts();
        return Facts.empty().withFact("parameters", Integer.toString(subject.problem().dimension()))
                .withFact("set", subject.problem().set().toString()).withFact("convex", known.convex() ? "yes" : "not known")
                .withFact("β", text(known.beta())).withFact("λ", text(known.lambda())).withFact("μ", text(known.mu()))
                .withFact("G", text(known.lipschitz())).withFact("infimum", text(known.infimum()))
                .withFact("minimiser", known.minimiserOrigin().name().toLowerCase(Locale.ROOT));
    }

    private static String text(Known number) {
        return number.isKnown() ? Figures.of(number.value(), 6) + ", " + number.origin().name().toLowerCase(Locale.ROOT) : "unknown";
    }

    private static Table summary(List<Trial> trials) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Trial t : trials) {
            rows.add(List.of(Cell.text(t.contestant().label()),
                    Cell.text(t.outcome().word()).withMark(t.outcome().ok() ? Mark.NONE : Mark.BAD),
                    Cell.number(Long.toString(t.outcome().steps())), number(t.outcome().time()), number(t.gap()),
                    number(t.outcome().gradientNorm()), number(t.outcome().arcLength()),
                    Cell.number(Long.toString(t.outcome().evaluations())),
                    Cell.number(Figures.seconds(t.seconds())),
                    Cell.text(t.failures() == 0 ? t.statements() + " hold" : t.failures() + " of " + t.statements() + " fail")
                            .withMark(t.failures() == 0 ? Mark.GOOD : Mark.BAD)));
        }
        return Table.of("method", "ended", "steps", "time", "gap", "gradient", "arc length", "evaluations", "took", "statements")
                .withCaption("The methods").withRows(rows);
    }

    private static Cell number(double value) {
        return Cell.number(Double.isNaN(value) ? "" : Figures.of(value, DIGITS));
    }

    private static Plot gaps(List<Trial> trials) {
        boolean known = trials.stream().allMatch(t -> t.contestant().problem().facts().infimum().isKnown());
        Plot plot = Plot.of(known ? "Gap against gradient evaluations" : "F against gradient evaluations", Axis.log("gradient evaluations"),
                known ? Axis.log("gap F(w) − F̄") : Axis.linear("F(w)"));
        for (Trial t : trials) {
            double floor = known ? t.contestant().problem().facts().infimum().value() : 0;
            plot = plot.withSeries(line(t, t.contestant().label(), m -> m.evaluations(), m -> m.value() - floor));
        }
        return plot;
    }

    private static Plot arcs(List<Trial> trials) {
        Plot plot = Plot
                .of("Arc length against time", Axis.log("time; of a descent the sum of its step sizes"),
                        Axis.log("arc length"))
                .withCaption("Where descent follows the flow, their curves are one.");
        for (Trial t : trials) {
            plot = plot.withSeries(line(t, t.contestant().label(), Trace.Moment::time, Trace.Moment::arcLength));
        }
        return plot;
    }

    private static Series line(Trial t, String name, ToDoubleFunction<Trace.Moment> x, ToDoubleFunction<Trace.Moment> y) {
        List<Point> points = new ArrayList<>();
        for (Trace.Moment m : t.trace().moments()) {
            if (x.applyAsDouble(m) > 0) {
                points.add(Point.of(x.applyAsDouble(m), y.applyAsDouble(m)));
            }
        }
        return Series.of(name).withStyle(Series.Style.LINE).withPoints(points);
    }

    private static List<Block> blocks(Trial t) {
        List<Block> blocks = new ArrayList<>(List.of(Section.of(t.contestant().label()).withText(capitalised(t.outcome().word()) + ".")));
        if (!t.outcome().ok()) {
            blocks.add(Notice.bad(t.outcome().word()));
        }
        if (t.statements() == 0) {
            blocks.add(Notice.warning("No statement applies: what they need is not known of the problem."));
            return blocks;
        }
        blocks.add(statements(t));
        boolean potentials = false;
        for (int i = 0; i < t.certificates().size(); i++) {
            if (t.certificates().get(i).isPotential()) {
                potentials = true;
            } else if (t.trace().moments().size() > 1) {
                blocks.add(bound(t, i));
            }
        }
        if (potentials && t.trace().moments().size() > 1) {
            blocks.add(potentials(t));
        }
        return blocks;
    }

    private static Table statements(Trial t) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Certificate certificate : t.certificates()) {
            Finding finding = certificate.finding();
            String verdict = finding.violation()
                    .map(v -> "%s at step %d, time %s".formatted(certificate.isPotential() ? "rises first" : "fails first", v.step(),
                            Figures.of(v.time(), DIGITS)))
                    .orElse(certificate.isPotential() ? "never rises" : "holds");
            rows.add(List.of(Cell.text(finding.id()), Cell.text(finding.claim()), number(finding.worst().measured()),
                    number(finding.worst().bound()),
                    number(finding.worst().ratio()),
                    Cell.number(Double.isNaN(finding.worst().ratio())
                            ? ""
                            : byTime(t) ? Figures.of(finding.worstTime(), DIGITS) : Long.toString(finding.worstStep())),
                    Cell.text(verdict).withMark(finding.holds() ? Mark.GOOD : Mark.BAD)));
        }
        Expectation.Result mean = t.mean();
        if (mean != null) {
            rows.add(List.of(Cell.text("A9"),
                    Cell.text("mean gap of %d runs, ± %s, <= %s".formatted(mean.runs(), Figures.of(mean.halfWidth(), 2), mean.claim())),
                    number(mean.mean()), number(mean.bound()), number(mean.mean() / mean.bound()),
                    Cell.number(Long.toString(t.outcome().steps())),
                    Cell.text(mean.holds() ? "holds" : "fails").withMark(mean.holds() ? Mark.GOOD : Mark.BAD)));
        }
        return Table.of("id", "statement", "measured", "at most", "ratio", byTime(t) ? "at time" : "at step", "verdict")
                .withCaption("Statements").withRows(rows);
    }

    private static boolean byTime(Trial t) {
        return t.contestant().method() instanceof gramflow.flow.GradientFlow;
    }

    private static ToDoubleFunction<Trace.Moment> x(Trial t) {
        return byTime(t) ? Trace.Moment::time : m -> m.step();
    }

    private static Axis axis(Trial t) {
        return Axis.log(byTime(t) ? "time" : "step");
    }

    private static Plot bound(Trial t, int i) {
        Finding finding = t.certificates().get(i).finding();
        Plot plot = Plot.of(finding.id() + ": " + finding.claim(), axis(t), Axis.log("measured, and its bound"))
                .withSeries(line(t, "measured", x(t), m -> m.readings().get(i).measured()))
                .withSeries(line(t, "bound", x(t), m -> finite(m.readings().get(i))).withStyle(Series.Style.BOUND));
        return marked(plot, t, finding);
    }

    /** A bound of ∞ says nothing yet: not drawn. */
    private static double finite(Reading reading) {
        return reading.bound() < Double.POSITIVE_INFINITY ? reading.bound() : Double.NaN;
    }

    private static Plot marked(Plot plot, Trial t, Finding finding) {
        return finding.violation().map(
                v -> plot.withReference(Reference.vertical("fails", byTime(t) ? v.time() : v.step()).withLabel("where it fails first")))
                .orElse(plot);
    }

    private static Plot potentials(Trial t) {
        Plot plot = Plot.of("Potentials, in parts of their first value", axis(t), Axis.log("potential / its first value"))
                .withCaption("None may rise.");
        for (int i = 0; i < t.certificates().size(); i++) {
            Certificate certificate = t.certificates().get(i);
            if (certificate.isPotential()) {
                int index = i;
                double first = t.trace().moments().getFirst().readings().get(i).measured();
                plot = marked(plot.withSeries(line(t, certificate.claim(), x(t), m -> m.readings().get(index).measured() / first)), t,
                        certificate.finding());
            }
        }
        return plot;
    }
}
