package gramflow.kernel;

import gramflow.memory.Precision;
import org.jspecify.annotations.Nullable;

/** A {@link Scratch} for each worker of a job, leased when the worker first asks. */
final class WorkerScratch implements AutoCloseable {
    private final Precision precision;
    private final int room;
    private final @Nullable Scratch[] leased;

    /**
     * For a job on at most {@code threads} workers.
     *
     * @param room elements that each needs
     */
    WorkerScratch(Precision precision, int room, int threads) {
        this.precision = precision;
        this.room = room;
        this.leased = new Scratch[threads];
    }

    /** The scratch of that worker, for that worker alone. */
    Scratch of(int worker) {
        Scratch scratch = leased[worker];
        if (scratch == null) {
            scratch = Scratch.lease(precision, room);
            leased[worker] = scratch;
        }
        return scratch;
    }

    /** Gives all of it back, when the job is done. */
    @Override
    public void close() {
        for (Scratch scratch : leased) {
            if (scratch != null) {
                scratch.close();
            }
        }
    }
}
