package gramflow.bench.report;

import gramflow.bench.peers.PairFindings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The entry {@code peers} of {@code result.json}; there is none if no libraries were compared.
 *
 * @param pairs what each pair of rows says
 * @param notes which libraries were left out or left as they are, and why
 */
public record Peers(List<PeerLine> pairs, List<String> notes) {
    /** Nothing was compared. */
    public static final Peers NONE = new Peers(List.of(), List.of());

    /** How the figures came about. */
    static final String METHOD = "Forks in turns, one of ours and one of the library, next to each other. Of each pair the ratio of medians; of the pairs "
            + "the median, with a 95 % interval by a bootstrap over pairs. Above 1, Gramflow is faster. The same data for all, checked before and after. A linked library "
            + "gets whole matrices in one call, on threads of its own; one without a syrk forms a Gram matrix by a whole product, at twice the work. "
            + "“Untouched” is the library as it comes; otherwise its switches were tried one by one in forks of their own, and the fastest taken.";

    /** Copies the lists. */
    public Peers {
        pairs = List.copyOf(pairs);
        notes = List.copyOf(notes);
    }

    /** Those of a comparison. */
    public static Peers of(PairFindings findings) {
        return new Peers(findings.pairs().stream().map(PeerLine::of).toList(), findings.notes());
    }

    /** Whether nothing was compared. */
    public boolean isEmpty() {
        return pairs.isEmpty() && notes.isEmpty();
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("method", METHOD);
        json.put("notes", notes);
        json.put("pairs", pairs.stream().map(PeerLine::toJson).toList());
        return json;
    }

    static Peers parse(JsonObject o) {
        return new Peers(o.objects("pairs").stream().map(PeerLine::parse).toList(), o.strings("notes"));
    }
}
