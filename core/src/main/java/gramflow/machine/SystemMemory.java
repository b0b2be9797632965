package gramflow.machine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.OptionalLong;

/**
 * How much memory there is, and how much of it this process may still take.
 *
 * @param total bytes of the machine
 * @param limit bytes its container allows, if that is less
 * @param available bytes that can be taken now without swapping. On Linux the kernel's own estimate, which counts caches it can drop, and never more
 *        than the container leaves; elsewhere all the memory there is, because what is called free there leaves those caches out
 */
public record SystemMemory(long total, OptionalLong limit, long available) {

    /** That of this machine, now. */
    public static SystemMemory current() {
        return of(SystemFiles.ofThisMachine(), ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize());
    }

    /** That of a machine described by files; {@code otherwise} is the total where they do not tell. */
    static SystemMemory of(SystemFiles files, long otherwise) {
        List<String> meminfo = files.lines("proc/meminfo");
        long total = bytes(meminfo, "MemTotal", otherwise);
        ControlGroup group = ControlGroup.of(files);
        long available = Math.min(bytes(meminfo, "MemAvailable", total), group.left());
        return new SystemMemory(total, group.limit() < total ? OptionalLong.of(group.limit()) : OptionalLong.empty(),
                Math.clamp(available, 0, total));
    }

    private static long bytes(List<String> meminfo, String field, long otherwise) {
        return SystemFiles.field(meminfo, field).map(SystemFiles::bytes).orElse(OptionalLong.empty()).orElse(otherwise);
    }
}
