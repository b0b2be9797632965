package gramflow.bench.report;

import gramflow.machine.Caches;
import gramflow.machine.Cpu;
import gramflow.machine.HugePages;
import gramflow.machine.Jit;
import gramflow.machine.Numa;
import gramflow.machine.SystemMemory;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class MachineDescriptionTest {
    private static final long GIB = 1L << 30;

    private static final MachineDescription SERVER = new MachineDescription(
            new Cpu("EPYC", "amd64", 16, OptionalInt.of(8), List.of("avx2", "fma")),
            new Caches(48 << 10, 1 << 20, 32 << 20, 64, 1, 8, "recorded"),
            new SystemMemory(64 * GIB, OptionalLong.of(8 * GIB), 3 * GIB / 2),
            new Numa(List.of(new Numa.Node(0, "0-7", OptionalLong.of(GIB)), new Numa.Node(1, "8-15", OptionalLong.empty()))),
            new HugePages("madvise", OptionalLong.of(2 << 20)), new Jit("VM 1", Jit.Compiler.C1, true, 256, true, Map.of("UseFMA", "true")),
            "Linux 6",
            "25, Nobody", List.of("-Xmx1g"));

    private static final MachineDescription STRANGER = new MachineDescription(
            new Cpu("unknown", "riscv64", 1, OptionalInt.empty(), List.of()),
            new Caches(32 << 10, 0, 0, 64, 1, 1, "default"), new SystemMemory(GIB, OptionalLong.empty(), GIB), new Numa(List.of()),
            new HugePages("unknown", OptionalLong.empty()), new Jit("VM 2", Jit.Compiler.OTHER, false, 0, false, Map.of()), "Other 1",
            "25, Nobody",
            List.of());

    @Test
    void everyThingKnownIsALineWithItsUnit() {
        assertThat(SERVER.lines()).contains( //
                "CPU           EPYC, amd64", //
                "              8 cores, 16 threads for this process", //
                "SIMD          avx2 fma", //
                "caches        L1d 48 KiB, L2 1 MiB, L3 32 MiB for 8 cores, lines of 64 B", //
                "memory        64 GiB, 1.5 GiB available, limited to 8 GiB", //
                "NUMA          2 nodes", //
                "              node 0: CPUs 0-7, 1 GiB", //
                "              node 1: CPUs 8-15, unknown", //
                "huge pages    madvise, of 2 MiB", //
                "JVM           VM 1, HotSpot C1 only", //
                "              UseFMA=true", //
                "started with  -Xmx1g", //
                "FMA           yes, one instruction");
    }

    @Test
    void whatIsNotKnownIsSaidToBeUnknown() {
        assertThat(STRANGER.lines()).contains( //
                "              unknown number of cores, 1 thread for this process", //
                "SIMD          unknown", //
                "caches        L1d 32 KiB, L2 none, L3 none, lines of 64 B", //
                "              (default)", //
                "memory        1 GiB, 1 GiB available, no limit", //
                "NUMA          unknown", //
                "huge pages    unknown", //
                "              no flag can be read", //
                "started with  no flags");
        assertThat(STRANGER.toJson()).containsEntry("cores", "unknown").containsEntry("numaNodes", "unknown").containsEntry("vectorBits", 0)
                .containsEntry("fma", false);
    }

    @Test
    void jsonHasTheEntriesOfAResultFile() {
        assertThat(SERVER.toJson()).containsKeys("cpu", "cores", "caches", "os", "jdk", "flags", "vectorBits", "fma");
        assertThat(SERVER.toJson()).containsEntry("vectorBits", 0).as("C1 has no vectors worth using").containsEntry("flags",
                List.of("-Xmx1g"));
    }
}
