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
public record ForkResult(List<Double> seconds, @Nullable Evidence evidence, String failure, @Nullable RunResult jmh) {

    /** A fork without times. */
    public static ForkResult failed(@Nullable Evidence evidence, String failure) {
        return new ForkResult(List.of(), evidence, failure, null);
    }

    /** The same of a fork that was set up so, which what it says of itself follows. */
    public ForkResult withSetup(String setup) {
        Evidence said = evidence;
        if (said == null) {
            return this;
        }
        return new ForkResult(seconds, new Evidence(said.check(), said.library(), setup + "; " + said.setup()), failure, jmh);
    }
}
