package gramflow.bench.command;

import gramflow.backend.BackendException;
import gramflow.bench.measure.JmhForks;
import gramflow.bench.tune.KeptTuning;
import gramflow.bench.tune.Tune;
import gramflow.bench.tune.TuneRun;
import gramflow.machine.Jit;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tune}: finds the best tiles and block sizes of this CPU, and keeps them. */
@Command(name = "tune", description = "Finds the best tiles, vector width and block sizes of this CPU, this JVM and its flags by measuring, in under 3 minutes, "
        + "and keeps them in the cache folder of the user. From then on the commands here use them. Leave the machine alone meanwhile.", footerHeading = "%nExamples%n", footer = {
                "  gramflow tune", "  gramflow doctor                          shows what is kept, and the numeric key that follows",
                "  GRAMFLOW_JAVA_OPTS=-Dgramflow.vector.tuning= gramflow gram …    without it"})
public final class TuneCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
    private CommandSpec command;

    @Option(names = "--quiet", description = "Print nothing but errors.")
    private boolean quiet;

    private @Nullable Path json;

    @Option(names = "--json", paramLabel = "FILE", description = "Write what was found to FILE as JSON.")
    void setJson(Path file) {
        JsonFile.check(file);
        json = file;
    }

    @Override
    public Integer call() throws IOException {
        Jit.current().obstacleToVectors().ifPresent(why -> {
            throw new BackendException("backend 'vector' cannot run here: " + why);
        });
        Progress progress = new Progress(new TerminalLine(command.commandLine().getErr(), quiet));
        Tune.Outcome outcome = Tune.run(new JmhForks().jvmArgs(), Interruption::requested, progress);
        progress.line.draw("");
        print(outcome);
        Path file = json;
        if (file != null) {
            JsonFile.write(file, json(outcome.kept()));
        }
        return ExitCode.DONE;
    }

    private void print(Tune.Outcome outcome) {
        PrintWriter out = quiet ? new PrintWriter(PrintWriter.nullWriter()) : command.commandLine().getOut();
        outcome.winners().forEach((precision, winner) -> out.println(precision.label() + "  " + winner.shape()));
        out.println(outcome.kept().gains());
        out.println("wrote " + outcome.kept().file());
        out.flush();
    }

    /** That of a tuning, for {@code doctor} too. */
    static Map<String, Object> json(KeptTuning kept) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tuning", kept.tuning().toString());
        json.put("file", kept.file().toString());
        json.put("date", kept.date());
        json.put("gains", List.of(kept.gains().split("; ", -1)));
        return json;
    }

    private static final class Progress implements TuneRun.Listener {
        private final TerminalLine line;
        private final long began = System.nanoTime();
        private String place = "";

        Progress(TerminalLine line) {
            this.line = line;
        }

        @Override
        public void begins(String what, int fork, int of) {
            double taken = (System.nanoTime() - began) / 1e9;
            String left = fork == 1 ? "under 3 minutes" : "at most " + TerminalLine.minutes(taken / (fork - 1) * (of - fork + 1));
            place = "[%d/%d]".formatted(fork, of);
            line.draw("%s %s, %s left".formatted(place, what, left));
        }

        @Override
        public void ended(String what, double gflops) {
            if (!line.isTerminal()) {
                line.print("%s %s: %s".formatted(place, what, Double.isNaN(gflops) ? "failed" : "%.1f GF/s".formatted(gflops)));
            }
        }
    }
}
