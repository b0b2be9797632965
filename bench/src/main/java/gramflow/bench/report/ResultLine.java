package gramflow.bench.report;

import gramflow.bench.measure.Estimate;
import gramflow.bench.measure.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code results} in {@code result.json}. Figures that a failed row does not have are NaN here and {@code null} there.
 *
 * @param kernel what was computed
 * @param backend who computed it
 * @param library what is underneath, with version
 * @param setup how that was set up
 * @param precision {@code f64} or {@code f32}
 * @param n rows
 * @param d columns
 * @param threads threads
 * @param flops floating-point operations of a call
 * @param seconds time of a call; null if the row failed
 * @param bytes bytes a call moves at least
 * @param bound {@code fma} or {@code dram}: which roof
 * @param roof that roof, 10⁹ flops a second
 * @param forkMedians median time of each fork, seconds
 * @param residual what the check found
 * @param residualBound what it allows
 * @param failure why the row failed; empty if it did not
 * @param verdict {@code ok} or {@code noisy}
 * @param allocation bytes allocated on the heap per call; NaN if not known
 */
public record ResultLine(String kernel, String backend, String library, String setup, String precision, long n, long d, int threads,
        double flops,
        @Nullable Estimate seconds, double bytes, String bound, double roof, List<Double> forkMedians, double residual,
        double residualBound,
        String failure, String verdict, double allocation) {

    static ResultLine of(Result r) {
        return new ResultLine(r.row().kernel().label(), r.row().backend(), r.library(), r.setup(), r.row().precision().label(), r.row().n(),
                r.row().d(), r.row().threads(), r.row().flops(), r.seconds(), r.row().bytes(), r.bound().label(), r.roof(), r.forkMedians(),
                r.residual(), r.residualBound(), r.failure(), r.verdict().label(), r.allocation());
    }

    /** Whether it computed what it should. */
    public boolean pass() {
        return failure.isEmpty();
    }

    /** 10⁹ flops a second, by the median; NaN if there are no times. */
    public double gflops() {
        return seconds == null ? Double.NaN : flops / seconds.median() / 1e9;
    }

    /** Share of the roof; NaN if there are no times. */
    public double fractionOfRoof() {
        return gflops() / roof;
    }

    /** Whether it claims to be faster than anything can be. */
    public boolean aboveRoof() {
        return fractionOfRoof() > Result.IMPOSSIBLE;
    }

    /** What it does, without who does it: {@code gram f64 4096 × 1024, 1 thread}. */
    public String task() {
        return "%s %s %d × %d, %d thread%s".formatted(kernel, precision, n, d, threads, threads == 1 ? "" : "s");
    }

    Map<String, Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("kernel", kernel);
        json.put("backend", backend);
        json.put("library", library);
        json.put("setup", setup);
        json.put("precision", precision);
        json.put("n", n);
        json.put("d", d);
        json.put("threads", threads);
        json.put("flops", (long) flops);
        json.put("seconds", seconds == null ? null : seconds(seconds));
        json.put("gflops", orNull(gflops()));
        json.put("bytes", (long) bytes);
        json.put("bound", bound);
        json.put("roof_gflops", orNull(roof));
        json.put("fraction_of_roof", orNull(fractionOfRoof()));
        json.put("fork_medians", forkMedians);
        json.put("allocation_bytes", orNull(allocation));
        json.put("residual", orNull(residual));
        json.put("residual_bound", orNull(residualBound));
        json.put("pass", pass());
        json.put("failure", failure);
        json.put("verdict", verdict);
        return json;
    }

    private static Map<String, Object> seconds(Estimate e) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("median", e.median());
        json.put("low", e.low());
        json.put("high", e.high());
        return json;
    }

    private static @Nullable Double orNull(double value) {
        return Double.isFinite(value) ? value : null;
    }

    static ResultLine parse(JsonObject o) {
        JsonObject time = o.has("seconds") ? o.object("seconds") : null;
        Estimate seconds = time == null ? null : new Estimate(time.number("median"), time.number("low"), time.number("high"));
        return new ResultLine(o.string("kernel"), o.string("backend"), o.string("library"), o.string("setup"), o.string("precision"),
                (long) o.number("n"), (long) o.number("d"), (int) o.number("threads"), o.number("flops"), seconds, o.number("bytes"),
                o.string("bound"), o.numberOrNaN("roof_gflops"), o.numbers("fork_medians"), o.numberOrNaN("residual"),
                o.numberOrNaN("residual_bound"), o.string("failure"), o.string("verdict"),
                o.numberOrNaN("allocation_bytes"));
    }
}
