package gramflow.bench.measure;

import gramflow.backend.Tuning;
import gramflow.blas.NamedLibrary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Forks by JMH: every row in a fresh JVM with the flags of this one, so that a user who chooses flags has them where it counts. */
public final class JmhForks implements Forks {
    /** What JMH itself needs of a current JDK. */
    private static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";
    /** A debugger waits for one JVM, on one port. */
    private static final List<String> NOT_PASSED_ON = List.of("-agentlib:jdwp", "-Xrunjdwp", "-D" + Evidence.FILE);
    private static final String LIBRARY = "-D" + NamedLibrary.PROPERTY + "=";
    private static final String TUNING = "-D" + Tuning.PROPERTY + "=";
    private static final long TIMEOUT_HOURS = 24;
    private static final String CAUSED_BY = "Caused by: ";
    private static final Pattern EXCEPTION = Pattern.compile("(" + CAUSED_BY + ")?[\\w.$]+(Exception|Error)(:.*)?");

    private final List<String> jvmArgs;

    /** Forks with the flags of this JVM. */
    public JmhForks() {
        this(ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    JmhForks(List<String> parentArgs) {
        jvmArgs = tuned(passedOn(parentArgs, System.getProperty(NamedLibrary.PROPERTY)), System.getProperty(Tuning.PROPERTY));
        // One lock file in the temporary folder, for all users of a machine: who else measures here is found out by the noise check.
        System.setProperty("jmh.ignoreLock", "true");
    }

    /**
     * The flags of a fork whose parent has these.
     *
     * @param library the BLAS that the parent was told to link, by a flag or an option, or null
     */
    static List<String> passedOn(List<String> parentArgs, @Nullable String library) {
        List<String> args = new ArrayList<>(parentArgs.stream().filter(arg -> NOT_PASSED_ON.stream().noneMatch(arg::startsWith)).toList());
        if (library != null) {
            args.removeIf(arg -> arg.startsWith(LIBRARY));
            args.add(LIBRARY + library);
        }
        if (!args.contains(UNSAFE)) {
            args.add(UNSAFE);
        }
        return List.copyOf(args);
    }

    /** With the tuning that the parent found kept, if any. */
    static List<String> tuned(List<String> args, @Nullable String tuning) {
        if (tuning == null || args.stream().anyMatch(arg -> arg.startsWith(TUNING))) {
            return args;
        }
        List<String> more = new ArrayList<>(args);
        more.add(TUNING + tuning);
        return List.copyOf(more);
    }

    /** The flags every fork gets. */
    public List<String> jvmArgs() {
        return jvmArgs;
    }

    @Override
    public ForkResult run(Row row, Sampling sampling) throws IOException {
        Path file = Files.createTempFile("gramflow-evidence-", ".properties");
        try {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            OutputFormat format = OutputFormatFactory.createFormatInstance(new PrintStream(said, true, StandardCharsets.UTF_8),
                    VerboseMode.NORMAL);
            Collection<RunResult> results = new Runner(options(row, sampling, file), format).run();
            Evidence evidence = Files.size(file) == 0 ? null : Evidence.read(file);
            if (evidence != null && !evidence.check().pass()) {
                return ForkResult.failed(evidence, evidence.check().fault());
            }
            if (evidence == null || results.isEmpty()) {
                return ForkResult.failed(evidence, cause(said.toString(StandardCharsets.UTF_8)));
            }
            RunResult result = results.iterator().next();
            return new ForkResult(seconds(result), evidence, "", result);
        } catch (RunnerException e) {
            throw new IOException("JMH cannot run " + row + ": " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Options options(Row row, Sampling sampling, Path evidence) {
        TimeValue sample = TimeValue.milliseconds(sampling.millis());
        return new OptionsBuilder().include("^" + KernelBenchmark.class.getName().replace(".", "\\.") + "\\.run$")
                .param("kernel", row.kernel().label()).param("backend", row.backend()).param("precision", row.precision().label())
                .param("n", Long.toString(row.n())).param("d", Long.toString(row.d())).param("threads", Integer.toString(row.threads()))
                .jvmArgs(jvmArgs.toArray(String[]::new)).jvmArgsAppend("-D" + Evidence.FILE + "=" + evidence)
                .threads(1).forks(1).warmupForks(0).warmupIterations(1).warmupTime(TimeValue.milliseconds(sampling.warmUpMillis()))
                .measurementIterations(sampling.iterations()).measurementTime(sample)
                .timeout(new TimeValue(TIMEOUT_HOURS, TimeUnit.HOURS)).shouldFailOnError(false)
                // It reads counters between iterations, and costs nothing within them.
                .addProfiler(GCProfiler.class).build();
    }

    private static List<Double> seconds(RunResult result) {
        List<Double> seconds = new ArrayList<>();
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                seconds.add(iteration.getPrimaryResult().getScore());
            }
        }
        return seconds;
    }

    /** The line of JMH's account of a failed fork that says most: the deepest cause, else the first exception, else what the JVM said of its flags. */
    public static String cause(String said) {
        List<String> exceptions = said.lines().map(String::strip).filter(line -> EXCEPTION.matcher(line).matches()).toList();
        return exceptions.stream().filter(line -> line.startsWith(CAUSED_BY)).reduce((first, deeper) -> deeper)
                .or(() -> exceptions.stream().findFirst()).map(line -> line.replace(CAUSED_BY, ""))
                .or(() -> said.lines().map(String::strip).filter(line -> line.contains("VM option") || line.startsWith("Error"))
                        .findFirst())
                .orElse("the fork ended without a result");
    }
}
