package gramflow.machine;

import java.util.OptionalLong;

/**
 * Whether memory may come in huge pages, which spare address translation: worth 2–5 % of a Gram matrix.
 *
 * @param state {@code always}, {@code madvise} (for memory that asks), {@code never}, or {@code unknown}
 * @param bytes size of one; empty if not known
 */
public record HugePages(String state, OptionalLong bytes) {

    /** Those of this machine; read at each call. */
    public static HugePages current() {
        return of(SystemFiles.ofThisMachine());
    }

    /** Those of a machine described by files. The state in force stands in brackets: {@code always [madvise] never}. */
    static HugePages of(SystemFiles files) {
        String folder = "sys/kernel/mm/transparent_hugepage/";
        String states = files.line(folder + "enabled").orElse("");
        int from = states.indexOf('[');
        int to = states.indexOf(']', from + 1);
        String state = from >= 0 && to > from + 1 ? states.substring(from + 1, to) : "unknown";
        return new HugePages(state, files.line(folder + "hpage_pmd_size").map(SystemFiles::bytes).orElse(OptionalLong.empty()));
    }
}
