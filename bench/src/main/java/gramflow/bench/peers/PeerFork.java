package gramflow.bench.peers;

import gramflow.bench.measure.Check;
import gramflow.bench.measure.Evidence;
import gramflow.bench.measure.Kernel;
import gramflow.bench.measure.ProductWorkload;
import gramflow.bench.measure.Row;
import gramflow.bench.measure.WarmUp;
import gramflow.bench.measure.Workload;
import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a fork of a pair runs: one product, warmed up until the JIT is done with it, checked, timed and checked again. It is no benchmark of JMH, because the variables that libraries
 * read must differ from fork to fork, and JMH hands on its own. Calls are long enough, or are timed enough of them together, for the clock not to be seen.
 */
public final class PeerFork {
    /** In place of a library's label: our backend. */
    static final String OURS = "vector";
    /** Name of the file of times in a fork's folder, one sample a line, in seconds. */
    static final String TIMES = "seconds";
    /** Name of the file of {@link Evidence}. */
    static final String EVIDENCE = "evidence";

    private static final double SAMPLE_SECONDS = 0.02;
    private static final int LEAST_SAMPLES = 3;
    /** A call that takes longer than what is meant for all is of a slow library, far behind, and not repeated for the sake of digits. */
    private static final double PATIENCE = 2;

    private PeerFork() {
    }

    /** Arguments: folder, label, way, kernel, precision, n, d, threads, and for how many seconds calls are timed. */
    public static void main(String[] args) throws IOException {
        Row row = new Row(Kernel.of(args[3]), args[1], Precision.of(args[4]), Long.parseLong(args[5]), Long.parseLong(args[6]),
                Integer.parseInt(args[7]));
        try {
            run(workload(row, new Setup(Map.of(), args[2])), Double.parseDouble(args[8]), Path.of(args[0]));
        } catch (RuntimeException | LinkageError e) {
            System.err.println(e);
            System.exit(1);
        }
        // Libraries may have left threads behind.
        System.exit(0);
    }

    private static Workload workload(Row row, Setup setup) {
        if (!row.backend().equals(OURS)) {
            return Peer.of(row.backend()).workload(row, setup);
        }
        return row.kernel() == Kernel.GRAM ? ProductWorkload.gram(row) : ProductWorkload.gemm(row);
    }

    private static void run(Workload workload, double budget, Path folder) throws IOException {
        WarmUp.untilSteady(workload::runSmall);
        workload.run();
        Check first = workload.check();
        report(workload, first, folder);
        List<Double> seconds = first.pass() ? sample(workload, budget) : List.of();
        report(workload, first.worse(workload.check()), folder);
        Files.write(folder.resolve(TIMES), seconds.stream().map(Object::toString).toList());
    }

    private static List<Double> sample(Workload workload, double budget) {
        List<Double> seconds = new ArrayList<>();
        double all = 0;
        while (all < budget || (seconds.size() < LEAST_SAMPLES && all < PATIENCE * budget)) {
            int calls = 0;
            double sample = 0;
            long began = System.nanoTime();
            while (sample < SAMPLE_SECONDS) {
                workload.run();
                calls++;
                sample = (System.nanoTime() - began) / 1e9;
            }
            seconds.add(sample / calls);
            all += sample;
        }
        return seconds;
    }

    private static void report(Workload workload, Check check, Path folder) throws IOException {
        new Evidence(check, workload.library(), workload.setup()).write(folder.resolve(EVIDENCE));
    }
}
