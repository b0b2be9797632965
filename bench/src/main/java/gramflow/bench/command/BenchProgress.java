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
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final Plan plan;
    private final boolean quiet;
    private final boolean terminal;
    private final BenchOutput output;

    BenchProgress(PrintWriter err, Plan plan, boolean quiet, BenchOutput output) {
        this.err = err;
        this.plan = plan;
        this.quiet = quiet;
        this.output = output;
        terminal = TerminalProgress.stderrIsTerminal();
    }

    /** Before anything is measured: what is to come, and how long it will take. */
    void announce() {
        print("%s, %s each, about %s".formatted(count(plan.rows().size(), "row"), count(plan.effort().rounds(), "fork"),
                minutes(plan.seconds())));
        redraw("measuring roofs");
    }

    @Override
    public void roofs(RunRoofs roofs, double secondsLeft) {
        redraw("");
        ResultTable.roofs(roofs).forEach(this::print);
        print("about " + minutes(secondsLeft) + " left");
    }

    @Override
    public void begins(Row row, int done, double secondsLeft) {
        redraw("[%d/%d] %s, %s left".formatted(done + 1, plan.forks(), row, minutes(secondsLeft)));
    }

    @Override
    public void ended(Result result, int done, Findings soFar) throws IOException {
        if (!terminal) {
            print("[%d/%d] %s".formatted(done, plan.forks(), ResultTable.line(result)));
        }
        output.write(soFar);
    }

    private void print(String line) {
        if (!quiet) {
            err.println(line);
            err.flush();
        }
    }

    private void redraw(String line) {
        if (!quiet && terminal) {
            err.print(CLEAR_LINE + line);
            err.flush();
        }
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** {@code 0:42}, minutes and seconds. */
    private static String minutes(double seconds) {
        long whole = Math.round(seconds);
        return "%d:%02d".formatted(whole / 60, whole % 60);
    }

    @Override
    public void close() {
        redraw("");
    }
}
