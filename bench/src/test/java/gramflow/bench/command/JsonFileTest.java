package gramflow.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class JsonFileTest {
    @TempDir
    Path temp;

    private List<Path> entries() throws IOException {
        try (var entries = Files.list(temp)) {
            return entries.toList();
        }
    }

    @Test
    void whatIsWrittenCanBeReadBackAndReplacesWhatWasThere() throws IOException {
        Path file = Files.writeString(temp.resolve("a.json"), "a longer text that must not shine through");
        JsonFile.write(file, Map.of("n", 4096, "list", List.of(1.5, "λ")));
        assertThat(JSON.std.mapFrom(Files.readString(file))).isEqualTo(Map.of("n", 4096, "list", List.of(1.5, "λ")));
        assertThat(entries()).containsExactly(file);
    }

    @Test
    void numbersThatAreNotFiniteStayReadable() throws IOException {
        Path file = temp.resolve("a.json");
        JsonFile.write(file, Map.of("x", Double.NaN, "y", Double.POSITIVE_INFINITY));
        assertThat(JSON.std.mapFrom(Files.readString(file))).isEqualTo(Map.of("x", "NaN", "y", "Infinity"));
    }

    @Test
    void aLinkStaysALinkAndItsTargetIsWritten() throws IOException {
        Path target = Files.writeString(temp.resolve("target.json"), "old");
        Path link = Files.createSymbolicLink(temp.resolve("link.json"), target);
        JsonFile.write(link, Map.of("n", 1));
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(target)).contains("\"n\"");
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedBeforehand() throws IOException {
        assertThatThrownBy(() -> JsonFile.check(temp)).isInstanceOf(UsageException.class)
                .hasMessage(temp + ": is a folder, expected a file to write");
        assertThatThrownBy(() -> JsonFile.check(temp.resolve("none/a.json"))).isInstanceOf(UsageException.class)
                .hasMessageEndingWith(": its folder does not exist");
        JsonFile.check(temp.resolve("new.json"));
        assertThat(entries()).isEmpty();
    }

    @Test
    void aFailedWriteLeavesWhatWasThere() throws IOException {
        Path file = Files.createDirectory(temp.resolve("folder"));
        assertThatThrownBy(() -> JsonFile.write(file, Map.of("n", 1))).isInstanceOf(IOException.class);
        assertThat(entries()).containsExactly(file);
    }
}
