package gramflow.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

final class CpuTest {
    @TempDir
    Path root;

    private static Cpu linux(Recorded machine, String architecture, int available) {
        return Cpu.of(machine.files(), "Linux", architecture, Map.of(), available);
    }

    @Test
    void threadsOfOneCoreCountOnceAndOnlyWhereThisProcessMayRun() {
        Cpu cpu = linux(Recorded.amd(root), "amd64", 8);
        assertThat(cpu.model()).isEqualTo("AMD EPYC 9175F 16-Core Processor");
        assertThat(cpu.logical()).isEqualTo(8);
        assertThat(cpu.cores()).hasValue(4);
        assertThat(cpu.simd())
                .isEqualTo(List.of("sse2", "fma", "sse4_2", "avx", "f16c", "avx2", "avx512f", "avx512dq", "avx512vl", "avx_vnni",
                        "avx512_bf16"));
    }

    @Test
    void coresWithAndWithoutASecondThreadAreBothCountedOnce() {
        Cpu cpu = linux(Recorded.intelHybrid(root), "amd64", 8);
        assertThat(cpu.model()).isEqualTo("12th Gen Intel(R) Core(TM) i5-1235U");
        assertThat(cpu.cores()).hasValue(6);
    }

    @Test
    void quotaOfAContainerLimitsTheCores() {
        assertThat(linux(Recorded.amd(root), "amd64", 2).cores()).hasValue(2);
    }

    @Test
    void armPartsHaveNames() {
        Cpu cpu = linux(Recorded.graviton3(root), "aarch64", 4);
        assertThat(cpu.model()).isEqualTo("ARM Neoverse V1");
        assertThat(cpu.cores()).hasValue(4);
        assertThat(cpu.simd()).contains("asimd", "sve").doesNotContain("aes", "fp");
    }

    @Test
    void armPartsWithoutANameKeepTheirNumber() {
        new Recorded(root).file("proc/cpuinfo", "CPU implementer : 0x61\nCPU part : 0x022\n");
        assertThat(linux(new Recorded(root), "aarch64", 8).model()).isEqualTo("ARM implementer 0x61 part 0x022");
    }

    @Test
    void whatIsNotKnownIsSaidToBeUnknown() {
        Cpu cpu = linux(Recorded.garbage(root), "amd64", 3);
        assertThat(cpu).isEqualTo(new Cpu("unknown", "amd64", 3, OptionalInt.empty(), List.of()));
        assertThat(linux(new Recorded(root.resolve("nothing")), "riscv64", 3).model()).isEqualTo("unknown");
    }

    @Test
    void windowsAndMacTellWhatTheyCan() {
        SystemFiles none = new SystemFiles(root);
        assertThat(Cpu.of(none, "Windows 11", "amd64", Map.of("PROCESSOR_IDENTIFIER", "AMD64 Family 25 Model 33"), 4).model())
                .isEqualTo("AMD64 Family 25 Model 33");
        assertThat(Cpu.of(none, "Windows 11", "amd64", Map.of(), 4).model()).isEqualTo("unknown");
        assertThat(Cpu.of(none, "Mac OS X", "aarch64", Map.of(), 4).model()).isEqualTo("Apple silicon");
    }

    @Test
    void thisMachineHasAsManyCpusAsJavaSays() {
        assertThat(Cpu.current().logical()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }
}
