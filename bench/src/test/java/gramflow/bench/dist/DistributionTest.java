package gramflow.bench.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Refusals and what lies ready; that a distribution runs is for {@code .ci/run} to see, since making one takes a quarter of a minute. */
final class DistributionTest {
    @TempDir
    private Path temp;

    @Test
    void whatIsThereAlreadyIsLeftAlone() throws IOException {
        Path there = Files.createDirectories(temp.resolve(Distribution.name("1.0")));
        assertThatThrownBy(() -> Distribution.make(temp, "1.0", List.of(), step -> {
        })).isInstanceOf(FileAlreadyExistsException.class).hasMessage(there.toString());
        assertThat(there).isEmptyDirectory();
    }

    @Test
    void whatIsNoJarFailsAndLeavesNothingBehind() throws IOException {
        Path text = Files.writeString(temp.resolve("text.jar"), "no jar");
        assertThatThrownBy(() -> Distribution.make(temp.resolve("out"), "1.0", List.of(text), step -> {
        })).isInstanceOf(DistException.class).hasMessageContaining("text.jar cannot be read");
        assertThat(temp.resolve("out")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gramflow", "gramflow.cmd", "LICENSE", "README.txt"})
    void allFilesBesideTheJarsAreInTheJarOfBench(String name) {
        assertThat(Distribution.class.getResource(name)).isNotNull();
    }

    @Test
    void launcherThatIsPackedIsTheLauncher() throws IOException {
        try (InputStream in = Objects.requireNonNull(Distribution.class.getResourceAsStream("gramflow"))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(Files.readString(Path.of(System.getProperty("user.dir")).resolveSibling("gramflow")));
        }
    }
}
