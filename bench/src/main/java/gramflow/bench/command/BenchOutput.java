package gramflow.bench.command;

import gramflow.bench.measure.Findings;
import gramflow.bench.report.JmhFile;
import gramflow.bench.report.ResultDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a run, written after every fork: whatever ends a run, what is finished is there.
 *
 * @param folder where they go
 * @param copy a second place for the results; null for none
 * @param machine on what the run runs
 */
record BenchOutput(Path folder, @Nullable Path copy, Map<String, Object> machine) {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /**
     * Makes the folder, and finds out now, not after minutes of measuring, whether it can be written to.
     *
     * @param asked the folder asked for; null for one named by the date
     * @throws UsageException if it cannot
     */
    static BenchOutput open(@Nullable Path asked, @Nullable Path copy, Map<String, Object> machine) {
        Path folder = asked == null ? Path.of("gramflow-bench-" + LocalDateTime.now(ZoneId.systemDefault()).format(STAMP)) : asked;
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".gramflow", null));
        } catch (IOException e) {
            throw new UsageException("--out " + folder + ": cannot write there: " + Failures.of(e).line());
        }
        return new BenchOutput(folder, copy, machine);
    }

    Path resultFile() {
        return folder.resolve("result.json");
    }

    Path jmhFile() {
        return folder.resolve("jmh.json");
    }

    void write(Findings findings) throws IOException {
        Map<String, Object> json = ResultDocument.of(findings, machine).toJson();
        JsonFile.write(resultFile(), json);
        if (copy != null) {
            JsonFile.write(copy, json);
        }
        JmhFile.write(jmhFile(), findings.jmh());
    }
}
