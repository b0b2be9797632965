package gramflow.bench.command;

import gramflow.backend.Backends;
import gramflow.bench.measure.Effort;
import gramflow.bench.measure.Kernel;
import gramflow.bench.measure.Plan;
import gramflow.bench.measure.Question;
import gramflow.bench.peers.PairPlan;
import gramflow.bench.peers.Peer;
import gramflow.memory.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say what a benchmark measures; lists are separated by commas. */
final class PlanOptions {

    @ArgGroup
    private @Nullable Extent extent;

    @Option(names = "--only", paramLabel = "KERNEL", split = ",", converter = KernelLabel.class, completionCandidates = KernelLabel.class, description = "Only these kernels, of ${COMPLETION-CANDIDATES}.")
    private List<Kernel> kernels = new ArrayList<>();

    @Option(names = "--n", paramLabel = "N", split = ",", description = "These sizes instead of the standard ones.")
    private List<Long> n = new ArrayList<>();

    @Option(names = "--d", paramLabel = "D", split = ",", description = "With --n: these numbers of columns.")
    private List<Long> d = new ArrayList<>();

    @Option(names = "--threads", paramLabel = "N", split = ",", description = "On these numbers of threads. Default: one, and for some rows all CPUs.")
    private List<Integer> threads = new ArrayList<>();

    @Option(names = "--backend", paramLabel = "NAME", split = ",", description = "These backends: auto, or any that doctor lists. With --peers these libraries: ${COMPLETION-CANDIDATES}. Default: all that run here.", completionCandidates = PeerLabels.class)
    private List<String> backends = new ArrayList<>();

    @Option(names = "--peers", description = "Compare with other libraries instead: forks of ours and of theirs in turns, and the ratio. gram and gemm, at two sizes; with --quick at the smaller, fp64, one thread, in under 3 minutes.")
    private boolean peers;

    @Mixin
    private final LibraryOption library = new LibraryOption();

    @Option(names = "--precision", paramLabel = "f64|f32", split = ",", converter = CommonOptions.PrecisionLabel.class, description = "These precisions. Default: both, f64 for most rows.")
    private List<Precision> precisions = new ArrayList<>();

    /** How long it may take. */
    static final class Extent {
        private Effort effort = Effort.DEFAULT;

        @Option(names = "--quick", description = "Under 90 seconds: one fork a row. Default: three to four minutes, two forks a row.")
        void setQuick(boolean quick) {
            effort = quick ? Effort.QUICK : effort;
        }

        @Option(names = "--full", description = "Five rounds, at more sizes, as long as it takes: for comparing runs.")
        void setFull(boolean full) {
            effort = full ? Effort.FULL : effort;
        }
    }

    /**
     * What they ask for, on the backends of this machine.
     *
     * @throws gramflow.backend.BackendException if a backend asked for cannot run here
     * @throws UsageException if the options contradict each other, or leave nothing
     */
    Plan plan() {
        library.require();
        List<String> named = backends.stream().map(name -> Backends.named(name).name()).distinct().toList();
        Question question;
        try {
            question = new Question(kernels, n, d, threads, named, precisions);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        Plan plan = Plan.of(effort(), question, usable(), Runtime.getRuntime().availableProcessors());
        if (plan.rows().isEmpty()) {
            throw new UsageException("no row is left to measure with these options");
        }
        return plan;
    }

    /** Whether other libraries are asked for: then {@link #pairs} is the plan. */
    boolean peers() {
        return peers;
    }

    /**
     * The comparison with other libraries that they ask for.
     *
     * @throws gramflow.backend.BackendException if our backend cannot run here
     * @throws UsageException if the options contradict each other, or leave nothing
     */
    PairPlan pairs() {
        library.require();
        Backends.named("vector");
        try {
            List<Peer> named = backends.isEmpty() ? List.of(Peer.values()) : backends.stream().map(Peer::of).distinct().toList();
            Question question = new Question(kernels, n, d, threads, List.of(), precisions);
            PairPlan plan = PairPlan.of(effort(), question, named, Runtime.getRuntime().availableProcessors());
            if (plan.rows().isEmpty()) {
                throw new UsageException("no row is left to compare with these options: --peers knows gram and gemm");
            }
            return plan;
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private Effort effort() {
        return extent == null ? Effort.DEFAULT : extent.effort;
    }

    /** Names of the backends that run here, the one {@code auto} takes first. */
    private static List<String> usable() {
        List<String> names = new ArrayList<>(List.of(Backends.auto().name()));
        Backends.all().stream().filter(found -> found.availability().usable()).map(Backends.Found::name)
                .filter(name -> !names.contains(name))
                .forEach(names::add);
        return names;
    }

    /** Reads the label of a kernel, and lists them. */
    static final class KernelLabel implements ITypeConverter<Kernel>, Iterable<String> {
        @Override
        public Kernel convert(String value) {
            try {
                return Kernel.of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Kernel.values()).map(Kernel::label).iterator();
        }
    }

    /** Lists the labels of the libraries to compare with. */
    static final class PeerLabels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Peer.values()).map(Peer::label).iterator();
        }
    }
}
