package gramflow.machine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How much memory a process may still take. */
public final class AvailableMemory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final String FIELD = "MemAvailable:";

    private AvailableMemory() {
    }

    /**
     * Bytes that can be taken now without swapping. On Linux the kernel's own estimate, which counts caches it can drop, and never more than the
     * container is allowed; elsewhere all the memory there is, because what is free there leaves those caches out.
     */
    public static long bytes() {
        long total = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        try {
            return Math.min(total, parse(Files.readAllLines(MEMINFO), total));
        } catch (IOException e) {
            return total;
        }
    }

    /** The field of {@code /proc/meminfo}, given in KiB; {@code otherwise} where it is missing or cannot be read. */
    static long parse(List<String> lines, long otherwise) {
        for (String line : lines) {
            if (line.startsWith(FIELD)) {
                String number = line.substring(FIELD.length()).replace("kB", "").trim();
                try {
                    return Math.multiplyExact(Long.parseLong(number), 1024);
                } catch (NumberFormatException | ArithmeticException e) {
                    return otherwise;
                }
            }
        }
        return otherwise;
    }
}
