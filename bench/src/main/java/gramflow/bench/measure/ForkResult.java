package gramflow.bench.measure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;

/**
 * What one fork said of one row.
 *
 * @param seconds of a call, one value a sample; empty if the row failed
 * @param evidence what was checked; null if the fork did not get that far
 * @param failure why there are no times, in one line; empty if there are
 * @param jmh JMH's own account; null if there is none
 */
record ForkResult(List<Double> seconds, @Nullable Evidence evidence, String failure, @Nullable RunResult jmh) {

    /** A fork without times. */
    static ForkResult failed(@Nullable Evidence evidence, String failure) {
        return new ForkResult(List.of(), evidence, failure, null);
    }
}
