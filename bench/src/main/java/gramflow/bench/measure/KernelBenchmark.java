package gramflow.bench.measure;

import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What JMH runs in a fork: one row. The result is checked before anything is timed, and once more at the end, when the JIT has had its way with the
 * code; what the checks said goes to the file that the property {@value Evidence#FILE} names.
 *
 * <p>Average time: an iteration is one call where a call takes longer than the iteration was meant to, and a batch of calls, with one reading of the
 * clock, where it is shorter.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
public class KernelBenchmark {
    /** Label of a {@link Kernel}. */
    @Param("gram")
    public String kernel;

    /** Name of a backend. */
    @Param("scalar")
    public String backend;

    /** Label of a {@link Precision}. */
    @Param("f64")
    public String precision;

    /** Rows. */
    @Param("512")
    public long n;

    /** Columns. */
    @Param("512")
    public long d;

    /** Threads of the kernel's own; JMH's is one. */
    @Param("1")
    public int threads;

    private Workload workload;
    private Check first;

    /**
     * Makes the data, runs the kernel until the JIT is done with it, and checks what it computes.
     *
     * @throws IOException if what the check said cannot be written
     * @throws IllegalStateException if the result is wrong: then nothing is timed
     */
    @Setup(Level.Trial)
    public void prepare() throws IOException {
        Row row = new Row(Kernel.of(kernel), backend, Precision.of(precision), n, d, threads);
        workload = row.kernel().workload(row);
        WarmUp.untilSteady(workload::runSmall);
        workload.run();
        first = workload.check();
        report(first);
    }

    /** One call. */
    @Benchmark
    public void run() {
        workload.run();
    }

    /**
     * Checks what the last timed call computed.
     *
     * @throws IOException if what the check said cannot be written
     * @throws IllegalStateException if the result is wrong
     */
    @TearDown(Level.Trial)
    public void checkAgain() throws IOException {
        report(first.worse(workload.check()));
    }

    private void report(Check check) throws IOException {
        String file = System.getProperty(Evidence.FILE);
        if (file != null) {
            new Evidence(check, workload.library(), workload.setup()).write(Path.of(file));
        }
        if (!check.pass()) {
            throw new IllegalStateException(check.fault());
        }
    }
}
