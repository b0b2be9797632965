package gramflow.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.jr.ob.JSON;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class ResultFileTest {
    private static final ResultDocument DOCUMENT = new ResultDocument(Map.of(), Map.of("cpu", "A"), Map.of(), List.of(), Map.of(), true,
            true);

    @TempDir
    private Path folder;

    @Test
    void fileAndItsFolderReadTheSame() throws IOException {
        Path file = folder.resolve("result.json");
        Files.writeString(file, JSON.std.asString(DOCUMENT.toJson()));
        assertThat(ResultFile.read(file)).isEqualTo(DOCUMENT);
        assertThat(ResultFile.read(folder)).isEqualTo(DOCUMENT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'' | is empty", "hello | begins with 'h', expected a JSON object", "[1, 2] | begins with '['",
            "{\"schema\": \"gramflow-bench/1\", \"machine\": {\"cpu\": | is not JSON, or cut off, line 1",
            "{\"schema\": \"gramflow-bench/7\"} | schema is 'gramflow-bench/7', expected gramflow-bench/1", "{} | key schema: found null",
            "{\"schema\": \"gramflow-bench/1\"} | key machine: found null, expected an object"})
    void whatIsNoResultFileIsRefusedWithItsNameAndTheCause(String text, String cause) throws IOException {
        Path file = folder.resolve("bad.json");
        Files.writeString(file, text);
        assertThatThrownBy(() -> ResultFile.read(file)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(file + ": ")
                .hasMessageContaining(cause);
    }

    @Test
    void everyPrefixOfAFileIsRefused() throws IOException {
        String text = JSON.std.asString(DOCUMENT.toJson());
        Path file = folder.resolve("short.json");
        for (int length = 0; length < text.length(); length++) {
            Files.writeString(file, text.substring(0, length));
            assertThatThrownBy(() -> ResultFile.read(file)).as("%d characters", length).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        Path file = folder.resolve("latin.json");
        Files.write(file, "{\"schema\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ResultFile.read(file)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("UTF-8");
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ResultFile.read(folder)).isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder.resolve("result.json").toString());
    }
}
