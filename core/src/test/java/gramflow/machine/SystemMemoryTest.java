package gramflow.machine;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

final class SystemMemoryTest {
    private static final long GIB = 1L << 30;

    @TempDir
    Path root;
    private Recorded machine;

    @BeforeEach
    void machineOf64GibWith60Available() {
        machine = new Recorded(root).file("proc/meminfo", "MemTotal:       67108864 kB\nMemFree:  1 kB\nMemAvailable:   62914560 kB\n");
    }

    private SystemMemory memory() {
        return SystemMemory.of(machine.files(), 7 * GIB);
    }

    @Test
    void kernelsEstimateIsReadInKibibytes() {
        assertThat(memory()).isEqualTo(new SystemMemory(64 * GIB, OptionalLong.empty(), 60 * GIB));
    }

    @Test
    void tightestOfNestedGroupsCountsAndDroppableCachesAreNotTaken() {
        machine.file("proc/self/cgroup", "0::/a/b\n").file("sys/fs/cgroup/a/memory.max", 8 * GIB + "\n")
                .file("sys/fs/cgroup/a/memory.current", 5 * GIB + "\n")
                .file("sys/fs/cgroup/a/memory.stat", "anon 1\ninactive_file " + GIB + "\nactive_file 2\n")
                .file("sys/fs/cgroup/a/b/memory.max", "max\n").file("sys/fs/cgroup/a/b/memory.current", GIB + "\n");
        assertThat(memory()).isEqualTo(new SystemMemory(64 * GIB, OptionalLong.of(8 * GIB), 4 * GIB));
    }

    @Test
    void firstVersionOfControlGroupsIsReadToo() {
        machine.file("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/docker/123\n0::/\n")
                .file("sys/fs/cgroup/memory/memory.limit_in_bytes", 16 * GIB + "\n")
                .file("sys/fs/cgroup/memory/memory.usage_in_bytes", 6 * GIB + "\n")
                .file("sys/fs/cgroup/memory/memory.stat", "inactive_file 0\ntotal_inactive_file " + 2 * GIB + "\n");
        assertThat(memory()).isEqualTo(new SystemMemory(64 * GIB, OptionalLong.of(16 * GIB), 12 * GIB));
    }

    @Test
    void limitAboveTheMachinesMemoryIsNone() {
        machine.file("proc/self/cgroup", "4:memory:/\n").file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(memory().limit()).isEqualTo(OptionalLong.empty());
        assertThat(memory().available()).isEqualTo(60 * GIB);
    }

    @Test
    void groupThatHasTakenMoreThanItsLimitLeavesNothing() {
        machine.file("proc/self/cgroup", "0::/\n").file("sys/fs/cgroup/memory.max", GIB + "\n").file("sys/fs/cgroup/memory.current",
                2 * GIB + "\n");
        assertThat(memory().available()).isZero();
    }

    @Test
    void withoutFilesAllOfTheMemoryIsTakenToBeAvailable() {
        assertThat(SystemMemory.of(new SystemFiles(root.resolve("nothing")), 7 * GIB))
                .isEqualTo(new SystemMemory(7 * GIB, OptionalLong.empty(), 7 * GIB));
    }

    @Test
    void garbageIsAsGoodAsNothing() {
        assertThat(SystemMemory.of(Recorded.garbage(root).files(), 7 * GIB))
                .isEqualTo(new SystemMemory(7 * GIB, OptionalLong.empty(), 7 * GIB));
    }

    @Test
    void thisMachineHasSomeAndNoMoreThanItsTotal() {
        SystemMemory now = SystemMemory.current();
        assertThat(now.available()).isBetween(1L << 20, now.total());
    }
}
