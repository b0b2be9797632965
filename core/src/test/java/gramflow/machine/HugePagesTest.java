package gramflow.machine;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

final class HugePagesTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({"[always] madvise never, always", "always [madvise] never, madvise", "always madvise [never], never",
            "always madvise never, unknown",
            "[], unknown", "][, unknown"})
    void stateInForceStandsInBrackets(String content, String state) {
        Recorded machine = new Recorded(root).file("sys/kernel/mm/transparent_hugepage/enabled", content + "\n")
                .file("sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "2097152\n");
        assertThat(HugePages.of(machine.files())).isEqualTo(new HugePages(state, OptionalLong.of(2 << 20)));
    }

    @Test
    void withoutFilesNothingIsKnown() {
        assertThat(HugePages.of(new SystemFiles(root))).isEqualTo(new HugePages("unknown", OptionalLong.empty()));
    }
}
