package gramflow.bench.command;

import gramflow.bench.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.UnaryOperator;
import picocli.CommandLine;

/** Runs the command line in this process, as a shell would, and keeps what it printed. */
record Cli(int code, String out, String err) {

    static Cli run(String... args) {
        return run(line -> line, args);
    }

    /** Runs a command line that is changed first. */
    static Cli run(UnaryOperator<CommandLine> change, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = change.apply(Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true)));
        // Once more, for commands that the change added.
        int code = line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(args);
        return new Cli(code, out.toString(), err.toString());
    }
}
