package gramflow.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.jr.ob.JSON;

import static org.assertj.core.api.Assertions.assertThat;

/** What is refused is refused before anything is measured: none of these takes the seconds that the roofs alone would. */
final class BenchCommandTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { //
            "--only grem | unknown kernel 'grem', expected one of gram", //
            "--only gram,grem | unknown kernel 'grem'", //
            "--d 100 | --d without --n", //
            "--n 0 | --n 0: expected at least 1", //
            "--n many | many", //
            "--threads 0 | --threads 0: expected at least 1", //
            "--backend none-such | none-such", //
            "--precision f16 | f16", //
            "--quick --full | mutually exclusive", //
            "--quik | unknown option '--quik'"})
    void wrongOptionEndsWith2AndOneLine(String options, String said) {
        Cli run = Cli.run(("bench --out " + folder.resolve("out") + " " + options).split(" "));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(said).hasLineCount(1);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void outThatIsAFileEndsWith2() throws IOException {
        Path file = Files.createFile(folder.resolve("out"));
        Cli run = Cli.run("bench", "--quick", "--out", file.toString());
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--out " + file).hasLineCount(1);
    }

    @Test
    void rowThatNeedsMoreMemoryThanThereIsEndsWith3() {
        Cli run = Cli.run("bench", "--only", "gram", "--n", "100000000", "--d", "10", "--out", folder.resolve("out").toString());
        assertThat(run.code()).isEqualTo(ExitCode.MACHINE);
        assertThat(run.err()).contains("100000000x10").contains("memory").hasLineCount(1);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void questionOfOneRowLeavesItsFilesAndSaysWhere() throws IOException {
        Path out = folder.resolve("deep/er/out");
        Path copy = folder.resolve("copy.json");
        Cli run = Cli.run("bench", "--quick", "--only", "gram", "--n", "16", "--d", "8", "--backend", "scalar", "--precision", "f64",
                "--threads", "1",
                "--out", out.toString(), "--json", copy.toString());
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("gram", "scalar", "16x8", "valid", out.resolve("result.json").toString());
        assertThat(run.err()).contains("1 row, 1 fork each, about 0:", "[1/1] gram");
        var json = JSON.std.mapFrom(Files.readString(out.resolve("result.json")));
        assertThat(json).containsEntry("schema", "gramflow-bench/1").containsEntry("valid", true).containsEntry("partial", false);
        assertThat(Files.readString(copy)).isEqualTo(Files.readString(out.resolve("result.json")));
        assertThat(Files.readString(out.resolve("jmh.json"))).contains("\"rawData\"");
    }
}
