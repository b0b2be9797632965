package gramflow.bench.command;

import gramflow.backend.Backend;
import gramflow.backend.Backends;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The options every command has, and what they stand for. A command takes them in by {@code @Mixin private final CommonOptions common = new
 * CommonOptions()}. Not thread-safe: for the thread that runs the command.
 */
public final class CommonOptions {

    /** More threads than any machine has CPUs are a slip of the finger. */
    private static final int MAX_THREADS = 4096;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before it hands over any option.
    private CommandSpec command;

    @Option(names = "--backend", paramLabel = "NAME", defaultValue = "auto", description = "What computes: auto, or a backend that doctor lists. Default: auto, the fastest that works here.")
    private String backend = "auto";

    @Mixin
    private final LibraryOption library = new LibraryOption();

    @Option(names = "--precision", paramLabel = "f64|f32", defaultValue = "f64", converter = PrecisionLabel.class, description = "Double or single precision. Default: f64.")
    private Precision precision = Precision.F64;

    @Option(names = "--quiet", description = "Print nothing but errors.")
    private boolean quiet;

    private int threads = Runtime.getRuntime().availableProcessors();
    private @Nullable Path json;
    private @Nullable Workers workers;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute on. Default: all CPUs this process may use.")
    void setThreads(int n) {
        if (n < 1 || n > MAX_THREADS) {
            throw new ParameterException(command.commandLine(), "--threads " + n + ": expected 1 to " + MAX_THREADS);
        }
        threads = n;
    }

    @Option(names = "--json", paramLabel = "FILE", description = "Write the results to FILE as JSON.")
    void setJson(Path file) {
        try {
            JsonFile.check(file);
        } catch (UsageException e) {
            // Any other exception picocli would wrap in words of its own.
            throw new ParameterException(command.commandLine(), "--json " + e.getMessage(), e);
        }
        json = file;
    }

    /** The backend asked for; a {@link gramflow.backend.BackendException} says why it cannot run here. */
    public Backend backend() {
        library.require();
        return Backends.named(backend);
    }

    /** The name given to {@code --backend}, {@code "auto"} if none was. */
    public String backendName() {
        return backend;
    }

    /** The element type asked for. */
    public Precision precision() {
        return precision;
    }

    /** The number of threads asked for, the caller's included. */
    public int threads() {
        return threads;
    }

    /** That many workers, the same ones at every call; they end with the process and need no closing. */
    public Workers workers() {
        Workers made = workers;
        if (made == null) {
            made = Workers.of(threads);
            workers = made;
        }
        return made;
    }

    /** Whether nothing but errors is to be printed. */
    public boolean quiet() {
        return quiet;
    }

    /**
     * Progress of long work: a line on stderr if a person looks there and {@code --quiet} is not set; Ctrl-C cancels. To be closed by the caller, before
     * anything else is printed.
     */
    public TerminalProgress progress() {
        boolean visible = !quiet && TerminalProgress.stderrIsTerminal();
        return new TerminalProgress(command.commandLine().getErr(), visible, Interruption::requested, System::nanoTime);
    }

    /** Where results go; nowhere under {@code --quiet}. */
    public PrintWriter out() {
        return quiet ? new PrintWriter(PrintWriter.nullWriter()) : command.commandLine().getOut();
    }

    /** The file that {@code --json} names, absolute. */
    public Optional<Path> json() {
        return Optional.ofNullable(json).map(Path::toAbsolutePath);
    }

    /**
     * Writes the results if {@code --json} asks for it.
     *
     * @param content what {@link JsonFile#write} takes; not asked for otherwise
     * @throws IOException if the file cannot be written
     */
    public void writeJson(Supplier<? extends Map<String, ?>> content) throws IOException {
        Path file = json;
        if (file != null) {
            JsonFile.write(file, content.get());
        }
    }

    /** Reads {@code f64} and {@code f32}; for any option of that type. */
    public static final class PrecisionLabel implements ITypeConverter<Precision> {
        @Override
        public Precision convert(String value) {
            try {
                return Precision.of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
