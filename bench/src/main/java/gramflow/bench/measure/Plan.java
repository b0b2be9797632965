package gramflow.bench.measure;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a run will measure.
 *
 * @param effort how long it may take
 * @param rows the rows, at least one
 */
public record Plan(Effort effort, List<Row> rows) {

    /** A guess at the roof, until it has been measured: 10⁹ flops a second and thread. */
    public static final double NOMINAL_GFLOPS = 50;
    /** Plain loops, the same. */
    private static final double SCALAR_GFLOPS = 3;
    /** What a kernel usually reaches of its roof. */
    private static final double USUAL_SHARE = 0.8;
    /** Starting a fork and JMH in it. */
    private static final double FORK_SECONDS = 0.7;
    /** Measuring its roof before and after it. */
    private static final double ROOF_SECONDS = 0.25;
    /** Running until the JIT is done. */
    private static final double WARM_SECONDS = 0.4;
    /** Drawing random entries, in a JVM that has just started. */
    private static final double SECONDS_PER_ENTRY = 12e-9;
    /** Touching memory for the first time. */
    private static final double SECONDS_PER_BYTE = 0.5e-9;
    /** The call whose result is checked, and the one JMH warms up with. */
    private static final int UNTIMED_CALLS = 2;
    private static final double SECONDS_FOR_ROOFS = 7;

    /** Copies the rows. */
    public Plan {
        rows = List.copyOf(rows);
    }

    /**
     * The standard rows, narrowed to a question.
     *
     * @param backends names of the backends that run here, the one {@code auto} takes first
     * @param cpus CPUs of the machine
     */
    public static Plan of(Effort effort, Question question, List<String> backends, int cpus) {
        return new Plan(effort, question.narrow(StandardRows.of(effort, backends, cpus, question.kernels())));
    }

    /** Numbers of threads in it, ascending. */
    public SortedSet<Integer> threads() {
        SortedSet<Integer> threads = new TreeSet<>();
        rows.forEach(row -> threads.add(row.threads()));
        return threads;
    }

    /** Forks it takes. */
    public int forks() {
        return rows.size() * effort.rounds();
    }

    /** What it is expected to take in all, in seconds, before anything is known of the machine. */
    public double seconds() {
        double seconds = SECONDS_FOR_ROOFS;
        for (Row row : rows) {
            seconds += effort.rounds() * secondsPerFork(row, NOMINAL_GFLOPS * row.threads());
        }
        return seconds;
    }

    /** What one fork of a row is expected to take, under a roof of so many 10⁹ flops a second. */
    public double secondsPerFork(Row row, double roof) {
        double call = secondsPerCall(row, roof);
        Sampling sampling = effort.sampling(call);
        double sample = Math.max(call, sampling.millis() / 1e3);
        double data = 2 * SECONDS_PER_ENTRY * row.n() * row.d() + SECONDS_PER_BYTE * row.bytes();
        double warm = WARM_SECONDS + sampling.warmUpMillis() / 1e3;
        return FORK_SECONDS + ROOF_SECONDS + warm + data + UNTIMED_CALLS * call + sampling.iterations() * sample;
    }

    /** How a row is sampled, under a roof of so many 10⁹ flops a second. */
    Sampling sampling(Row row, double roof) {
        return effort.sampling(secondsPerCall(row, roof));
    }

    private static double secondsPerCall(Row row, double roof) {
        boolean scalar = row.backend().equals(StandardRows.SCALAR);
        double gflops = scalar ? SCALAR_GFLOPS * row.threads() : USUAL_SHARE * roof;
        return row.flops() / gflops / 1e9;
    }
}
