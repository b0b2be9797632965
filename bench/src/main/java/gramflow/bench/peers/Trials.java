package gramflow.bench.peers;

import gramflow.bench.measure.Estimate;
import gramflow.bench.measure.Evidence;
import gramflow.bench.measure.ForkResult;
import gramflow.bench.measure.Kernel;
import gramflow.bench.measure.Row;
import gramflow.machine.Cpu;
import gramflow.memory.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of its switches make a library faster: each is tried in a fork of its own, at a middle size, on one thread. What is well set up on one CPU is not on another, and a library that does
 * not know a CPU does not know what is best for it, so it is measured. Not thread-safe.
 */
final class Trials {
    private static final long N = 1536;
    private static final long D = 768;
    /** Less than this is noise, and a setting that gains no more is left alone. */
    private static final double GAIN = 1.02;

    /** What is tried in little time: so many settings of each library, and for one kernel. */
    private static final int BRIEFLY = 2;
    private static final double SECONDS = 0.15;

    private record Key(Peer peer, Kernel kernel, Precision precision) {
    }

    private final Forks forks;
    private final Cpu cpu;
    private final boolean brief;
    private final Map<Key, List<Setup>> found = new HashMap<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * None yet.
     *
     * @param brief whether there is little time
     */
    Trials(Forks forks, Cpu cpu, boolean brief) {
        this.forks = forks;
        this.brief = brief;
        this.cpu = cpu;
    }

    /** How the library is to be measured: untouched, and as the best of its switches has it, if that is faster; nothing if it is not here. */
    List<Setup> setups(Peer peer, Row row) throws IOException {
        Key key = new Key(peer, brief && peer != Peer.NETLIB ? Kernel.GRAM : row.kernel(), row.precision());
        List<Setup> setups = found.get(key);
        if (setups == null) {
            setups = trySetups(key);
            found.put(key, setups);
        }
        return setups;
    }

    private List<Setup> trySetups(Key key) throws IOException {
        List<Setup> known = KnownSwitches.of(key.peer, cpu, key.kernel);
        List<Setup> all = brief ? known.stream().limit(BRIEFLY).toList() : known;
        // A library without switches is tried at next to nothing: just whether it is here.
        Row row = new Row(key.kernel, key.peer.label(), key.precision, all.isEmpty() ? 64 : N, all.isEmpty() ? 64 : D, 1);
        ForkResult untouched = forks.run(row, key.peer, Setup.UNTOUCHED, SECONDS);
        Evidence evidence = untouched.evidence();
        if (!untouched.failure().isEmpty()) {
            note(key.peer.label() + " is left out: " + untouched.failure().replaceFirst("^gramflow[\\w.]+: ", ""));
            return List.of();
        }
        if (evidence != null && !key.peer.is(evidence.library())) {
            note(key.peer.label() + " is left out: not on this system");
            return List.of();
        }
        Setup best = Setup.UNTOUCHED;
        double least = median(untouched) / GAIN;
        for (Setup setup : all) {
            ForkResult fork = forks.run(row, key.peer, setup, SECONDS);
            if (fork.failure().isEmpty() && median(fork) < least) {
                best = setup;
                least = median(fork);
            }
        }
        if (best.equals(Setup.UNTOUCHED)) {
            if (!all.isEmpty()) {
                note("%s, %s %s: none of %s makes it faster here".formatted(key.peer.label(), key.kernel.label(), key.precision.label(),
                        String.join(", ", all.stream().map(Setup::label).toList())));
            }
            return List.of(Setup.UNTOUCHED);
        }
        return List.of(best, Setup.UNTOUCHED);
    }

    private static double median(ForkResult fork) {
        return Estimate.forkMedians(List.of(fork.seconds()))[0];
    }

    private void note(String line) {
        if (!notes.contains(line)) {
            notes.add(line);
        }
    }

    /** What was left out or left alone, and why. */
    List<String> notes() {
        return List.copyOf(notes);
    }
}
