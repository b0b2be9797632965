package gramflow.machine;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The CPU, as far as this process may use it.
 *
 * @param model what it calls itself, or {@code "unknown"}
 * @param architecture {@code amd64}, {@code aarch64}, …
 * @param logical logical CPUs this process may use: its affinity and its container's quota both count
 * @param cores physical cores behind them; empty if not known
 * @param simd what it says of its vector instructions, in its own words; empty if not known
 */
public record Cpu(String model, String architecture, int logical, OptionalInt cores, List<String> simd) {

    private static final String UNKNOWN = "unknown";

    /** Features worth a word, on x86 and on ARM, beside all that begin with {@code avx}, {@code amx} or {@code sve}. */
    private static final Set<String> SIMD = Set.of("sse2", "sse4_2", "fma", "fma4", "f16c", "asimd", "asimdhp", "asimddp", "bf16", "i8mm");

    /** Part numbers of ARM's own designs (implementer 0x41), which Linux does not name. */
    private static final Map<String, String> ARM_PARTS = Map.ofEntries(Map.entry("0xd03", "Cortex-A53"), Map.entry("0xd07", "Cortex-A57"),
            Map.entry("0xd08", "Cortex-A72"), Map.entry("0xd0b", "Cortex-A76"), Map.entry("0xd0c", "Neoverse N1"),
            Map.entry("0xd40", "Neoverse V1"),
            Map.entry("0xd49", "Neoverse N2"), Map.entry("0xd4f", "Neoverse V2"), Map.entry("0xd84", "Neoverse V3"),
            Map.entry("0xd8e", "Neoverse N3"));

    /** Copies the list. */
    public Cpu {
        simd = List.copyOf(simd);
    }

    private static final class OfThisMachine {
        static final Cpu CPU = of(SystemFiles.ofThisMachine(), System.getProperty("os.name", UNKNOWN),
                System.getProperty("os.arch", UNKNOWN),
                System.getenv(), Runtime.getRuntime().availableProcessors());
    }

    /** That of this machine; read once. */
    public static Cpu current() {
        return OfThisMachine.CPU;
    }

    /**
     * That of a machine described by files.
     *
     * @param os {@code os.name}
     * @param environment Windows tells the model here
     * @param available logical CPUs this process may use
     */
    static Cpu of(SystemFiles files, String os, String architecture, Map<String, String> environment, int available) {
        List<String> cpuinfo = files.lines("proc/cpuinfo");
        String model = os.startsWith("Windows")
                ? Objects.requireNonNullElse(environment.get("PROCESSOR_IDENTIFIER"), UNKNOWN)
                : os.startsWith("Mac") ? architecture.equals("aarch64") ? "Apple silicon" : "Intel" : linuxModel(cpuinfo);
        String features = SystemFiles.field(cpuinfo, "flags").or(() -> SystemFiles.field(cpuinfo, "Features")).orElse("");
        List<String> simd = List.of(features.split(" ")).stream()
                .filter(f -> SIMD.contains(f) || f.startsWith("avx") || f.startsWith("amx") || f.startsWith("sve")).distinct().toList();
        return new Cpu(model, architecture, available, cores(files, available), simd);
    }

    private static String linuxModel(List<String> cpuinfo) {
        return SystemFiles.field(cpuinfo, "model name").or(() -> SystemFiles.field(cpuinfo, "cpu"))
                .or(() -> SystemFiles.field(cpuinfo, "CPU part")
                        .map(part -> armModel(part, SystemFiles.field(cpuinfo, "CPU implementer").orElse(""))))
                .orElse(UNKNOWN);
    }

    private static String armModel(String part, String implementer) {
        String name = implementer.equals("0x41") ? ARM_PARTS.get(part) : null;
        return name != null ? "ARM " + name : "ARM implementer " + implementer + " part " + part;
    }

    /** Each CPU names its siblings on the same core: as many cores as there are different answers. */
    private static OptionalInt cores(SystemFiles files, int available) {
        Set<String> siblings = files.allowedCpus().stream()
                .flatMap(cpu -> files.line("sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list").stream())
                .collect(Collectors.toSet());
        // A container's quota may allow fewer CPUs at a time than it may choose from.
        return siblings.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Math.min(siblings.size(), available));
    }
}
