package gramflow.bench.command;

import gramflow.backend.Backend;
import gramflow.backend.FmaRoof;
import gramflow.gram.GramPlan;
import gramflow.gram.GramReport;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code gram} says of its work: the plan before, the time after, and both as JSON.
 *
 * @param plan what is to be done
 * @param data what the examples were read from
 * @param data2 what the second set was read from, if there is one
 * @param scale what was done to them
 * @param input what K is made from
 * @param backend who computes
 * @param roof what the machine could do at best, on the threads used
 * @param out where K goes, if anywhere
 */
record GramAccount(GramPlan plan, String data, @Nullable String data2, String scale, GramInput input, Backend backend,
        FmaRoof roof, @Nullable String out) {

    /**
     * How long each part took, in seconds.
     *
     * @param read reading or drawing the examples, and scaling them
     * @param compute the computation
     * @param write making the file of K before, and closing it after
     */
    record Times(double read, GramReport compute, double write) {
    }

    private double flopsPerSecondAtBest() {
        return roof.gflops() * 1e9;
    }

    /**
     * Four lines and the plan.
     *
     * @param bothTriangles whether those of a symmetric K are computed each for itself
     */
    void tellPlan(PrintWriter to, boolean bothTriangles) {
        String sets = data2 == null
                ? data + ": " + input.examples()
                : "%s and %s: %d and %d".formatted(data, data2, input.examples(), input.others());
        to.printf(Locale.ROOT, "data     %s rows of %d, scale %s%n", sets, input.length(), scale);
        if (input.model() != null) {
            to.printf(Locale.ROOT, "model    %s; activations and sensitivities: %s in %s%n", input.model(),
                    Quantity.of(input.modelFlops(), "flop"), Quantity.seconds(input.modelSeconds()));
        }
        to.printf(Locale.ROOT, "K        %d x %d %s%s%n", plan.rows(), plan.cols(), plan.precision().label(),
                !plan.symmetric() ? "" : bothTriangles ? ", symmetric" : ", symmetric: one triangle computed, the other its mirror image");
        to.printf(Locale.ROOT, "backend  %s: %s; threads: %d%n", backend.name(), backend.description(), roof.threads());
        to.printf(Locale.ROOT, "memory   input %s, scratch up to %s, K %s%n", Quantity.bytes(plan.inputBytes()),
                Quantity.bytes(plan.scratchBytes()), Quantity.bytes(plan.outputBytes()));
        to.printf(Locale.ROOT, "plan     %s, %s: %s at the roof of %.1f GF/s measured now%n", plan.way().label(),
                Quantity.of(plan.flops(), "flop"),
                Quantity.seconds(plan.secondsAt(flopsPerSecondAtBest())), roof.gflops());
        to.flush();
    }

    /** The time beside the plan, and where K went. */
    void tellTimes(PrintWriter to, Times times) {
        GramReport report = times.compute();
        to.printf(Locale.ROOT, "time     %s, %.1f GF/s, %.1f %% of the roof; besides: read %s%s%n", Quantity.seconds(report.seconds()),
                report.flopsPerSecond() / 1e9, 100 * report.shareOf(flopsPerSecondAtBest()), Quantity.seconds(times.read()),
                out == null ? "" : ", write " + Quantity.seconds(times.write()));
        if (out != null) {
            to.printf(Locale.ROOT, "wrote    %s%n", out);
        }
        to.flush();
    }

    /** The same for a program; names as in {@code result.json}. */
    Map<String, ?> json(Times times) {
        Map<String, Object> bytes = new LinkedHashMap<>();
        bytes.put("input", plan.inputBytes());
        bytes.put("scratch", plan.scratchBytes());
        bytes.put("output", plan.outputBytes());

        Map<String, Object> seconds = new LinkedHashMap<>();
        seconds.put("at_roof", plan.secondsAt(flopsPerSecondAtBest()));
        seconds.put("read", times.read());
        seconds.put("compute", times.compute().seconds());
        seconds.put("write", times.write());

        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "gramflow-gram/1");
        json.putAll(input.json());
        json.put("data", data);
        if (data2 != null) {
            json.put("data2", data2);
        }
        json.put("scale", scale);
        json.put("rows", plan.rows());
        json.put("cols", plan.cols());
        json.put("d", input.length());
        json.put("precision", plan.precision().label());
        json.put("backend", backend.name());
        json.put("library", backend.description());
        json.put("numeric_key", backend.numericKey(plan.precision()));
        json.put("threads", roof.threads());
        json.put("way", plan.way().label());
        json.put("flops", plan.flops());
        json.put("bytes", bytes);
        json.put("seconds", seconds);
        json.put("gflops", times.compute().flopsPerSecond() / 1e9);
        json.put("roof_gflops", roof.gflops());
        json.put("fraction_of_roof", times.compute().shareOf(flopsPerSecondAtBest()));
        if (out != null) {
            json.put("out", out);
        }
        return json;
    }
}
