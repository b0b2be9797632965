package gramflow.bench.command;

import gramflow.backend.BackendException;
import gramflow.io.DataException;
import gramflow.machine.PropertyException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The single place where an exception becomes an exit code and one line on stderr. A stack trace appears only when the property {@value #TRACE} is
 * {@code true}.
 */
public final class Failures {

    /** System property: {@code true} shows the stack trace of whatever ended a command. */
    public static final String TRACE = "gramflow.trace";

    private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\R\\s*");
    private static final Pattern DISK_FULL = Pattern.compile("no space left|not enough space|disk quota|quota exceeded|file too large",
            Pattern.CASE_INSENSITIVE);

    private Failures() {
    }

    /**
     * What a failure means to the user.
     *
     * @param exitCode one of {@link ExitCode}
     * @param line what to tell, in one line
     */
    public record Failure(int exitCode, String line) {
    }

    /** Makes {@code line} and its subcommands end by an exit code and one line, whatever is thrown, errors included. */
    public static void handle(CommandLine line) {
        line.setParameterExceptionHandler((e, args) -> report(e.getCommandLine(), e));
        line.setExecutionStrategy(parsed -> {
            CommandLine command = parsed.asCommandLineList().getLast();
            try {
                return new RunLast().execute(parsed);
            } catch (ParameterException e) {
                throw e;
            } catch (ExecutionException e) {
                return report(command, e.getCause() == null ? e : e.getCause());
            } catch (Throwable t) {
                // Running out of memory is no reason for a stack trace.
                return report(command, t);
            }
        });
    }

    private static int report(CommandLine command, Throwable thrown) {
        Failure failure = of(thrown);
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + LINE_BREAK.matcher(failure.line().strip()).replaceAll(" "));
        if (Boolean.getBoolean(TRACE)) {
            thrown.printStackTrace(err);
        }
        err.flush();
        return failure.exitCode();
    }

    /** The exit code and line of whatever a command threw. */
    public static Failure of(Throwable thrown) {
        return switch (thrown) {
            case UnmatchedArgumentException e -> new Failure(ExitCode.USAGE, unmatched(e));
            case ParameterException e -> new Failure(ExitCode.USAGE, lowerFirst(text(e)));
            case UsageException e -> new Failure(ExitCode.USAGE, text(e));
            case BackendException e -> new Failure(ExitCode.USAGE, text(e));
            case PropertyException e -> new Failure(ExitCode.USAGE, text(e));
            case DataException e -> new Failure(ExitCode.USAGE, text(e));
            case ShortageException e -> new Failure(ExitCode.MACHINE, text(e));
            case CancellationException e -> new Failure(ExitCode.INTERRUPTED, e.getMessage() == null ? "stopped" : e.getMessage());
            case UncheckedIOException e -> ofIo(Objects.requireNonNull(e.getCause()));
            case IOException e -> ofIo(e);
            case OutOfMemoryError e -> new Failure(ExitCode.MACHINE, "not enough memory: " + text(e));
            default ->
                new Failure(ExitCode.MACHINE, "internal error, please report it: " + thrown.getClass().getSimpleName() + ": " + text(thrown)
                        + " (GRAMFLOW_JAVA_OPTS=-D" + TRACE + "=true shows where)");
        };
    }

    private static Failure ofIo(IOException thrown) {
        if (DISK_FULL.matcher(text(thrown)).find()) {
            return new Failure(ExitCode.MACHINE, "disk full: " + text(thrown));
        }
        return switch (thrown) {
            case NoSuchFileException e -> new Failure(ExitCode.USAGE, e.getFile() + ": no such file or folder");
            case AccessDeniedException e -> new Failure(ExitCode.USAGE, e.getFile() + ": permission denied");
            case FileAlreadyExistsException e -> new Failure(ExitCode.USAGE, e.getFile() + ": exists already");
            case NotDirectoryException e -> new Failure(ExitCode.USAGE, e.getFile() + ": not a folder");
            case FileNotFoundException e -> new Failure(ExitCode.USAGE, text(e));
            case ClosedByInterruptException e -> new Failure(ExitCode.INTERRUPTED, "stopped");
            // What is left of this kind names a path the system refuses: a folder, a read-only disk, a name too long.
            case FileSystemException e -> new Failure(ExitCode.USAGE, text(e));
            default -> new Failure(ExitCode.MACHINE, "input or output failed: " + text(thrown));
        };
    }

    private static String unmatched(UnmatchedArgumentException e) {
        String argument = e.getUnmatched().getFirst();
        CommandLine command = e.getCommandLine();
        String commands = String.join(", ", command.getSubcommands().keySet());
        boolean option = argument.startsWith("-");
        if (!option && commands.isEmpty()) {
            return "unexpected argument '" + argument + "'; options read --name value";
        }
        List<String> near = e.getSuggestions();
        String hint = !near.isEmpty()
                ? "did you mean " + near.getFirst() + "?"
                : option ? "see " + command.getCommandSpec().qualifiedName() + " --help" : "the commands are " + commands;
        return "unknown " + (option ? "option" : "command") + " '" + argument + "'; " + hint;
    }

    private static String text(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    private static String lowerFirst(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
