package gramflow.machine;

import java.util.List;
import java.util.OptionalLong;

/**
 * What Linux's control groups leave of memory to this process. A group stands in others, and the tightest of them counts.
 *
 * @param limit bytes allowed, {@link Long#MAX_VALUE} if there is no limit
 * @param left bytes of them not yet taken, where file caches that can be dropped do not count as taken
 */
record ControlGroup(long limit, long left) {

    private static final ControlGroup NONE = new ControlGroup(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Names of the same things in the two versions of the interface. */
    private record Names(String mount, String limit, String used, String droppable) {
    }

    private static final Names V1 = new Names("sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes",
            "total_inactive_file");
    private static final Names V2 = new Names("sys/fs/cgroup", "memory.max", "memory.current", "inactive_file");

    /** The groups this process stands in, all together; lines of {@code /proc/self/cgroup} read {@code number:controllers:path}. */
    static ControlGroup of(SystemFiles files) {
        ControlGroup all = NONE;
        for (String line : files.lines("proc/self/cgroup")) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[1].isEmpty()) {
                all = all.and(upwards(files, V2, parts[2]));
            } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
                all = all.and(upwards(files, V1, parts[2]));
            }
        }
        return all;
    }

    private ControlGroup and(ControlGroup other) {
        return new ControlGroup(Math.min(limit, other.limit), Math.min(left, other.left));
    }

    /** The group of that path and those it stands in. Seen from inside a container some of these folders may be missing: they are skipped. */
    private static ControlGroup upwards(SystemFiles files, Names names, String path) {
        ControlGroup all = NONE;
        String below = path.equals("/") ? "" : path;
        while (true) {
            all = all.and(one(files, names, names.mount + below + "/"));
            if (below.isEmpty()) {
                return all;
            }
            below = below.substring(0, Math.max(0, below.lastIndexOf('/')));
        }
    }

    private static ControlGroup one(SystemFiles files, Names names, String folder) {
        OptionalLong limit = number(files, folder + names.limit);
        if (limit.isEmpty()) {
            return NONE;
        }
        long used = number(files, folder + names.used).orElse(0);
        long droppable = files.lines(folder + "memory.stat").stream().filter(line -> line.startsWith(names.droppable + " ")).findFirst()
                .map(line -> SystemFiles.bytes(line.substring(names.droppable.length()).strip())).orElse(OptionalLong.empty()).orElse(0);
        long taken = Math.max(0, used - droppable);
        return new ControlGroup(limit.getAsLong(), Math.max(0, limit.getAsLong() - taken));
    }

    /** Empty for {@code max}, which means no limit. */
    private static OptionalLong number(SystemFiles files, String file) {
        return files.line(file).map(SystemFiles::bytes).orElse(OptionalLong.empty());
    }
}
