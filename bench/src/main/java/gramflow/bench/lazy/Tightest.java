package gramflow.bench.lazy;

import gramflow.lazy.Inequality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Of every inequality, where along a run it came closest to failing. Not thread-safe. */
final class Tightest {

    private record Seen(Inequality inequality, double time) {
        /** left over what it may be: above 1, it fails. */
        double closeness() {
            double allowed = inequality.right() + inequality.allowance();
            return inequality.left() == 0 ? 0 : inequality.left() / allowed;
        }
    }

    private final Map<String, Seen> seen = new LinkedHashMap<>();

    void look(List<Inequality> all, double time) {
        for (Inequality each : all) {
            seen.merge(each.id(), new Seen(each, time), (old, now) -> now.closeness() <= old.closeness() ? old : now);
        }
    }

    boolean allHold() {
        return seen.values().stream().allMatch(each -> each.inequality.holds());
    }

    List<Object> json() {
        List<Object> all = new ArrayList<>();
        seen.forEach((id, each) -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", id);
            json.put("holds", each.inequality.holds());
            json.put("left", each.inequality.left());
            json.put("right", each.inequality.right());
            json.put("slack", each.inequality.slack());
            json.put("allowance", each.inequality.allowance());
            json.put("closeness", each.closeness());
            json.put("t", each.time);
            all.add(json);
        });
        return all;
    }
}
