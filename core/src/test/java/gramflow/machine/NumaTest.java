package gramflow.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

final class NumaTest {
    @TempDir
    Path root;

    @Test
    void everyNodeHasItsCpusAndItsMemory() {
        assertThat(Numa.of(Recorded.amd(root).files()).nodes()).isEqualTo(List.of( //
                new Numa.Node(0, "0-7,16-23", OptionalLong.of(65_843_208L * 1024)),
                new Numa.Node(1, "8-15,24-31", OptionalLong.of(66_043_484L * 1024))));
    }

    @Test
    void nodeOfMemoryAloneHasNoCpus() {
        Recorded machine = new Recorded(root).file("sys/devices/system/node/node2/cpulist", "\n");
        assertThat(Numa.of(machine.files()).nodes()).isEqualTo(List.of(new Numa.Node(2, "none", OptionalLong.empty())));
    }

    @Test
    void withoutFilesNothingIsKnown() {
        assertThat(Numa.of(new SystemFiles(root)).nodes()).isEmpty();
    }
}
