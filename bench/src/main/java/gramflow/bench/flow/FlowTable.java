package gramflow.bench.flow;

import gramflow.flow.GradientFlow;
import gramflow.problem.Facts;
import gramflow.problem.Known;
import gramflow.problem.Problem;
import gramflow.rate.Certificate;
import gramflow.rate.Finding;
import gramflow.rate.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Trials as lines for a console, in letters that every terminal has. */
public final class FlowTable {
    private static final String ROW = "  %-3s %-76s %11s %11s %9s  %-11s %s";

    private FlowTable() {
    }

    /** What is minimised, and what is known of it. */
    public static List<String> problem(Subject subject) {
        Problem problem = subject.problem();
        Facts facts = problem.facts();
        List<String> lines = new ArrayList<>();
        lines.add("problem  " + problem);
        lines.add("known    beta %s, lambda %s, mu %s, G %s, F* %s, minimiser %s, %s".formatted(known(facts.beta()), known(facts.lambda()),
                known(facts.mu()), known(facts.lipschitz()), known(facts.infimum()),
                facts.minimiserOrigin().name().toLowerCase(Locale.ROOT), facts.convex() ? "convex" : "not known to be convex"));
        return lines;
    }

    static String known(Known number) {
        return number.isKnown() ? "%s (%s)".formatted(figure(number.value()), number.origin().name().toLowerCase(Locale.ROOT)) : "unknown";
    }

    /** One line for each method, and then one for each of its statements. */
    public static List<String> trials(List<Trial> trials) {
        List<String> lines = new ArrayList<>();
        int width = Math.max(8, trials.stream().mapToInt(t -> t.contestant().label().length()).max().orElse(0));
        String format = "%-" + width + "s %10s %11s %11s %11s %11s %11s %9s  %s";
        boolean bounded = trials.stream().allMatch(t -> t.contestant().problem().facts().infimum().isKnown());
        lines.add(
                format.formatted("method", "steps", "time", bounded ? "F - F*" : "F", "|gradient|", "arc length", "evaluations", "seconds",
                        "certificates"));
        for (Trial t : trials) {
            lines.add(format.formatted(t.contestant().label(), t.outcome().steps(), figure(t.outcome().time()),
                    figure(bounded ? t.gap() : t.outcome().value()),
                    figure(t.outcome().gradientNorm()), figure(t.outcome().arcLength()), t.outcome().evaluations(), figure(t.seconds()),
                    verdict(t)));
        }
        for (Trial t : trials) {
            lines.add("");
            lines.add(t.contestant().label() + ": " + t.outcome().word());
            statements(t, lines);
        }
        return lines;
    }

    private static String verdict(Trial t) {
        if (t.statements() == 0) {
            return t.outcome().ok() ? "none applies" : "DIVERGED";
        }
        String word = t.failures() == 0 ? "all %d hold".formatted(t.statements()) : "%d of %d FAIL".formatted(t.failures(), t.statements());
        return t.outcome().ok() ? word : "DIVERGED, " + word;
    }

    private static void statements(Trial t, List<String> lines) {
        if (t.statements() == 0) {
            lines.add("  no statement applies: what they need is not known of the problem");
            return;
        }
        boolean flow = t.contestant().method() instanceof GradientFlow;
        lines.add(ROW.formatted("id", "statement", "measured", "at most", "ratio", flow ? "at time" : "at step", "").stripTrailing());
        for (Certificate certificate : t.certificates()) {
            Finding finding = certificate.finding();
            Reading worst = finding.worst();
            boolean told = !Double.isNaN(worst.measured());
            lines.add(
                    ROW.formatted(finding.id(), finding.claim(), told ? figure(worst.measured()) : "-", told ? figure(worst.bound()) : "-",
                            told ? ratio(worst) : "-", told ? flow ? figure(finding.worstTime()) : Long.toString(finding.worstStep()) : "-",
                            word(certificate, finding)));
        }
        if (t.mean() != null) {
            lines.add(ROW.formatted("A9",
                    "mean gap of %d run%s, +- %s, <= %s, G = %s".formatted(t.mean().runs(), t.mean().runs() == 1 ? "" : "s",
                            figure(t.mean().halfWidth()), t.mean().claim(), figure(t.mean().slope())),
                    figure(t.mean().mean()), figure(t.mean().bound()),
                    "%.4f".formatted(t.mean().mean() / t.mean().bound()), t.outcome().steps(), t.mean().holds() ? "holds" : "FAILS"));
        }
    }

    private static String ratio(Reading reading) {
        double ratio = reading.ratio();
        return ratio < 1e4 ? String.format(Locale.ROOT, "%.6f", ratio) : figure(ratio);
    }

    private static String word(Certificate certificate, Finding finding) {
        return finding.violation().map(v -> String.format(Locale.ROOT, "%s at step %d, time %s: %s, at most %s is possible",
                certificate.isPotential() ? "RISES first" : "FAILS first", v.step(), figure(v.time()), figure(v.reading().measured()),
                figure(v.reading().bound()))).orElse(certificate.isPotential() ? "never rises" : "holds");
    }

    /** What follows from all of them, in a line. */
    public static String conclusion(List<Trial> trials) {
        long statements = trials.stream().mapToLong(Trial::statements).sum();
        long failed = trials.stream().mapToLong(Trial::failures).sum();
        long ended = trials.stream().filter(t -> !t.outcome().ok()).count();
        String line = failed == 0
                ? "every statement holds (%d)".formatted(statements)
                : "%d of %d statements FAIL".formatted(failed, statements);
        return ended == 0 ? line : line + "; %d of %d runs did not reach their end".formatted(ended, trials.size());
    }

    /** Six significant digits. */
    static String figure(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        String digits = String.format(Locale.ROOT, "%.6g", value);
        int e = digits.indexOf('e') < 0 ? digits.length() : digits.indexOf('e');
        String mantissa = digits.substring(0, e);
        return (mantissa.contains(".") ? mantissa.replaceFirst("\\.?0+$", "") : mantissa) + digits.substring(e);
    }
}
