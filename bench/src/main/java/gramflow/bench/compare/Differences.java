package gramflow.bench.compare;

import gramflow.bench.report.ResultDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** What differs between two runs besides what is being compared. */
final class Differences {
    private static final Map<String, String> NAMES = Map.of("cpu", "CPU", "jdk", "JDK", "jvm", "JVM", "compiler", "compiler", "gc",
            "garbage collector", "flags", "flags", "threads", "hardware threads", "os", "system", "vectorBits", "vector bits", "hugePages",
            "huge pages");
    private static final List<String> ORDER = List.of("cpu", "jdk", "jvm", "compiler", "gc", "flags", "threads", "vectorBits", "hugePages",
            "os");
    private static final List<String> OF_THE_MACHINE = List.of("cpu", "jvm", "compiler", "flags", "threads", "vectorBits");

    private Differences() {
    }

    static List<String> between(Run base, Run other) {
        List<String> warnings = new ArrayList<>();
        for (String key : ORDER) {
            Object a = base.document().machine().get(key);
            Object b = other.document().machine().get(key);
            if (a != null && b != null && !a.equals(b)) {
                String advice = key.equals("cpu") ? "; the shares of the roof compare fairly, the times do not" : "";
                warnings.add(key.equals("flags") ? flags(a, b) : "unequal " + NAMES.get(key) + ": " + a + " and " + b + advice);
            }
        }
        SortedSet<Integer> threads = threads(base.document());
        if (!threads.equals(threads(other.document()))) {
            warnings.add("unequal numbers of threads: " + threads + " and " + threads(other.document()));
        }
        complaints(base, warnings);
        complaints(other, warnings);
        // A file held against itself need not be complained of twice.
        return warnings.stream().distinct().toList();
    }

    private static String flags(Object a, Object b) {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        if (a instanceof List<?> flagsA && b instanceof List<?> flagsB) {
            flagsA.stream().filter(f -> !flagsB.contains(f)).forEach(f -> first.add(f.toString()));
            flagsB.stream().filter(f -> !flagsA.contains(f)).forEach(f -> second.add(f.toString()));
        }
        return "unequal flags: " + (first.isEmpty() && second.isEmpty()
                ? "the same in another order"
                : "only in the first " + said(first) + ", only in the other " + said(second));
    }

    private static String said(List<String> flags) {
        return flags.isEmpty() ? "none" : String.join(" ", flags);
    }

    private static SortedSet<Integer> threads(ResultDocument document) {
        SortedSet<Integer> threads = new TreeSet<>();
        document.results().forEach(r -> threads.add(r.threads()));
        return threads;
    }

    private static void complaints(Run run, List<String> warnings) {
        ResultDocument document = run.document();
        if (!document.complete()) {
            warnings.add(run.name() + " did not go to its end");
        } else if (!document.valid()) {
            warnings.add(run.name() + " is not valid: a row failed, or is above its roof; rows that failed are left out");
        }
        if (Boolean.TRUE.equals(document.noise().get("noisy"))) {
            warnings.add(run.name() + " was noisy: its roof moved by more than a tenth");
        }
        int forks = document.results().stream().mapToInt(r -> r.forkMedians().size()).max().orElse(0);
        if (forks < Ratio.ENOUGH_FORKS) {
            warnings.add("%s has %d fork%s a row: how forks differ is assumed, not seen (bench --full has %d)".formatted(run.name(), forks,
                    forks == 1 ? "" : "s", Ratio.ENOUGH_FORKS));
        }
    }

    /** Whether both ran on what should be equally fast. */
    static boolean sameMachine(ResultDocument a, ResultDocument b) {
        return OF_THE_MACHINE.stream().allMatch(key -> Objects.equals(a.machine().get(key), b.machine().get(key)));
    }
}
