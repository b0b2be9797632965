package gramflow.bench.command;

import gramflow.bench.measure.JmhForks;
import gramflow.bench.measure.Row;
import gramflow.bench.measure.RunRoofs;
import gramflow.bench.peers.PairFindings;
import gramflow.bench.peers.PairPlan;
import gramflow.bench.peers.PairResult;
import gramflow.bench.peers.PairRun;
import gramflow.bench.report.MachineDescription;
import gramflow.bench.report.PeerLine;
import gramflow.bench.report.PeerTable;
import gramflow.bench.report.Peers;
import gramflow.bench.report.ResultTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code bench --peers}: ours and other libraries, in turns. */
final class PeerComparison implements PairRun.Listener {
    /** A fork has its matrices twice: outside the heap, and as the library wants them. */
    private static final double COPIES = 2;

    private final PrintWriter out;
    private final TerminalLine line;

    PeerComparison(CommandLine command, boolean quiet) {
        out = quiet ? new PrintWriter(PrintWriter.nullWriter()) : command.getOut();
        line = new TerminalLine(command.getErr(), quiet);
    }

    private @Nullable BenchOutput output;

    int run(PairPlan plan, @Nullable Path folder, @Nullable Path json) throws IOException {
        for (Row row : plan.rows()) {
            Room.requireMemory(row.toString(), (long) (COPIES * row.memory()));
        }
        List<String> flags = new JmhForks().jvmArgs();
        BenchOutput files = BenchOutput.open(folder, json, MachineDescription.current(flags).toJson());
        output = files;
        line.print(plan.description());
        line.draw("measuring roofs");
        PairFindings findings = PairRun.here(plan, flags, Interruption::requested).run(this);
        line.draw("");
        files.write(findings);
        if (!findings.rows().complete()) {
            throw new CancellationException("stopped; what is finished is in " + files.resultFile());
        }
        PeerTable.lines(Peers.of(findings)).forEach(out::println);
        out.println();
        out.println(findings.rows().valid()
                ? "valid: every result is right and below its roof"
                : "NOT VALID: a row failed, or is above its roof");
        out.println("wrote " + files.resultFile() + " and " + files.reportFile());
        out.flush();
        return BenchCommand.exitCode(findings.rows());
    }

    @Override
    public void roofs(RunRoofs roofs) {
        line.draw("");
        ResultTable.roofs(roofs).forEach(line::print);
    }

    @Override
    public void begins(String what, double secondsLeft) {
        line.draw("%s, %s left".formatted(what, TerminalLine.minutes(secondsLeft)));
    }

    @Override
    public void ended(PairResult pair, PairFindings soFar) throws IOException {
        line.print(PeerTable.line(PeerLine.of(pair)));
        BenchOutput files = output;
        if (files != null) {
            files.write(soFar);
        }
    }
}
