package gramflow.bench.command;

import gramflow.machine.Progress;
import gramflow.machine.SystemMemory;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.spectrum.Extreme;
import gramflow.spectrum.ExtremeEigenvalues;
import gramflow.spectrum.Extremes;
import gramflow.spectrum.Lanczos;
import gramflow.spectrum.SymmetricOperator;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * λ_max, λ_min and the condition of a Gram matrix, as far as they were computed.
 *
 * @param extremes both ends, or null
 * @param largest λ_max where it was computed, or null
 * @param remark what is known of λ_min, or why nothing was computed, if {@code extremes} is null
 * @param seconds it took
 */
record GramSpectrum(@Nullable Extremes extremes, @Nullable Extreme largest, String remark, double seconds) {
    /** Products with K that λ_max takes, about. */
    private static final double PRODUCTS_FOR_LARGEST = 20;
    /** Passes over K, or over its factor, that λ_min takes besides the factorisation, about. */
    private static final double PASSES_FOR_SMALLEST = 100;
    /** What a pass reads a second, at least: a core from memory, in bytes. */
    private static final double BYTES_PER_SECOND = 8e9;
    /** What Cholesky's factorisation reaches of the roof, at least. */
    private static final double SHARE = 0.5;
    /** Of what takes no longer than that, nobody has to be asked. */
    private static final double SOON = 1.0;
    /** As many times as K itself took is still taken for comparable. */
    private static final double COMPARABLE = 3;

    /** Whether to compute it: when asked to; or if it takes about as long as K. */
    enum Choice {
        AUTO, YES, NO
    }

    /**
     * Computes what the choice allows.
     *
     * @param k symmetric, both triangles
     * @param rank what K's rank is at most, whatever its entries
     * @param gramSeconds how long K took
     * @param flopsPerSecond the roof in double precision, on the threads used
     */
    static GramSpectrum of(Matrix k, long rank, Choice choice, double gramSeconds, double flopsPerSecond, Products on,
            Progress progress) {
        long begin = System.nanoTime();
        if (choice == Choice.NO) {
            return new GramSpectrum(null, null, "not asked for", 0);
        }
        double n = (double) k.rows();
        double pass = n * n * k.precision().bytes() / BYTES_PER_SECOND;
        double largestSeconds = PRODUCTS_FOR_LARGEST * pass;
        double smallestSeconds = n * n * n / 3 / (SHARE * flopsPerSecond) + PASSES_FOR_SMALLEST * pass;
        double allowed = choice == Choice.YES ? Double.POSITIVE_INFINITY : Math.max(SOON, COMPARABLE * gramSeconds);
        double bytes = n * n * Precision.F64.bytes();
        try {
            boolean room = bytes <= SystemMemory.current().available();
            if (largestSeconds + smallestSeconds <= allowed && (room || choice == Choice.YES)) {
                Room.requireMemory("the factor of K for lambda_min", (long) bytes);
                Extremes extremes = ExtremeEigenvalues.of(k, on, progress);
                return new GramSpectrum(extremes, extremes.largest(), "", secondsSince(begin));
            }
            String remark = k.rows() > rank
                    ? "0, apart from rounding: rank at most %d of %d".formatted(rank, k.rows())
                    : "not computed: about " + Quantity.seconds(smallestSeconds) + (room ? "" : " and more memory than is free")
                            + ", --spectrum yes";
            Extreme largest = largestSeconds <= allowed ? Lanczos.DEFAULT.largest(SymmetricOperator.of(k, on), on, progress) : null;
            return new GramSpectrum(null, largest, remark, secondsSince(begin));
        } catch (IllegalArgumentException e) {
            return new GramSpectrum(null, null, "not computed: " + e.getMessage(), secondsSince(begin));
        }
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }

    /** One line for each end, and one for the condition. */
    void tell(PrintWriter to) {
        Extremes both = extremes;
        if (largest != null) {
            to.printf(Locale.ROOT, "spectrum lambda_max  %s; took %s%n", largest, Quantity.seconds(seconds));
            to.printf(Locale.ROOT, "         lambda_min  %s%n", both == null ? remark : both.smallestText());
            if (both != null) {
                to.printf(Locale.ROOT, "         condition   %s%n", both.conditionText());
            }
        } else {
            to.printf(Locale.ROOT, "spectrum %s%n", remark);
        }
        to.flush();
    }

    /** The same for a program. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        if (largest != null) {
            put(json, "lambda_max", largest);
        }
        Extremes both = extremes;
        if (both != null) {
            put(json, "lambda_min", both.smallest());
            json.put("singular_to_rounding", both.singularToRounding());
            json.put("condition_at_least", both.conditionAtLeast());
            if (!both.singularToRounding()) {
                json.put("condition", both.condition());
            }
        } else {
            json.put("remark", remark);
        }
        json.put("seconds", seconds);
        return json;
    }

    private static void put(Map<String, Object> json, String name, Extreme extreme) {
        json.put(name, extreme.value());
        json.put(name + "_error", extreme.error());
        json.put(name + "_converged", extreme.converged());
    }
}
