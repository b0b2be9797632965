package gramflow.bench.profile;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Watches a piece of work from outside: the most memory that is resident, and how evenly its threads work. For one thread. */
final class Watch {
    private static final Path STATUS = Path.of("/proc/self/status");
    /** Writing 5 to it lets the kernel's mark of the most that was resident begin anew. */
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final String WORKER = "gramflow-[0-9]+-[0-9]+";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Map<Long, Long> before;

    private Watch(Map<Long, Long> before) {
        this.before = before;
    }

    /** Begins to watch threads. */
    static Watch begin() {
        return new Watch(cpuTimes());
    }

    /** Lets the most memory that was resident begin anew, where the system allows it. */
    static void clear() {
        try {
            Files.writeString(CLEAR, "5");
        } catch (IOException e) {
            // Not Linux, or not allowed: then it is the most since the process began.
            return;
        }
    }

    /** Most resident bytes since {@link #clear}; 0 where the system does not tell. */
    static long residentBytes() {
        try {
            return Files.readAllLines(STATUS).stream().filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024).findFirst().orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Least over most CPU time that a worker, or the calling thread, has spent since; 1 if there is but one. */
    double balance() {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (Map.Entry<Long, Long> thread : cpuTimes().entrySet()) {
            double spent = thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
            least = Math.min(least, spent);
            most = Math.max(most, spent);
        }
        return most > 0 ? least / most : 1;
    }

    private static Map<Long, Long> cpuTimes() {
        Map<Long, Long> times = new HashMap<>();
        if (THREADS.isThreadCpuTimeSupported()) {
            long self = Thread.currentThread().threadId();
            for (var info : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
                if (info != null && (info.getThreadId() == self || info.getThreadName().matches(WORKER))) {
                    times.put(info.getThreadId(), THREADS.getThreadCpuTime(info.getThreadId()));
                }
            }
        }
        return times;
    }
}
