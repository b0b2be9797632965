package gramflow.bench.peers;

import gramflow.bench.measure.ForkResult;
import gramflow.bench.measure.Row;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Runs a product in a JVM of its own. */
@FunctionalInterface
interface Forks {
    /**
     * Runs it; failures of the fork are part of the result.
     *
     * @param peer whose product; null for ours
     * @param seconds for how long calls are timed, about
     * @throws IOException if no fork can be started or its account not be read
     */
    ForkResult run(Row row, @Nullable Peer peer, Setup setup, double seconds) throws IOException;
}
