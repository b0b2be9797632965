package gramflow.house;

import gramflow.backend.Backends;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a class or a source file in a JVM of its own, on the class path, with this JVM's {@code -XX} flags, properties of Gramflow and Vector API. */
public final class FreshJvm {
    private FreshJvm() {
    }

    /**
     * How it ended.
     *
     * @param exitCode its exit code
     * @param output what it printed on its standard output
     * @param errors what it printed on its standard error
     */
    public record Outcome(int exitCode, String output, String errors) {
    }

    /** Runs {@code java … arguments}, and waits for it. */
    public static Outcome run(String... arguments) {
        List<String> command = command(arguments);
        try {
            Path output = Files.createTempFile("fresh-jvm", ".out");
            Path errors = Files.createTempFile("fresh-jvm", ".err");
            try {
                int exitCode = new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile()).start().waitFor();
                return new Outcome(exitCode, Files.readString(output), Files.readString(errors));
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }

    /** The command that runs {@code java … arguments}. */
    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-cp");
        command.add(folderOf(Backends.class) + File.pathSeparator + folderOf(FreshJvm.class));
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            command.add("--add-modules=jdk.incubator.vector");
        }
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(a -> a.startsWith("-XX:") || a.startsWith("-Dgramflow."))
                .forEach(command::add);
        command.addAll(List.of(arguments));
        return command;
    }

    /** Folder that holds a class of the project, not the jar or module it may be taken from at the moment. */
    static Path folderOf(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        URL url = type.getResource("/" + file);
        if (url == null || !url.getProtocol().equals("file")) {
            throw new IllegalStateException(type + " is not in a folder but at " + url);
        }
        String location = url.toString();
        return Path.of(URI.create(location.substring(0, location.length() - file.length())));
    }
}
