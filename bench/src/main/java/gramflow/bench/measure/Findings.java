package gramflow.bench.measure;

import java.util.List;
import org.openjdk.jmh.results.RunResult;

/**
 * What a run has found, whole or so far.
 *
 * @param plan what was to be measured
 * @param roofs the roofs
 * @param results rows that at least one fork has finished, in the plan's order
 * @param jmh JMH's own account of the rows that have times
 * @param complete whether all rounds were run and the roofs measured again
 */
public record Findings(Plan plan, RunRoofs roofs, List<Result> results, List<RunResult> jmh, boolean complete) {

    /** Copies the lists. */
    public Findings {
        results = List.copyOf(results);
        jmh = List.copyOf(jmh);
    }

    /** Whether nothing is wrong: the run is whole, every row computed what it should, and none claims to be above its roof. */
    public boolean valid() {
        return complete && results.stream().allMatch(r -> r.pass() && !r.aboveRoof());
    }

    /** Kernels of which some row has not been measured at all. */
    public List<Kernel> missing() {
        List<Row> measured = results.stream().map(Result::row).toList();
        return plan.rows().stream().filter(row -> !measured.contains(row)).map(Row::kernel).distinct().toList();
    }

    /** Whether the machine changed so much during the run that no verdict is given on any row. */
    public boolean noisy() {
        return roofs.drift() > Verdict.NOISE;
    }

    /** How many rows are too noisy to conclude anything from. */
    public long noisyRows() {
        return results.stream().filter(r -> r.verdict() == Verdict.NOISY).count();
    }
}
