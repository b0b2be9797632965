package gramflow.bench.compare;

import gramflow.bench.report.ResultLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Comparisons as JSON, schema {@value #SCHEMA}. */
public final class CompareJson {
    /** Name and version of the format. */
    public static final String SCHEMA = "gramflow-compare/1";

    private CompareJson() {
    }

    /** The document. */
    public static Map<String, Object> of(List<Comparison> comparisons) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("base", comparisons.getFirst().base());
        json.put("comparisons", comparisons.stream().map(CompareJson::of).toList());
        return json;
    }

    private static Map<String, Object> of(Comparison c) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", c.name());
        json.put("across_backends", c.acrossBackends());
        json.put("warnings", c.warnings());
        for (Finding finding : Finding.values()) {
            json.put(finding.label().replace(' ', '_'), c.count(finding));
        }
        json.put("rows", c.pairs().stream().map(CompareJson::of).toList());
        json.put("only_in_base", c.onlyInBase().stream().map(CompareJson::named).toList());
        json.put("only_here", c.onlyHere().stream().map(CompareJson::named).toList());
        return json;
    }

    private static Map<String, @Nullable Object> of(Pair p) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>(named(p.row()));
        json.put("base_backend", p.base().backend());
        json.put("speed", of(p.speed()));
        json.put("verdict", p.verdict().label());
        json.put("base_fraction_of_roof", orNull(p.base().fractionOfRoof()));
        json.put("fraction_of_roof", orNull(p.row().fractionOfRoof()));
        json.put("shares", of(p.share()));
        json.put("shares_verdict", p.shareVerdict().label());
        return json;
    }

    private static Map<String, @Nullable Object> named(ResultLine row) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("kernel", row.kernel());
        json.put("backend", row.backend());
        json.put("precision", row.precision());
        json.put("n", row.n());
        json.put("d", row.d());
        json.put("threads", row.threads());
        return json;
    }

    private static Map<String, @Nullable Object> of(Ratio ratio) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("ratio", orNull(ratio.value()));
        json.put("low", orNull(ratio.low()));
        json.put("high", orNull(ratio.high()));
        return json;
    }

    private static @Nullable Double orNull(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
