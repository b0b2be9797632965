package gramflow.bench.command;

import gramflow.bench.compare.CompareJson;
import gramflow.bench.compare.ComparePage;
import gramflow.bench.compare.CompareTable;
import gramflow.bench.compare.Comparison;
import gramflow.bench.compare.Run;
import gramflow.bench.report.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compare}: runs of {@code bench} held against the first of them. */
@Command(name = "compare", description = "Holds runs of bench against the first of them: per row a ratio with its interval, and faster, slower "
        + "or cannot tell; the same as shares of each machine's own roof, so that different CPUs compare fairly.", footerHeading = "%nExamples%n", footer = {
                "  gramflow compare before/result.json after/result.json", "  gramflow compare scalar vector --out comparison",
                "%nFiles without a backend in common are compared across backends."})
public final class CompareCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
    private CommandSpec command;

    @Parameters(paramLabel = "FILE", arity = "2..*", description = "result.json of a run, or its folder; two or more.")
    private List<Path> files = List.of();

    @Option(names = "--across-backends", description = "Hold the fastest backend of one file against the fastest of the other.")
    private boolean across;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for report.html, made if it is not there.")
    private @Nullable Path out;

    @Option(names = "--quiet", description = "Print nothing but errors.")
    private boolean quiet;

    private @Nullable Path json;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the comparison to FILE as JSON.")
    void setJson(Path file) {
        JsonFile.check(file);
        json = file;
    }

    @Override
    public Integer call() throws IOException {
        List<Run> runs = new ArrayList<>();
        for (Path file : files) {
            runs.add(read(file));
        }
        List<Comparison> comparisons = runs.stream().skip(1).map(run -> Comparison.of(runs.getFirst(), run, across)).toList();
        PrintWriter console = quiet ? new PrintWriter(PrintWriter.nullWriter()) : command.commandLine().getOut();
        for (Comparison comparison : comparisons) {
            CompareTable.lines(comparison).forEach(console::println);
            console.println();
        }
        Map<String, Object> content = CompareJson.of(comparisons);
        if (json != null) {
            JsonFile.write(json, content);
        }
        if (out != null) {
            Files.createDirectories(out);
            Path page = out.resolve("report.html");
            ComparePage.of(runs, comparisons).withData(JsonFile.text(content)).write(page);
            console.println("wrote " + page);
        }
        console.flush();
        return ExitCode.DONE;
    }

    private static Run read(Path file) throws IOException {
        try {
            return new Run(file.toString(), ResultFile.read(file));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }
}
