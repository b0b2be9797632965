package gramflow.bench.command;

import gramflow.bench.measure.Findings;
import gramflow.bench.peers.PairFindings;
import gramflow.bench.report.BenchReport;
import gramflow.bench.report.JmhFile;
import gramflow.bench.report.Peers;
import gramflow.bench.report.ResultDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a run, written after every fork: whatever ends a run, what is finished is there.
 *
 * @param folder where they go
 * @param copy a second place for the results; null for none
 * @param run which build runs, and when
 * @param machine on what it runs
 */
record BenchOutput(Path folder, @Nullable Path copy, Map<String, Object> run, Map<String, Object> machine) {
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
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("version", Version.ofGramflow());
        run.put("commit", Version.commit());
        run.put("date", OffsetDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS).toString());
        return new BenchOutput(folder, copy, run, machine);
    }

    Path resultFile() {
        return folder.resolve("result.json");
    }

    Path jmhFile() {
        return folder.resolve("jmh.json");
    }

    Path reportFile() {
        return folder.resolve("report.html");
    }

    void write(Findings findings) throws IOException {
        write(ResultDocument.of(findings, run, machine));
        JmhFile.write(jmhFile(), findings.jmh());
    }

    /** The same of a comparison with other libraries, which JMH has no part in. */
    void write(PairFindings findings) throws IOException {
        write(ResultDocument.of(findings.rows(), run, machine).withPeers(Peers.of(findings)));
    }

    private void write(ResultDocument document) throws IOException {
        Map<String, Object> json = document.toJson();
        JsonFile.write(resultFile(), json);
        if (copy != null) {
            JsonFile.write(copy, json);
        }
        BenchReport.of(document).withData(JsonFile.text(json)).write(reportFile());
    }
}
