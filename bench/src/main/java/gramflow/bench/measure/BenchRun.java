package gramflow.bench.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.openjdk.jmh.results.RunResult;

/**
 * Carries out a plan: roofs, then round after round of all rows, each in a fork of its own, then the roofs of arithmetic again. Rounds go through the
 * whole list, so that a disturbance of a minute touches one fork of many rows and not all forks of one. For one thread.
 */
public final class BenchRun {
    /** How often a roof that a row exceeds is measured again before the row is held to be wrong. */
    private static final int DOUBTS = 10;

    /** Hears how far a run has come. */
    public interface Listener {
        /** The roofs have been measured; so many seconds are left, as far as one can tell. */
        void roofs(RunRoofs roofs, double secondsLeft);

        /** A fork of that row begins, after so many others; so many seconds are left in all. */
        void begins(Row row, int done, double secondsLeft);

        /** A fork has ended: the row's figures so far, how many forks are done, and what is known until now. */
        void ended(Result result, int done, Findings soFar) throws IOException;
    }

    private final Plan plan;
    private final Forks forks;
    private final BooleanSupplier cancelled;
    private final RunRoofs roofs;
    private final List<RowTimes> times = new ArrayList<>();

    /**
     * A run on this machine.
     *
     * @param cancelled asked between forks: whether to stop
     */
    public static BenchRun here(Plan plan, JmhForks forks, BooleanSupplier cancelled) {
        return new BenchRun(plan, forks, RoofMeter.HERE, cancelled);
    }

    BenchRun(Plan plan, Forks forks, RoofMeter meter, BooleanSupplier cancelled) {
        this.plan = plan;
        this.forks = forks;
        this.cancelled = cancelled;
        roofs = new RunRoofs(meter, plan.threads(), cancelled);
        plan.rows().forEach(row -> times.add(new RowTimes(row)));
    }

    /**
     * Runs it.
     *
     * @return what was found, incomplete if it was cancelled
     * @throws IOException if forks cannot be started, or {@code listener} throws
     */
    public Findings run(Listener listener) throws IOException {
        roofs.measureBefore();
        if (cancelled.getAsBoolean()) {
            return findings(false);
        }
        Remaining remaining = new Remaining(plan, roofs);
        listener.roofs(roofs, remaining.seconds());
        int done = 0;
        for (int round = 0; round < plan.effort().rounds(); round++) {
            for (RowTimes row : times) {
                if (cancelled.getAsBoolean()) {
                    return findings(false);
                }
                listener.begins(row.row(), done, remaining.seconds());
                remaining.begin(row.row());
                roofs.measureBefore(row.row());
                ForkResult fork = forks.run(row.row(), plan.sampling(row.row(), roofs.of(row.row()).gflops()));
                if (cancelled.getAsBoolean()) {
                    // Ctrl-C reaches the fork too: what it said last is not a result.
                    return findings(false);
                }
                row.add(fork);
                roofs.measureAfter(row.row());
                doubtRoof(row);
                remaining.end();
                listener.ended(result(row), ++done, findings(false));
            }
        }
        roofs.measureAfter();
        return findings(!cancelled.getAsBoolean());
    }

    private Findings findings(boolean complete) {
        List<Result> results = new ArrayList<>();
        List<RunResult> jmh = new ArrayList<>();
        for (RowTimes row : times) {
            if (row.begun()) {
                results.add(result(row));
            }
            if (row.jmh() != null) {
                jmh.add(Objects.requireNonNull(row.jmh()));
            }
        }
        return new Findings(plan, roofs, results, jmh, complete);
    }

    private Result result(RowTimes row) {
        return Result.of(row, roofs.of(row.row()), roofs.drift(row.row()));
    }

    /** Nothing is faster than its roof, so the roof is doubted first: on a busy machine it was perhaps never seen. */
    private void doubtRoof(RowTimes row) {
        for (int doubt = 0; doubt < DOUBTS && result(row).aboveRoof() && !cancelled.getAsBoolean(); doubt++) {
            roofs.measureAgain(row.row());
        }
    }
}
