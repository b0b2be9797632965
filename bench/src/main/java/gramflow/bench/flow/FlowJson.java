package gramflow.bench.flow;

import gramflow.problem.Facts;
import gramflow.problem.Known;
import gramflow.problem.Problem;
import gramflow.rate.Certificate;
import gramflow.rate.Expectation;
import gramflow.rate.Finding;
import gramflow.rate.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Trials as JSON, schema {@value #SCHEMA}; numbers that are not known, or not finite, are null. */
public final class FlowJson {
    /** Name and version of the format. */
    public static final String SCHEMA = "gramflow-flow/1";

    private FlowJson() {
    }

    /** The document. */
    public static Map<String, @Nullable Object> of(Subject subject, List<Trial> trials) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("problem", problem(subject.problem()));
        json.put("holds", trials.stream().allMatch(Trial::holds));
        json.put("runs", trials.stream().map(FlowJson::of).toList());
        return json;
    }

    private static Map<String, @Nullable Object> problem(Problem problem) {
        Facts facts = problem.facts();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", problem.toString());
        json.put("set", problem.set().toString());
        json.put("dimension", problem.dimension());
        json.put("convex", facts.convex());
        json.put("beta", known(facts.beta()));
        json.put("lambda", known(facts.lambda()));
        json.put("mu", known(facts.mu()));
        json.put("lipschitz", known(facts.lipschitz()));
        json.put("infimum", known(facts.infimum()));
        json.put("minimiser", facts.minimiserOrigin().name().toLowerCase(Locale.ROOT));
        return json;
    }

    private static Map<String, @Nullable Object> known(Known number) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("value", number(number.value()));
        json.put("origin", number.origin().name().toLowerCase(Locale.ROOT));
        return json;
    }

    private static Map<String, @Nullable Object> of(Trial t) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("method", t.contestant().label());
        json.put("ended", t.outcome().reason().name().toLowerCase(Locale.ROOT));
        json.put("word", t.outcome().word());
        json.put("holds", t.holds());
        json.put("steps", t.outcome().steps());
        json.put("rejected", t.outcome().rejected());
        json.put("time", number(t.outcome().time()));
        json.put("value", number(t.outcome().value()));
        json.put("gap", number(t.gap()));
        json.put("gradient_norm", number(t.outcome().gradientNorm()));
        json.put("arc_length", number(t.outcome().arcLength()));
        json.put("evaluations", t.outcome().evaluations());
        json.put("seconds", t.seconds());
        json.put("certificates", t.certificates().stream().map(FlowJson::of).toList());
        Expectation.Result mean = t.mean();
        if (mean != null) {
            json.put("mean", of(mean));
        }
        json.put("trace", trace(t));
        return json;
    }

    private static Map<String, @Nullable Object> of(Certificate certificate) {
        Finding finding = certificate.finding();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", finding.id());
        json.put("claim", finding.claim());
        json.put("kind", certificate.isPotential() ? "potential" : "bound");
        json.put("holds", finding.holds());
        json.put("checked", finding.checked());
        json.put("worst", at(finding.worstStep(), finding.worstTime(), finding.worst()));
        json.put("violation", finding.violation().map(v -> at(v.step(), v.time(), v.reading())).orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> at(long step, double time, Reading reading) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("step", step);
        json.put("time", number(time));
        json.put("measured", number(reading.measured()));
        json.put("bound", number(reading.bound()));
        json.put("ratio", number(reading.ratio()));
        return json;
    }

    private static Map<String, @Nullable Object> of(Expectation.Result mean) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", "A9");
        json.put("claim", mean.claim());
        json.put("holds", mean.holds());
        json.put("runs", mean.runs());
        json.put("mean", number(mean.mean()));
        json.put("half_width", number(mean.halfWidth()));
        json.put("bound", number(mean.bound()));
        json.put("slope", number(mean.slope()));
        return json;
    }

    private static Map<String, @Nullable Object> trace(Trial t) {
        List<Trace.Moment> moments = t.trace().moments();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("step", column(moments, Trace.Moment::step));
        json.put("time", column(moments, m -> number(m.time())));
        json.put("value", column(moments, m -> number(m.value())));
        json.put("gradient_norm", column(moments, m -> number(m.gradientNorm())));
        json.put("arc_length", column(moments, m -> number(m.arcLength())));
        json.put("evaluations", column(moments, Trace.Moment::evaluations));
        List<Object> readings = new ArrayList<>();
        for (int i = 0; i < t.certificates().size(); i++) {
            int index = i;
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("measured", column(moments, m -> number(m.readings().get(index).measured())));
            one.put("bound", column(moments, m -> number(m.readings().get(index).bound())));
            readings.add(one);
        }
        json.put("certificates", readings);
        return json;
    }

    private static List<@Nullable Object> column(List<Trace.Moment> moments, Function<Trace.Moment, @Nullable Object> value) {
        List<@Nullable Object> column = new ArrayList<>();
        for (Trace.Moment moment : moments) {
            column.add(value.apply(moment));
        }
        return column;
    }

    private static @Nullable Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
