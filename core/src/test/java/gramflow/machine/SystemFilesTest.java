package gramflow.machine;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

final class SystemFilesTest {

    @ParameterizedTest
    @CsvSource({"48K, 49152", "1024 kB, 1048576", "32M, 33554432", "1G, 1073741824", "4096, 4096", "0, 0"})
    void bytesAreReadWithTheirUnit(String text, long bytes) {
        assertThat(SystemFiles.bytes(text)).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K", "max", "-1", "12 parsecs", "99999999999999999999", "9223372036854775807K"})
    void whatIsNoNumberOfBytesIsUnknown(String text) {
        assertThat(SystemFiles.bytes(text)).isEqualTo(OptionalLong.empty());
    }

    @Test
    void cpuListsAreRangesAndSingles() {
        assertThat(SystemFiles.cpus("0-3,8,10-11\n")).isEqualTo(List.of(0, 1, 2, 3, 8, 10, 11));
        assertThat(SystemFiles.cpus("5")).isEqualTo(List.of(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "3-1", "1-", "-1", "1-2-3", "0,,1", "0-99999999", "99999999999999999999"})
    void whatIsNoCpuListIsEmpty(String text) {
        assertThat(SystemFiles.cpus(text)).isEmpty();
    }
}
