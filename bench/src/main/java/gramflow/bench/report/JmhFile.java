package gramflow.bench.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/** {@code jmh.json}: the samples of every fork, in JMH's own format, for tools that read it. */
public final class JmhFile {
    private JmhFile() {
    }

    /**
     * Writes it.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, List<RunResult> results) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(text, false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, stream).writeOut(results);
        }
        Files.write(file, text.toByteArray());
    }
}
