package gramflow.bench.measure;

import java.io.IOException;

/** Runs a row in a JVM of its own. */
@FunctionalInterface
interface Forks {
    /**
     * Runs it; failures of the fork are part of the result.
     *
     * @throws IOException if no fork can be started or its account not be read
     */
    ForkResult run(Row row, Sampling sampling) throws IOException;
}
