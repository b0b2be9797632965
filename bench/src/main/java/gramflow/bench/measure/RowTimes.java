package gramflow.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;

/** What the forks of a row said, as they come in. Not thread-safe. */
public final class RowTimes {
    /** What JMH's GC profiler calls it. */
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private final Row row;
    private final List<List<Double>> forks = new ArrayList<>();
    private final List<RunResult> jmh = new ArrayList<>();
    private @Nullable Evidence evidence;
    private String failure = "";

    /** None yet. */
    public RowTimes(Row row) {
        this.row = row;
    }

    /** One more fork. */
    public void add(ForkResult fork) {
        Evidence said = fork.evidence();
        Evidence known = evidence;
        if (said != null) {
            evidence = known == null ? said : new Evidence(known.check().worse(said.check()), said.library(), said.setup());
        }
        if (fork.failure().isEmpty()) {
            forks.add(fork.seconds());
        } else if (failure.isEmpty()) {
            failure = fork.failure();
        }
        if (fork.jmh() != null) {
            jmh.add(fork.jmh());
        }
    }

    /** Of what. */
    public Row row() {
        return row;
    }

    /** Whether any fork has ended, well or not. */
    public boolean begun() {
        return !forks.isEmpty() || !failure.isEmpty();
    }

    List<List<Double>> forks() {
        return List.copyOf(forks);
    }

    @Nullable
    Evidence evidence() {
        return evidence;
    }

    /** Why the row has failed, in one line; empty if it has not. */
    public String failure() {
        return failure;
    }

    /** Bytes allocated on the heap per call, the median over forks; NaN if JMH did not say. */
    double allocation() {
        double[] bytes = jmh.stream().map(r -> r.getSecondaryResults().get(ALLOCATION)).filter(Objects::nonNull)
                .mapToDouble(r -> r.getScore()).toArray();
        return bytes.length == 0 ? Double.NaN : Estimate.median(bytes);
    }

    /** The forks' accounts in one, as JMH itself would have put them together. */
    @Nullable
    RunResult jmh() {
        if (jmh.isEmpty()) {
            return null;
        }
        List<BenchmarkResult> all = jmh.stream().flatMap(r -> r.getBenchmarkResults().stream()).toList();
        return new RunResult(jmh.getFirst().getParams(), all);
    }
}
