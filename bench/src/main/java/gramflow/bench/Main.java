package gramflow.bench;

import gramflow.bench.command.BenchCommand;
import gramflow.bench.command.CompareCommand;
import gramflow.bench.command.DistCommand;
import gramflow.bench.command.DoctorCommand;
import gramflow.bench.command.Failures;
import gramflow.bench.command.FlowCommand;
import gramflow.bench.command.GramCommand;
import gramflow.bench.command.Interruption;
import gramflow.bench.command.LazyCommand;
import gramflow.bench.command.ProfileCommand;
import gramflow.bench.command.TuneCommand;
import gramflow.bench.command.Version;
import gramflow.bench.tune.KeptTuning;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: {@code gramflow COMMAND --name value …}. */
@Command(name = "gramflow", synopsisSubcommandLabel = "COMMAND", description = "A solver core for gradient methods and the neural tangent kernel.", //
        subcommands = { //
                BenchCommand.class, //
                CompareCommand.class, //
                DistCommand.class, //
                DoctorCommand.class, //
                FlowCommand.class, //
                GramCommand.class, //
                LazyCommand.class, //
                ProfileCommand.class, //
                TuneCommand.class //
        }, footerHeading = "%nExamples%n", footer = {"  gramflow doctor              what this machine and this Java can do",
                "  gramflow COMMAND --help      the options of a command",
                "%nExit codes: 0 done, 1 ran and the answer is no, 2 input or options are wrong,",
                "            3 the machine could not, 130 stopped by Ctrl-C"})
public final class Main {
    private static final int HELP_WIDTH = 100;

    private Main() {
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        // Figures read the same everywhere, and a script can read them.
        Locale.setDefault(Locale.ROOT);
        Interruption.watch();
        String warning = KeptTuning.use();
        if (!warning.isEmpty()) {
            System.err.println("gramflow: " + warning);
        }
        int code = commandLine(writer(System.out), writer(System.err)).execute(args);
        Interruption.finished();
        System.exit(code);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    /**
     * The command line, to be run by {@code execute(args)}, which returns the exit code and never throws for what a command throws.
     *
     * @param out where results go
     * @param err where the one line of an error, and progress, go
     */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Main());
        line.setOut(out).setErr(err).setUsageHelpWidth(HELP_WIDTH).setExpandAtFiles(false);
        Failures.handle(line);
        addHelp(line);
        line.getSubcommands().values().forEach(Main::addHelp);
        return line;
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
    }
}
