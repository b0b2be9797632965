package gramflow.bench.peers;

import gramflow.bench.measure.Estimate;
import gramflow.bench.measure.ForkResult;
import gramflow.bench.measure.Row;
import gramflow.bench.measure.RowTimes;
import java.util.ArrayList;
import java.util.List;

/** Pairs of a row and a library, as they come in. Not thread-safe. */
final class PairTimes {
    private final Peer peer;
    private final Setup setup;
    private final RowTimes theirs;
    private final List<Double> ratios = new ArrayList<>();

    PairTimes(Row ours, Peer peer, Setup setup) {
        this.peer = peer;
        this.setup = setup;
        theirs = new RowTimes(new Row(ours.kernel(), peer.label(), ours.precision(), ours.n(), ours.d(), ours.threads()));
    }

    /** A fork of ours and one of theirs, run one after the other. */
    void add(ForkResult ours, ForkResult their) {
        theirs.add(their.withSetup(setup.label()));
        if (!ours.seconds().isEmpty() && !their.seconds().isEmpty()) {
            ratios.add(median(their) / median(ours));
        }
    }

    private static double median(ForkResult fork) {
        return Estimate.forkMedians(List.of(fork.seconds()))[0];
    }

    Peer peer() {
        return peer;
    }

    Setup setup() {
        return setup;
    }

    RowTimes theirs() {
        return theirs;
    }

    List<Double> ratios() {
        return List.copyOf(ratios);
    }

    /** Whether it has failed, and need not be run again. */
    boolean failed() {
        return !theirs.failure().isEmpty();
    }
}
