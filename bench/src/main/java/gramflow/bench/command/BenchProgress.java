package gramflow.bench.command;

import gramflow.bench.measure.BenchRun;
import gramflow.bench.measure.Findings;
import gramflow.bench.measure.Plan;
import gramflow.bench.measure.Result;
import gramflow.bench.measure.Row;
import gramflow.bench.measure.RunRoofs;
import gramflow.bench.report.ResultTable;
import java.io.IOException;
import java.io.PrintWriter;

/** How far a benchmark has come: on a terminal one line that is drawn over again, elsewhere a line for every fork. */
final class BenchProgress implements BenchRun.Listener, AutoCloseable {
    private final TerminalLine line;
    private final Plan plan;
    private final BenchOutput output;

    BenchProgress(PrintWriter err, Plan plan, boolean quiet, BenchOutput output) {
        line = new TerminalLine(err, quiet);
        this.plan = plan;
        this.output = output;
    }

    /** Before anything is measured: what is to come, and how long it will take. */
    void announce() {
        line.print("%s, %s each, about %s".formatted(count(plan.rows().size(), "row"), count(plan.effort().rounds(), "fork"),
                TerminalLine.minutes(plan.seconds())));
        line.draw("measuring roofs");
    }

    @Override
    public void roofs(RunRoofs roofs, double secondsLeft) {
        line.draw("");
        ResultTable.roofs(roofs).forEach(line::print);
        line.print("about " + TerminalLine.minutes(secondsLeft) + " left");
    }

    @Override
    public void begins(Row row, int done, double secondsLeft) {
        line.draw("[%d/%d] %s, %s left".formatted(done + 1, plan.forks(), row, TerminalLine.minutes(secondsLeft)));
    }

    @Override
    public void ended(Result result, int done, Findings soFar) throws IOException {
        if (!line.isTerminal()) {
            line.print("[%d/%d] %s".formatted(done, plan.forks(), ResultTable.line(result)));
        }
        output.write(soFar);
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    @Override
    public void close() {
        line.draw("");
    }
}
