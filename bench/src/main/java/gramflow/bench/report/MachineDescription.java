package gramflow.bench.report;

import gramflow.machine.Caches;
import gramflow.machine.Cpu;
import gramflow.machine.HugePages;
import gramflow.machine.Jit;
import gramflow.machine.Numa;
import gramflow.machine.SystemMemory;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The machine and the Java that a result belongs to, for a person and for a file.
 *
 * @param cpu the CPU
 * @param caches its data caches
 * @param memory main memory
 * @param numa which of it is near to which CPUs
 * @param hugePages whether memory may come in huge pages
 * @param jit what the JVM makes of vectors
 * @param os name and version of the operating system
 * @param jdk version and vendor of Java
 * @param flags what the JVM was started with
 */
public record MachineDescription(Cpu cpu, Caches caches, SystemMemory memory, Numa numa, HugePages hugePages, Jit jit, String os,
        String jdk,
        List<String> flags) {

    private static final String UNKNOWN = "unknown";

    /** Copies the list. */
    public MachineDescription {
        flags = List.copyOf(flags);
    }

    /** This machine and this JVM, with the flags of the JVMs that measure. */
    public static MachineDescription current(List<String> flags) {
        return new MachineDescription(Cpu.current(), Caches.current(), SystemMemory.current(), Numa.current(), HugePages.current(),
                Jit.current(),
                System.getProperty("os.name", UNKNOWN) + " " + System.getProperty("os.version", ""),
                Runtime.version() + ", " + System.getProperty("java.vendor", UNKNOWN), flags);
    }

    /** Bits of the vectors in use, 0 if none are. */
    private int vectorBits() {
        return jit.obstacleToVectors().isPresent() ? 0 : jit.vectorBits();
    }

    /** The entry {@code machine} of a result file; what is not known reads {@code "unknown"}. Sizes are in bytes. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("cpu", cpu.model());
        json.put("architecture", cpu.architecture());
        json.put("cores", cpu.cores().isPresent() ? cpu.cores().getAsInt() : UNKNOWN);
        json.put("threads", cpu.logical());
        json.put("simd", cpu.simd());
        Map<String, Object> levels = new LinkedHashMap<>();
        levels.put("l1d", caches.l1d());
        levels.put("l2", caches.l2());
        levels.put("l2Cores", caches.l2Sharing());
        levels.put("l3", caches.l3());
        levels.put("l3Cores", caches.l3Sharing());
        levels.put("line", caches.line());
        levels.put("source", caches.source());
        json.put("caches", levels);
        Map<String, Object> bytes = new LinkedHashMap<>();
        bytes.put("total", memory.total());
        memory.limit().ifPresent(limit -> bytes.put("limit", limit));
        bytes.put("available", memory.available());
        json.put("memory", bytes);
        json.put("numaNodes", numa.nodes().isEmpty() ? UNKNOWN : numa.nodes().size());
        json.put("hugePages", hugePages.state());
        json.put("os", os);
        json.put("jdk", jdk);
        json.put("jvm", jit.vm());
        json.put("compiler", jit.compiler().label());
        json.put("gc", ManagementFactory.getGarbageCollectorMXBeans().stream().map(MemoryManagerMXBean::getName).toList());
        json.put("flags", flags);
        json.put("jit", jit.flags());
        json.put("vectorBits", vectorBits());
        json.put("fma", jit.fma());
        return json;
    }

    /** The same for a person, one thing a line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("CPU", cpu.model() + ", " + cpu.architecture()));
        lines.add(line("", cores(cpu.cores()) + ", " + count(cpu.logical(), "thread") + " for this process"));
        lines.add(line("SIMD", cpu.simd().isEmpty() ? UNKNOWN : String.join(" ", cpu.simd())));
        lines.add(
                line("caches", "L1d %s, L2 %s, L3 %s, lines of %d B".formatted(binary(caches.l1d()), level(caches.l2(), caches.l2Sharing()),
                        level(caches.l3(), caches.l3Sharing()), caches.line())));
        lines.add(line("", "(" + caches.source() + ")"));
        lines.add(line("memory", binary(memory.total()) + ", " + binary(memory.available()) + " available, "
                + (memory.limit().isPresent() ? "limited to " + binary(memory.limit().getAsLong()) : "no limit")));
        lines.add(line("NUMA", numa.nodes().isEmpty() ? UNKNOWN : count(numa.nodes().size(), "node")));
        if (numa.nodes().size() > 1) {
            numa.nodes().forEach(node -> lines.add(line("", "node " + node.id() + ": CPUs " + node.cpus() + ", " + binary(node.bytes()))));
        }
        lines.add(line("huge pages", hugePages.state() + (hugePages.bytes().isPresent() ? ", of " + binary(hugePages.bytes()) : "")));
        lines.add(line("system", os));
        lines.add(line("Java", jdk));
        lines.add(line("JVM", jit.vm() + ", " + jit.compiler().label()));
        lines.add(line("", jit.flags().isEmpty() ? "no flag can be read" : flagLine()));
        lines.add(line("started with", flags.isEmpty() ? "no flags" : String.join(" ", flags)));
        lines.add(line("Vector API", jit.obstacleToVectors().map(why -> "no: " + why).orElseGet(this::width)));
        lines.add(line("FMA",
                jit.fma() ? "yes, one instruction" : "no: Math.fma would be exact arithmetic in software, so a product and a sum it is"));
        return lines;
    }

    private String width() {
        int bits = jit.vectorBits();
        String asked = bits == jit.widestVectorBits()
                ? ""
                : ", as -D" + Jit.VECTOR_BITS + " asks; the widest are " + jit.widestVectorBits();
        return "yes, vectors of " + bits + " bits" + asked;
    }

    private String flagLine() {
        return String.join(" ", jit.flags().entrySet().stream().map(flag -> flag.getKey() + "=" + flag.getValue()).toList());
    }

    private static String line(String name, String value) {
        return String.format(Locale.ROOT, "%-14s%s", name, value);
    }

    private static String level(long bytes, int cores) {
        return bytes == 0 ? "none" : binary(bytes) + (cores > 1 ? " for " + cores + " cores" : "");
    }

    private static String cores(OptionalInt cores) {
        return cores.isPresent() ? count(cores.getAsInt(), "core") : UNKNOWN + " number of cores";
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String binary(OptionalLong bytes) {
        return bytes.isPresent() ? binary(bytes.getAsLong()) : UNKNOWN;
    }

    /** {@code 48 KiB}, {@code 1 MiB}, {@code 23.5 GiB}: caches come in such units. */
    static String binary(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
        double scaled = bytes;
        int unit = 0;
        while (scaled >= 1024 && unit < units.length - 1) {
            scaled /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, scaled == Math.rint(scaled) ? "%.0f %s" : "%.1f %s", scaled, units[unit]);
    }
}
