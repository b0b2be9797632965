package gramflow.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

import static org.assertj.core.api.Assertions.assertThat;

final class CompareCommandTest {
    @TempDir
    private Path folder;

    private Path file(String name, double seconds) throws IOException {
        Map<String, Object> row = new LinkedHashMap<>(Map.of("kernel", "gram", "backend", "vector", "library", "", "setup", "",
                "precision", "f64", "n", 64, "d", 8, "threads", 1));
        row.putAll(Map.of("flops", 1e9, "seconds", Map.of("median", seconds, "low", seconds, "high", seconds), "bytes", 1e6, "bound", "fma",
                "roof_gflops", 100, "fork_medians", List.of(seconds), "failure", "", "verdict", "ok"));
        Map<String, Object> json = Map.of("schema", "gramflow-bench/1", "machine", Map.of("cpu", "A"), "roofs", Map.of(), "results",
                List.of(row), "noise", Map.of(), "partial", false, "valid", true);
        return Files.writeString(folder.resolve(name), JSON.std.asString(json));
    }

    @Test
    void runsAreComparedWithTheFirstOnConsolePageAndJson() throws IOException {
        Path json = folder.resolve("out.json");
        Cli run = Cli.run("compare", file("a.json", 1).toString(), file("b.json", 0.5).toString(), file("c.json", 1).toString(), "--out",
                folder.resolve("deep/page").toString(), "--json", json.toString());
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("2.000", "1 faster, 0 slower, 0 cannot tell of 1", "0 faster, 0 slower, 1 cannot tell of 1");
        assertThat(JSON.std.mapFrom(Files.readString(json))).containsEntry("schema", "gramflow-compare/1");
        assertThat(folder.resolve("deep/page/report.html")).isRegularFile();
    }

    @Test
    void fileThatIsCutOffEndsWith2AndOneLineWithItsName() throws IOException {
        Path whole = file("whole.json", 1);
        String text = Files.readString(whole);
        Path cut = Files.writeString(folder.resolve("cut.json"), text.substring(0, text.length() / 2));
        Cli run = Cli.run("compare", whole.toString(), cut.toString());
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(cut.toString(), "cut off").hasLineCount(1);
    }

    @Test
    void fileThatIsNotThereEndsWith2() throws IOException {
        Cli run = Cli.run("compare", file("a.json", 1).toString(), folder.resolve("none.json").toString());
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("none.json").hasLineCount(1);
    }

    @Test
    void oneFileAloneEndsWith2() throws IOException {
        Cli run = Cli.run("compare", file("a.json", 1).toString());
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("FILE").hasLineCount(1);
    }
}
