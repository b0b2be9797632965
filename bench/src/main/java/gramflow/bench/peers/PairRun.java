package gramflow.bench.peers;

import gramflow.bench.measure.Effort;
import gramflow.bench.measure.Findings;
import gramflow.bench.measure.ForkResult;
import gramflow.bench.measure.Plan;
import gramflow.bench.measure.Result;
import gramflow.bench.measure.RoofMeter;
import gramflow.bench.measure.Row;
import gramflow.bench.measure.RowTimes;
import gramflow.bench.measure.RunRoofs;
import gramflow.machine.Cpu;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a comparison, row by row. Of a row, round after round: a fork of a library, one of ours, one of the next library, and so on, so that the two forks of a pair are neighbours
 * and have the machine at nearly the same moment. For one thread.
 */
public final class PairRun {
    private static final int DOUBTS = 10;

    /** Hears how far it has come. */
    public interface Listener {
        /** The roofs have been measured. */
        void roofs(RunRoofs roofs);

        /** A fork begins: what for; so many seconds are left in all, as far as one can tell. */
        void begins(String what, double secondsLeft);

        /** A pair has ended, or a row: what is known until now. */
        void ended(PairResult pair, PairFindings soFar) throws IOException;
    }

    private final PairPlan plan;
    private final Forks forks;
    private final BooleanSupplier cancelled;
    private final RunRoofs roofs;
    private final Trials trials;
    private final List<Compared> rows = new ArrayList<>();
    private final Map<String, Double> taken = new HashMap<>();
    private int rowsToCome;

    /** One of our rows, and what it is held against. */
    private record Compared(RowTimes ours, List<PairTimes> pairs) {
    }

    /**
     * A comparison on this machine.
     *
     * @param jvmArgs flags of every fork
     * @param cancelled asked between forks: whether to stop
     */
    public static PairRun here(PairPlan plan, List<String> jvmArgs, BooleanSupplier cancelled) {
        return new PairRun(plan, new PeerForks(jvmArgs), RoofMeter.HERE, Cpu.current(), cancelled);
    }

    PairRun(PairPlan plan, Forks forks, RoofMeter meter, Cpu cpu, BooleanSupplier cancelled) {
        this.plan = plan;
        this.forks = forks;
        this.cancelled = cancelled;
        roofs = new RunRoofs(meter, plan.plan().threads(), cancelled);
        trials = new Trials(this::timed, cpu, plan.effort() == Effort.QUICK);
        rowsToCome = plan.rows().size();
    }

    /**
     * Runs it.
     *
     * @return what was found, incomplete if it was cancelled
     * @throws IOException if forks cannot be started, or {@code listener} throws
     */
    public PairFindings run(Listener listener) throws IOException {
        roofs.measureBefore();
        listener.roofs(roofs);
        for (Row row : plan.rows()) {
            Compared compared = new Compared(new RowTimes(row), new ArrayList<>());
            for (Peer peer : plan.peers(row)) {
                if (cancelled.getAsBoolean()) {
                    return findings(false);
                }
                listener.begins("trying " + peer.title() + ", " + row, secondsLeft(row, List.of()));
                plan.setups(row, trials.setups(peer, row)).forEach(setup -> compared.pairs.add(new PairTimes(row, peer, setup)));
            }
            rows.add(compared);
            rowsToCome--;
            if (!run(row, compared, listener)) {
                return findings(false);
            }
        }
        roofs.measureAfter();
        return findings(!cancelled.getAsBoolean());
    }

    /** Whether it went to its end. */
    private boolean run(Row row, Compared compared, Listener listener) throws IOException {
        for (int round = 0; round < plan.pairs(); round++) {
            List<PairTimes> open = compared.pairs.stream().filter(pair -> !done(pair)).toList();
            for (int i = 0; i < open.size(); i += 2) {
                List<PairTimes> neighbours = open.subList(i, Math.min(i + 2, open.size()));
                if (!run(row, compared, neighbours, listener)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Theirs, ours, and theirs: two pairs. */
    private boolean run(Row row, Compared compared, List<PairTimes> neighbours, Listener listener) throws IOException {
        ForkResult first = timed(row, compared, neighbours.getFirst(), listener);
        ForkResult ours = cancelled.getAsBoolean() ? first : besideRoof(row, row, null, Setup.UNTOUCHED);
        ForkResult second = neighbours.size() == 1 || cancelled.getAsBoolean()
                ? first
                : timed(row, compared, neighbours.getLast(), listener);
        if (cancelled.getAsBoolean()) {
            // Ctrl-C reaches forks too: what they said last is not a result.
            return false;
        }
        compared.ours.add(ours);
        doubtRoof(compared.ours);
        for (PairTimes pair : neighbours) {
            pair.add(ours, pair.equals(neighbours.getFirst()) ? first : second);
            doubtRoof(pair.theirs());
            if (done(pair)) {
                listener.ended(result(compared, pair), findings(false));
            }
        }
        return true;
    }

    private boolean done(PairTimes pair) {
        return pair.failed() || plan.enough(pair.ratios());
    }

    private ForkResult timed(Row row, Compared compared, PairTimes pair, Listener listener) throws IOException {
        listener.begins("%s, %s, pair %d of %d".formatted(row, title(pair), pair.ratios().size() + 1, plan.pairs()),
                secondsLeft(row, compared.pairs));
        return besideRoof(pair.theirs().row(), row, pair.peer(), pair.setup());
    }

    /** A fork of {@code row}, and before and after it the roof of the row that its figures go to. */
    private ForkResult besideRoof(Row counted, Row row, @Nullable Peer peer, Setup setup) throws IOException {
        roofs.measureBefore(counted);
        ForkResult result = timed(row, peer, setup, plan.secondsPerFork());
        roofs.measureAfter(counted);
        return result;
    }

    private static String title(PairTimes pair) {
        return pair.peer().title() + " " + pair.setup().label();
    }

    private ForkResult timed(Row row, @Nullable Peer peer, Setup setup, double seconds) throws IOException {
        long began = System.nanoTime();
        ForkResult result = forks.run(row, peer, setup, seconds);
        taken.put(key(row, peer), (System.nanoTime() - began) / 1e9);
        return result;
    }

    private static String key(Row row, @Nullable Peer peer) {
        return "%s %d %d %d %s".formatted(row.kernel(), row.n(), row.d(), row.threads(), peer == null ? "" : peer.label());
    }

    /** Of this row what is left of it, and of those to come as much as this one takes in all for each flop. */
    private double secondsLeft(Row row, List<PairTimes> pairs) {
        double ours = taken.getOrDefault(key(row, null), plan.plan().secondsPerFork(row, Plan.NOMINAL_GFLOPS * row.threads()));
        double left = 0;
        for (PairTimes pair : pairs) {
            if (!done(pair)) {
                left += (plan.pairs() - pair.ratios().size()) * (ours / 2 + taken.getOrDefault(key(row, pair.peer()), ours));
            }
        }
        int setups = pairs.isEmpty() ? plan.peers(row).size() : 0;
        double each = plan.pairs() * 1.5 * ours * plan.peers().size();
        return left + (setups > 0 ? each : 0) + rowsToCome * each;
    }

    private PairFindings findings(boolean complete) {
        List<Result> results = new ArrayList<>();
        List<PairResult> pairs = new ArrayList<>();
        for (Compared row : rows) {
            if (!row.ours.begun()) {
                continue;
            }
            results.add(result(row.ours));
            for (PairTimes pair : row.pairs) {
                if (pair.theirs().begun()) {
                    results.add(result(pair.theirs()));
                    pairs.add(result(row, pair));
                }
            }
        }
        return new PairFindings(new Findings(plan.plan(), roofs, results, List.of(), complete), pairs, trials.notes());
    }

    private PairResult result(Compared row, PairTimes pair) {
        return new PairResult(result(row.ours), result(pair.theirs()), pair.peer(), pair.setup(), pair.ratios());
    }

    private Result result(RowTimes times) {
        return Result.of(times, roofs.of(times.row()), roofs.drift(times.row()));
    }

    /** Nothing is faster than its roof, so the roof is doubted first: on a busy machine it was perhaps never seen. */
    private void doubtRoof(RowTimes times) {
        for (int doubt = 0; doubt < DOUBTS && result(times).aboveRoof() && !cancelled.getAsBoolean(); doubt++) {
            roofs.measureAgain(times.row());
        }
    }
}
