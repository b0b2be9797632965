package gramflow.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

final class OffHeapTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 64, (4 << 20) - 1, 4 << 20, (4 << 20) + 1, 9_999_991})
    void isZeroAlignedAndOfThatSize(long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = OffHeap.allocate(bytes, 4096, arena);
            assertThat(memory.byteSize()).isEqualTo(bytes);
            assertThat(memory.address() % 4096).isZero();
            for (long at = 0; at < bytes; at += 511) {
                assertThat(memory.get(ValueLayout.JAVA_BYTE, at)).isZero();
            }
            memory.fill((byte) 7);
        }
    }

    @Test
    void livesAsLongAsItsArena() {
        MemorySegment memory;
        try (Arena arena = Arena.ofShared()) {
            memory = OffHeap.allocate(8 << 20, 64, arena);
            memory.set(ValueLayout.JAVA_LONG, 0, 1);
        }
        assertThatThrownBy(() -> memory.get(ValueLayout.JAVA_LONG, 0)).isInstanceOf(IllegalStateException.class);
    }

    /** A hundred times that much passes through, and is given back. */
    @Test
    void comesBackWhenTheArenaCloses() throws IOException {
        Path status = Path.of("/proc/self/status");
        assumeTrue(Files.isReadable(status), "skipped: /proc/self/status, which tells what a process takes, is Linux's");
        long before = resident(status);
        for (int i = 0; i < 100; i++) {
            try (Arena arena = Arena.ofConfined()) {
                OffHeap.allocate(64 << 20, 64, arena).fill((byte) 1);
            }
        }
        assertThat(resident(status) - before).isLessThan(1 << 20);
    }

    /** Kilobytes. */
    private static long resident(Path status) throws IOException {
        List<String> lines = Files.readAllLines(status);
        return lines.stream().filter(line -> line.startsWith("VmRSS")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
    }

    @Test
    void moreThanThereIsIsRefused() {
        try (Arena arena = Arena.ofConfined()) {
            assertThatThrownBy(() -> OffHeap.allocate(1L << 60, 64, arena)).isInstanceOf(OutOfMemoryError.class);
        }
    }

    @Test
    void testsRunWithWhatIsAskedFor() {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "skipped: huge pages are asked for on Linux only");
        assertThat(OffHeap.asks()).isTrue();
    }
}
