package gramflow.machine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class AvailableMemoryTest {

    @Test
    void thereIsSomeAndNoMoreThanTheMachineHas() {
        long total = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        assertThat(AvailableMemory.bytes()).isBetween(1L << 20, total);
    }

    @Test
    void theKernelsEstimateIsReadInKibibytes() {
        List<String> lines = List.of("MemTotal:       24689876 kB", "MemFree:          123456 kB", "MemAvailable:   20000000 kB");
        assertThat(AvailableMemory.parse(lines, 7)).isEqualTo(20_000_000L * 1024);
    }

    @Test
    void aMissingOrUnreadableEstimateIsReplaced() {
        assertThat(AvailableMemory.parse(List.of("MemTotal: 1 kB"), 7)).isEqualTo(7);
        assertThat(AvailableMemory.parse(List.of("MemAvailable: lots"), 7)).isEqualTo(7);
        assertThat(AvailableMemory.parse(List.of("MemAvailable: 9223372036854775807 kB"), 7)).isEqualTo(7);
    }
}
