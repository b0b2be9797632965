package gramflow.machine;

import java.util.List;
import java.util.OptionalLong;

/**
 * The data caches of one CPU this process may run on, from which block sizes follow. Where the machine does not tell, the sizes are modest guesses and
 * {@link #source} says so: too small a block costs little, too large a one much.
 *
 * @param l1d bytes of the first level, data only
 * @param l2 bytes of the second level, 0 if there is none
 * @param l3 bytes of the third level, 0 if there is none
 * @param line bytes of one line
 * @param l2Sharing cores that share one second level, ≥ 1
 * @param l3Sharing cores that share one third level, ≥ 1
 * @param source where this is known from, for a person
 */
public record Caches(long l1d, long l2, long l3, int line, int l2Sharing, int l3Sharing, String source) {

    private static final long KIB = 1024;
    private static final int LINE = 64;

    /** No CPU with vectors worth using has less. */
    private static final Caches MODEST = new Caches(32 * KIB, 256 * KIB, 4096 * KIB, LINE, 1, 1, "default: this system does not tell");

    /** The smaller cores of the first of them; their last level is not one that cores can count on. */
    private static final Caches APPLE = new Caches(64 * KIB, 4096 * KIB, 0, 128, 4, 1,
            "default for Apple silicon: this system does not tell");

    /** Checks that there is a first level and that nothing is negative. */
    public Caches {
        if (l1d < 1 || l2 < 0 || l3 < 0 || line < 1 || l2Sharing < 1 || l3Sharing < 1) {
            throw new IllegalArgumentException(
                    "caches of %d, %d and %d bytes, lines of %d, shared by %d and %d".formatted(l1d, l2, l3, line, l2Sharing, l3Sharing));
        }
    }

    private static final class OfThisMachine {
        static final Caches CACHES = of(SystemFiles.ofThisMachine(), System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** Those of this machine; read once. */
    public static Caches current() {
        return OfThisMachine.CACHES;
    }

    /** Those of a machine described by files; {@code os} and {@code architecture} decide what to guess where there are none. */
    static Caches of(SystemFiles files, String os, String architecture) {
        List<Integer> allowed = files.allowedCpus();
        String folder = "sys/devices/system/cpu/cpu" + (allowed.isEmpty() ? 0 : allowed.getFirst()) + "/cache";
        OptionalLong[] bytes = {OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()};
        int[] sharing = {1, 1, 1, 1};
        int line = LINE;
        for (int index : files.numbered(folder, "index")) {
            String cache = folder + "/index" + index + "/";
            int level = Math.clamp(number(files, cache + "level", 0), 0, 4);
            OptionalLong size = files.line(cache + "size").map(SystemFiles::bytes).orElse(OptionalLong.empty());
            if (level == 0 || level > 3 || size.orElse(0) == 0 || files.line(cache + "type").orElse("").equals("Instruction")) {
                continue;
            }
            bytes[level] = size;
            sharing[level] = Math.max(1, files.line(cache + "shared_cpu_list").map(list -> SystemFiles.cpus(list).size()).orElse(1));
            if (level == 1) {
                line = Math.clamp(number(files, cache + "coherency_line_size", LINE), 16, 1024);
            }
        }
        if (bytes[1].isEmpty()) {
            return os.startsWith("Mac") && architecture.equals("aarch64") ? APPLE : MODEST;
        }
        // As many threads as share the first level run on one core.
        return new Caches(bytes[1].getAsLong(), bytes[2].orElse(0), bytes[3].orElse(0), line, Math.max(1, sharing[2] / sharing[1]),
                Math.max(1, sharing[3] / sharing[1]), "/" + folder);
    }

    /** Bytes of the second level that fall to one core. */
    public long l2PerCore() {
        return l2 / l2Sharing;
    }

    private static long number(SystemFiles files, String file, long otherwise) {
        return files.line(file).map(SystemFiles::bytes).orElse(OptionalLong.empty()).orElse(otherwise);
    }
}
