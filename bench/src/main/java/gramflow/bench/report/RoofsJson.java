package gramflow.bench.report;

import gramflow.bench.measure.RunRoofs;
import gramflow.memory.Precision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** {@code roofs} in {@code result.json}. */
final class RoofsJson {
    private RoofsJson() {
    }

    static Map<String, Object> of(RunRoofs roofs) {
        Map<String, Object> byThreads = new LinkedHashMap<>();
        roofs.threads().forEach(t -> byThreads.put(Integer.toString(t), of(roofs, t)));
        // Those of one thread, or of the fewest there are, by name: what most readers look for.
        Map<String, Object> json = new LinkedHashMap<>(of(roofs, roofs.threads().first()));
        json.put("threads", byThreads);
        return json;
    }

    private static Map<String, Object> of(RunRoofs roofs, int threads) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (Precision p : Precision.values()) {
            if (Double.isFinite(roofs.fma(p, threads))) {
                json.put("fma_" + p.label() + "_gflops", roofs.fma(p, threads));
            }
        }
        new TreeMap<>(roofs.levels(threads)).forEach((level, roof) -> {
            json.put(level.label() + "_gbs", roof.gbs());
            json.put(level.label() + "_bytes", roof.bytes());
        });
        return json;
    }
}
