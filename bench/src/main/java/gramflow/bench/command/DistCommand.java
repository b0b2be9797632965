package gramflow.bench.command;

import gramflow.bench.dist.DistException;
import gramflow.bench.dist.Distribution;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
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

/** {@code dist}: a folder and a zip that run on another machine of this platform. */
@Command(name = "dist", description = "Packs all of this, with a Java of its own, into a folder and a zip that run on another machine of the same "
        + "platform without Maven, a JDK or a network.", footerHeading = "%nExamples%n", footer = {"  gramflow dist --out packed",
                "%nThere: unzip it, and run its gramflow, or gramflow.cmd on Windows."})
public final class DistCommand implements Callable<Integer> {
    private static final double MEGA = 1e6;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
    private CommandSpec command;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where the folder and the zip go, made if it is not there.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls.
    private Path out;

    @Option(names = "--quiet", description = "Print nothing but errors.")
    private boolean quiet;

    private @Nullable Path json;

    @Option(names = "--json", paramLabel = "FILE", description = "Write what was made to FILE as JSON.")
    void setJson(Path file) {
        JsonFile.check(file);
        json = file;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter err = quiet ? new PrintWriter(PrintWriter.nullWriter()) : command.commandLine().getErr();
        Distribution made;
        try {
            List<Path> jars = Distribution.runningJars();
            made = Distribution.make(out, Version.ofGramflow(), jars, step -> {
                err.println("dist: " + step);
                err.flush();
            });
        } catch (DistException e) {
            throw new ShortageException(String.valueOf(e.getMessage()), e);
        }
        if (json != null) {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("schema", "gramflow-dist/1");
            content.put("folder", made.folder().toString());
            content.put("zip", made.zip().toString());
            content.put("zip_bytes", Files.size(made.zip()));
            content.put("modules", List.copyOf(made.modules()));
            JsonFile.write(json, content);
        }
        if (!quiet) {
            command.commandLine().getOut().printf("wrote %s and %s (%.0f MB)%n", made.folder(), made.zip(), Files.size(made.zip()) / MEGA);
            command.commandLine().getOut().flush();
        }
        return ExitCode.DONE;
    }
}
