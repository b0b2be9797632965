package gramflow.bench.command;

import gramflow.bench.measure.BenchRun;
import gramflow.bench.measure.Findings;
import gramflow.bench.measure.JmhForks;
import gramflow.bench.measure.Kernel;
import gramflow.bench.measure.Plan;
import gramflow.bench.measure.Result;
import gramflow.bench.report.MachineDescription;
import gramflow.bench.report.ResultTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench}: measures the roofs of the machine, then every kernel on every backend against them. */
@Command(name = "bench", description = "Measures what this machine can do at most, then every kernel on every backend against that. "
        + "Every result is checked before it is timed.", footerHeading = "%nExamples%n", footer = {
                "  gramflow bench --quick --out here", "  gramflow bench --only gram --n 4096 --d 1024 --threads 1,2 --backend vector",
                "  gramflow bench --peers --only gram --precision f64 --backend blis,openblas",
                "%nExit code 1: a result is wrong, or above its roof. Noise alone never changes the exit code."})
public final class BenchCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
    private CommandSpec command;

    @Mixin
    private final PlanOptions options = new PlanOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for result.json, jmh.json and report.html, made if it is not there. Default: gramflow-bench-DATE.")
    private @Nullable Path out;

    @Option(names = "--quiet", description = "Print nothing but errors.")
    private boolean quiet;

    private @Nullable Path json;

    @Option(names = "--json", paramLabel = "FILE", description = "Write result.json to FILE as well.")
    void setJson(Path file) {
        JsonFile.check(file);
        json = file;
    }

    @Override
    public Integer call() throws IOException {
        if (options.peers()) {
            return new PeerComparison(command.commandLine(), quiet).run(options.pairs(), out, json);
        }
        Plan plan = options.plan();
        plan.rows().forEach(row -> Room.requireMemory(row.toString(), (long) row.memory()));
        JmhForks forks = new JmhForks();
        MachineDescription machine = MachineDescription.current(forks.jvmArgs());
        BenchOutput output = BenchOutput.open(out, json, machine.toJson());
        Findings findings;
        try (BenchProgress progress = new BenchProgress(command.commandLine().getErr(), plan, quiet, output)) {
            progress.announce();
            findings = BenchRun.here(plan, forks, Interruption::requested).run(progress);
        }
        output.write(findings);
        if (!findings.complete()) {
            throw new CancellationException(stopped(findings, output));
        }
        print(findings, output);
        return exitCode(findings);
    }

    private static String stopped(Findings findings, BenchOutput output) {
        String missing = findings.missing().stream().map(Kernel::label).collect(Collectors.joining(","));
        String left = "stopped; %d of %d rows are in %s".formatted(findings.results().size(), findings.plan().rows().size(),
                output.resultFile());
        return missing.isEmpty()
                ? left + ", with fewer forks than planned"
                : left + "; for the rest, the same with --only " + missing
                        + " and another --out";
    }

    private void print(Findings findings, BenchOutput output) {
        PrintWriter console = quiet ? new PrintWriter(PrintWriter.nullWriter()) : command.commandLine().getOut();
        ResultTable.lines(findings).forEach(console::println);
        console.println();
        console.println(conclusion(findings));
        console.println("wrote " + output.resultFile() + ", " + output.jmhFile() + " and " + output.reportFile());
        console.flush();
    }

    static int exitCode(Findings findings) {
        if (findings.valid()) {
            return ExitCode.DONE;
        }
        boolean wrong = findings.results().stream().anyMatch(r -> r.wrong() || r.aboveRoof());
        // A fork that ended without a result, for want of memory mostly.
        return wrong ? ExitCode.NO : ExitCode.MACHINE;
    }

    private static String conclusion(Findings findings) {
        long wrong = findings.results().stream().filter(r -> !r.pass()).count();
        long above = findings.results().stream().filter(Result::aboveRoof).count();
        String line = findings.valid()
                ? "valid: every result is right and below its roof"
                : "NOT VALID: %d rows failed, %d above their roof".formatted(wrong, above);
        if (findings.noisy()) {
            return line + "; the roof moved by %.0f %% during the run, so there is no verdict".formatted(100 * findings.roofs().drift());
        }
        return findings.noisyRows() == 0 ? line : line + "; " + findings.noisyRows() + " rows too noisy for a verdict";
    }
}
