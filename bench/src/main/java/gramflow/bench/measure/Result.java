package gramflow.bench.measure;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row with its figures.
 *
 * @param row what was measured
 * @param library what computed it, with its version; empty if the fork did not get that far
 * @param setup how that was set up: all that decides the bits of a result
 * @param seconds time of a call; null if there is none, since the row failed
 * @param bound what it cannot be faster than
 * @param roof that roof, 10⁹ flops a second
 * @param forkMedians median time of each fork, seconds
 * @param residual largest error the check found, relative to the sum of the absolute products; NaN if nothing was checked
 * @param residualBound what the residual may be
 * @param failure why the row failed, in one line; empty if it did not
 * @param wrong whether it failed because its result is wrong, and not because the fork ended otherwise
 * @param verdict whether the figures can be relied on
 * @param allocation bytes allocated on the heap per call, in the median fork; NaN if not known
 */
public record Result(Row row, String library, String setup, @Nullable Estimate seconds, Bound bound, double roof, List<Double> forkMedians,
        double residual, double residualBound, String failure, boolean wrong, Verdict verdict, double allocation) {

    /** Above this share of its roof a figure is wrong, whatever the reason. */
    public static final double IMPOSSIBLE = 1.02;

    /** What follows from the forks of a row so far, beside its roof, which moved by {@code drift}. */
    public static Result of(RowTimes times, Roof roof, double drift) {
        Evidence evidence = times.evidence();
        String library = evidence == null ? "" : evidence.library();
        String setup = evidence == null ? "" : evidence.setup();
        double residual = evidence == null ? Double.NaN : evidence.check().residual();
        double residualBound = evidence == null ? Double.NaN : evidence.check().bound();
        boolean wrong = evidence != null && !evidence.check().pass();
        List<List<Double>> forks = times.forks();
        if (forks.isEmpty()) {
            return new Result(times.row(), library, setup, null, roof.bound(), roof.gflops(), List.of(), residual, residualBound,
                    times.failure(), wrong, Verdict.NOISY, Double.NaN);
        }
        Estimate seconds = Estimate.of(forks);
        double[] medians = Estimate.forkMedians(forks);
        return new Result(times.row(), library, setup, seconds, roof.bound(), roof.gflops(), Arrays.stream(medians).boxed().toList(),
                residual,
                residualBound, times.failure(), wrong, Verdict.on(seconds, medians, drift), times.allocation());
    }

    /** Whether it computed what it should, in every fork. */
    public boolean pass() {
        return failure.isEmpty();
    }

    /** 10⁹ flops a second, by the median; NaN if there are no times. */
    public double gflops() {
        return seconds == null ? Double.NaN : row.flops() / seconds.median() / 1e9;
    }

    /** Share of its roof that it reached; NaN if there are no times. */
    public double fractionOfRoof() {
        return gflops() / roof;
    }

    /** Whether it claims to be faster than anything can be. */
    public boolean aboveRoof() {
        return fractionOfRoof() > IMPOSSIBLE;
    }
}
