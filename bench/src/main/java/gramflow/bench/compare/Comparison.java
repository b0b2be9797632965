package gramflow.bench.compare;

import gramflow.bench.report.ResultDocument;
import gramflow.bench.report.ResultLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One run held against another.
 *
 * @param base the first file's name
 * @param name the other's
 * @param acrossBackends whether rows of different backends were held against each other
 * @param pairs rows that are in both, in the first file's order
 * @param onlyInBase rows with times that are in the first alone
 * @param onlyHere rows with times that are in the other alone
 * @param warnings what makes the comparison less than one of like with like
 */
public record Comparison(String base, String name, boolean acrossBackends, List<Pair> pairs, List<ResultLine> onlyInBase,
        List<ResultLine> onlyHere,
        List<String> warnings) {

    /** A noisy row's samples or forks differ by more than a tenth; so much may the median of many forks be off. */
    private static final double NOISY = Math.log(1.1);
    /**
     * The same for few forks. Single forks of one build that were marked noisy have differed by factors of 1.6 (small products, and plain loops, whose
     * speed hangs on what the JIT chose in that fork).
     */
    private static final double NOISY_AND_FEW = Math.log(2);

    /** Copies the lists. */
    public Comparison {
        pairs = List.copyOf(pairs);
        onlyInBase = List.copyOf(onlyInBase);
        onlyHere = List.copyOf(onlyHere);
        warnings = List.copyOf(warnings);
    }

    /**
     * Compares.
     *
     * @param base what to compare with
     * @param other what is compared
     * @param across whether to hold the fastest backend of the one against the fastest of the other, whatever they are; done anyway where the files have
     *     no backend in common
     */
    public static Comparison of(Run base, Run other, boolean across) {
        boolean acrossBackends = across || Collections.disjoint(backends(base.document()), backends(other.document()));
        Map<String, ResultLine> first = keyed(base.document(), acrossBackends);
        Map<String, ResultLine> second = keyed(other.document(), acrossBackends);
        List<Pair> pairs = new ArrayList<>();
        first.forEach((key, row) -> {
            ResultLine counterpart = second.get(key);
            if (counterpart != null) {
                pairs.add(pair(base.document(), row, other.document(), counterpart));
            }
        });
        return new Comparison(base.name(), other.name(), acrossBackends, pairs, without(first, second.keySet()),
                without(second, first.keySet()),
                Differences.between(base, other));
    }

    private static List<ResultLine> without(Map<String, ResultLine> rows, Set<String> keys) {
        return rows.entrySet().stream().filter(e -> !keys.contains(e.getKey())).map(Map.Entry::getValue).toList();
    }

    private static Set<String> backends(ResultDocument document) {
        return document.results().stream().map(ResultLine::backend).collect(Collectors.toSet());
    }

    /** Rows with times, by what they did. Rows that only their setup tells apart are so told apart; across backends the fastest stands for all. */
    private static Map<String, ResultLine> keyed(ResultDocument document, boolean across) {
        Map<String, List<ResultLine>> groups = document.results().stream().filter(r -> r.seconds() != null && r.pass())
                .collect(Collectors.groupingBy(r -> r.task() + (across ? "" : " " + r.backend()), LinkedHashMap::new, Collectors.toList()));
        Map<String, ResultLine> keyed = new LinkedHashMap<>();
        groups.forEach((key, rows) -> {
            for (ResultLine row : rows) {
                String own = across || rows.size() == 1 ? key : key + " " + row.setup();
                keyed.merge(own, row, (a, b) -> a.gflops() >= b.gflops() ? a : b);
            }
        });
        return keyed;
    }

    private static Pair pair(ResultDocument base, ResultLine from, ResultDocument other, ResultLine to) {
        double within = drift(base) + drift(other) + noise(from, to);
        double roofs = from.roof() / to.roof();
        // Roofs of the same machine under the same flags are the same. As far as they are not, the machine has changed in between.
        double between = Differences.sameMachine(base, other) && Double.isFinite(roofs) ? Math.abs(Math.log(roofs)) : 0;
        return new Pair(from, to, Ratio.of(from, to, within + between), Ratio.of(from, to, within).times(roofs));
    }

    private static double noise(ResultLine from, ResultLine to) {
        boolean few = Math.min(from.forkMedians().size(), to.forkMedians().size()) < Ratio.ENOUGH_FORKS;
        boolean noisy = !from.verdict().equals("ok") || !to.verdict().equals("ok");
        return !noisy ? 0 : few ? NOISY_AND_FEW : NOISY;
    }

    /** How far the roof moved during a run, as the logarithm of a factor. */
    private static double drift(ResultDocument document) {
        return document.noise().get("roof_drift") instanceof Number drift && drift.doubleValue() > 0 ? Math.log1p(drift.doubleValue()) : 0;
    }

    /** How many pairs end so. */
    public long count(Finding finding) {
        return pairs.stream().filter(p -> p.verdict() == finding).count();
    }

    /** {@code 3 faster, 1 slower, 16 cannot tell}. */
    public String summary() {
        return Arrays.stream(Finding.values()).map(f -> count(f) + " " + f.label())
                .collect(Collectors.joining(", "));
    }
}
