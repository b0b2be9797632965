package gramflow.bench.report;

import gramflow.bench.page.Facts;
import gramflow.bench.page.Figures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The entries {@code run} and {@code machine} of a result file, for a person. What it does not know by name it shows as it is. */
public final class MachineFacts {
    private static final Map<String, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("date", "date");
        NAMES.put("version", "Gramflow");
        NAMES.put("commit", "commit");
        NAMES.put("cpu", "CPU");
        NAMES.put("cores", "cores");
        NAMES.put("threads", "hardware threads");
        NAMES.put("architecture", "architecture");
        NAMES.put("simd", "instructions");
        NAMES.put("caches", "caches");
        NAMES.put("memory", "memory");
        NAMES.put("numaNodes", "NUMA nodes");
        NAMES.put("hugePages", "huge pages");
        NAMES.put("os", "system");
        NAMES.put("jdk", "JDK");
        NAMES.put("jvm", "JVM");
        NAMES.put("compiler", "compiler");
        NAMES.put("gc", "garbage collector");
        NAMES.put("flags", "flags");
        NAMES.put("jit", "JIT");
        NAMES.put("vectorBits", "vector bits");
        NAMES.put("fma", "fused multiply-add");
    }

    private MachineFacts() {
    }

    /** All of them. */
    public static Facts of(ResultDocument document) {
        Map<String, Object> all = new LinkedHashMap<>(document.run());
        all.putAll(document.machine());
        Facts facts = Facts.empty();
        for (Map.Entry<String, String> name : NAMES.entrySet()) {
            if (all.containsKey(name.getKey())) {
                facts = facts.withFact(name.getValue(), value(name.getKey(), all.remove(name.getKey())));
            }
        }
        for (Map.Entry<String, Object> other : all.entrySet()) {
            facts = facts.withFact(other.getKey(), text(other.getValue()));
        }
        return facts;
    }

    private static String value(String key, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return switch (key) {
                case "caches" -> "L1d %s, L2 %s, L3 %s, lines of %s B".formatted(size(map.get("l1d")), size(map.get("l2")),
                        size(map.get("l3")), map.get("line"));
                case "memory" -> map.entrySet().stream().map(e -> e.getKey() + " " + size(e.getValue())).collect(Collectors.joining(", "));
                default -> text(map);
            };
        }
        return text(value);
    }

    private static String size(@Nullable Object bytes) {
        return bytes instanceof Number n ? MachineDescription.binary(n.longValue()) : text(bytes);
    }

    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "unknown";
            case List<?> list -> list.isEmpty() ? "none" : list.stream().map(MachineFacts::text).collect(Collectors.joining(" "));
            case Map<?, ?> map -> map.entrySet().stream().map(e -> e.getKey() + "=" + text(e.getValue())).collect(Collectors.joining(" "));
            case Boolean yes -> yes ? "yes" : "no";
            case Double d -> Figures.of(d, 6);
            default -> value.toString();
        };
    }
}
