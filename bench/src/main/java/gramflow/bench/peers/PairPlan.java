package gramflow.bench.peers;

import gramflow.bench.measure.Effort;
import gramflow.bench.measure.Kernel;
import gramflow.bench.measure.Plan;
import gramflow.bench.measure.Question;
import gramflow.bench.measure.Row;
import gramflow.memory.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * What is compared.
 *
 * @param effort how many pairs
 * @param rows ours; each is held against every library
 * @param peers the libraries
 */
public record PairPlan(Effort effort, List<Row> rows, List<Peer> peers) {
    private static final int QUICK_PAIRS = 3;
    private static final int PAIRS = 10;
    private static final int FULL_PAIRS = 20;
    /** So many pairs are enough where every one of them says that one side is {@value #CLEAR} times as fast as the other. */
    private static final int QUICK_CLEAR_PAIRS = 2;
    private static final int CLEAR_PAIRS = 3;
    private static final double CLEAR = 2;
    /** Where there is little time, one pair that says so much is. */
    private static final double FAR = 4;

    /** Copies the lists. */
    public PairPlan {
        rows = List.copyOf(rows);
        peers = List.copyOf(peers);
    }

    /**
     * The standard rows, narrowed to a question. The quick ones are of a size at which libraries in plain Java take seconds, not a minute.
     *
     * @param cpus CPUs of the machine
     */
    public static PairPlan of(Effort effort, Question question, List<Peer> peers, int cpus) {
        List<Row> standard = new ArrayList<>();
        boolean quick = effort == Effort.QUICK;
        for (int threads : quick || cpus == 1 ? new int[]{1} : new int[]{1, 2}) {
            for (Precision precision : quick ? List.of(Precision.F64) : List.of(Precision.values())) {
                for (Kernel kernel : List.of(Kernel.GRAM, Kernel.GEMM)) {
                    standard.add(new Row(kernel, PeerFork.OURS, precision, 1536, 768, threads));
                    if (!quick) {
                        standard.add(new Row(kernel, PeerFork.OURS, precision, 4096, 1024, threads));
                    }
                }
            }
        }
        return new PairPlan(effort, question.narrow(standard), peers);
    }

    /** Pairs of a row and a library at most. */
    int pairs() {
        return switch (effort) {
            case QUICK -> QUICK_PAIRS;
            case DEFAULT -> PAIRS;
            case FULL -> FULL_PAIRS;
        };
    }

    /** Whether pairs with these ratios are enough: all there are to be, or fewer that leave no doubt. */
    boolean enough(List<Double> ratios) {
        if (ratios.size() >= pairs()) {
            return true;
        }
        if (effort == Effort.QUICK && ratios.size() == 1 && (ratios.getFirst() > FAR || ratios.getFirst() < 1 / FAR)) {
            return true;
        }
        boolean clear = ratios.stream().allMatch(r -> r > CLEAR) || ratios.stream().allMatch(r -> r < 1 / CLEAR);
        return clear && ratios.size() >= (effort == Effort.QUICK ? QUICK_CLEAR_PAIRS : CLEAR_PAIRS);
    }

    /** For how many seconds calls are timed in a fork. */
    double secondsPerFork() {
        return effort == Effort.QUICK ? 0.3 : 0.6;
    }

    /** Libraries that can do a row: on more than one thread not those that have but one. */
    List<Peer> peers(Row row) {
        return peers.stream().filter(p -> row.threads() == 1 || p.hasThreads()).toList();
    }

    /** Those of the ways to set up a library, the best first, that a row is held against: where there is little time, gram shows the rest. */
    List<Setup> setups(Row row, List<Setup> found) {
        return effort == Effort.QUICK && row.kernel() != Kernel.GRAM ? found.stream().limit(1).toList() : found;
    }

    /** The same as a plan of rows alone. */
    Plan plan() {
        return new Plan(effort, rows);
    }

    /** One line: how many pairs, of what. */
    public String description() {
        return "%d %s, ours against %d libraries, %s pairs each (%d where they leave no doubt)".formatted(rows.size(),
                rows.size() == 1 ? "row" : "rows", peers.size(), pairs(), effort == Effort.QUICK ? QUICK_CLEAR_PAIRS : CLEAR_PAIRS);
    }
}
