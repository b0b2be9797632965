package gramflow.bench.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entry {@code roofs} of a result file, for one number of threads.
 *
 * @param fma arithmetic: 10⁹ flops a second by precision
 * @param reads reading: 10⁹ bytes a second by level of memory, nearest first
 * @param bytes how many bytes were read, by the same levels
 */
record Roofs(Map<String, Double> fma, Map<String, Double> reads, Map<String, Double> bytes) {
    private static final String FMA = "fma_";
    private static final String GFLOPS = "_gflops";
    private static final String GBS = "_gbs";
    private static final String BYTES = "_bytes";

    /** All of them, by number of threads; entries that are not understood are left out. */
    static SortedMap<Integer, Roofs> byThreads(ResultDocument document) {
        SortedMap<Integer, Roofs> roofs = new TreeMap<>();
        if (document.roofs().get("threads") instanceof Map<?, ?> threads) {
            threads.forEach((count, of) -> {
                if (of instanceof Map<?, ?> map && String.valueOf(count).matches("\\d{1,9}")) {
                    roofs.put(Integer.valueOf(String.valueOf(count)), of(map));
                }
            });
        }
        return roofs;
    }

    private static Roofs of(Map<?, ?> json) {
        Roofs roofs = new Roofs(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        json.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (value instanceof Number number) {
                if (name.startsWith(FMA) && name.endsWith(GFLOPS)) {
                    roofs.fma.put(name.substring(FMA.length(), name.length() - GFLOPS.length()), number.doubleValue());
                } else if (name.endsWith(GBS)) {
                    roofs.reads.put(level(name, GBS), number.doubleValue());
                } else if (name.endsWith(BYTES)) {
                    roofs.bytes.put(level(name, BYTES), number.doubleValue());
                }
            }
        });
        return roofs;
    }

    private static String level(String key, String suffix) {
        return key.substring(0, key.length() - suffix.length()).toUpperCase(Locale.ROOT);
    }
}
