package gramflow.bench.report;

import gramflow.bench.measure.Estimate;
import gramflow.bench.measure.Row;
import gramflow.bench.peers.PairResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code peers.pairs} in {@code result.json}: a row of ours held against a library.
 *
 * @param kernel what was computed
 * @param precision {@code f64} or {@code f32}
 * @param n rows
 * @param d columns
 * @param threads threads
 * @param peer name of the library, as {@code backend} of its row has it
 * @param library the library, with version and what it chose
 * @param setup how it was set up
 * @param ratio its time over ours: above 1, we are faster; null if there is none
 * @param ratios the same of each pair
 * @param ours our rate, 10⁹ flops a second, by the median of all our forks
 * @param theirs the library's
 */
public record PeerLine(String kernel, String precision, long n, long d, int threads, String peer, String library, String setup,
        @Nullable Estimate ratio, List<Double> ratios, double ours, double theirs) {

    /** Copies the list. */
    public PeerLine {
        ratios = List.copyOf(ratios);
    }

    /** That of a pair of rows. */
    public static PeerLine of(PairResult pair) {
        Row row = pair.theirs().row();
        return new PeerLine(row.kernel().label(), row.precision().label(), row.n(), row.d(), row.threads(), pair.peer().label(),
                pair.theirs().library(), pair.theirs().setup(), pair.ratio(), pair.ratios(), pair.ours().gflops(), pair.theirs().gflops());
    }

    /** What is computed: {@code gram f64 4096 × 1024, 1 thread}. */
    public String task() {
        return "%s %s %d × %d, %d thread%s".formatted(kernel, precision, n, d, threads, threads == 1 ? "" : "s");
    }

    /** Ours against it: {@code faster}, {@code slower} or {@code cannot tell}. */
    public String verdict() {
        Estimate known = ratio;
        return known == null ? "failed" : known.low() > 1 ? "faster" : known.high() < 1 ? "slower" : "cannot tell";
    }

    Map<String, Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("kernel", kernel);
        json.put("precision", precision);
        json.put("n", n);
        json.put("d", d);
        json.put("threads", threads);
        json.put("peer", peer);
        json.put("library", library);
        json.put("setup", setup);
        Estimate known = ratio;
        json.put("ratio", known == null ? null : interval(known));
        json.put("pair_ratios", ratios);
        json.put("gflops", Double.isFinite(ours) ? ours : null);
        json.put("peer_gflops", Double.isFinite(theirs) ? theirs : null);
        json.put("verdict", verdict());
        return json;
    }

    private static Map<String, Object> interval(Estimate e) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("median", e.median());
        json.put("low", e.low());
        json.put("high", e.high());
        return json;
    }

    static PeerLine parse(JsonObject o) {
        JsonObject ratio = o.has("ratio") ? o.object("ratio") : null;
        return new PeerLine(o.string("kernel"), o.string("precision"), (long) o.number("n"), (long) o.number("d"),
                (int) o.number("threads"),
                o.string("peer"), o.string("library"), o.string("setup"),
                ratio == null ? null : new Estimate(ratio.number("median"), ratio.number("low"), ratio.number("high")),
                o.numbers("pair_ratios"),
                o.numberOrNaN("gflops"), o.numberOrNaN("peer_gflops"));
    }
}
