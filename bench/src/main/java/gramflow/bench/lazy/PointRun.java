package gramflow.bench.lazy;

import gramflow.lazy.Clock;
import gramflow.lazy.CouplingBound;
import gramflow.lazy.LazyFlow;
import gramflow.lazy.LazyMonitor;
import gramflow.lazy.LazyProblem;
import gramflow.lazy.LazyRecord;
import gramflow.lazy.LazyState;
import gramflow.lazy.Smoothness;
import gramflow.lazy.Theorem;
import gramflow.machine.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One α: a run, what was seen of it, and what the theorem says of that, as JSON. Not thread-safe. */
final class PointRun {
    private final double alpha;
    private final LazyFlow flow;
    private final LazyMonitor monitor;
    private final LazyState begin;
    private final Theorem theorem;
    private final Tightest tightest = new Tightest();
    private final List<LazyRecord> records = new ArrayList<>();
    private @Nullable LazyRecord certified;
    private long forced;

    private PointRun(LazyFlow flow, Smoothness smoothness) {
        this.flow = flow;
        alpha = flow.alpha();
        begin = flow.begin();
        monitor = new LazyMonitor(flow, begin, smoothness);
        theorem = monitor.theorem();
    }

    /**
     * Runs.
     *
     * @param width of the model, for the record
     * @param progress hears of times, and may cancel
     */
    static Map<String, Object> run(LazyProblem problem, double alpha, long width, Smoothness smoothness, SweepSettings settings,
            Progress progress) {
        long start = System.nanoTime();
        LazyFlow flow = new LazyFlow(problem, alpha, settings.tolerance());
        PointRun run = new PointRun(flow, smoothness);
        double[] times = settings.timesFor(alpha, run.begin);
        run.monitor.follow(times, progress);
        long steps = flow.run(times, run::look, progress);
        return run.json(width, steps, (System.nanoTime() - start) / 1e9);
    }

    private void look(LazyState state) {
        forced = state.forced();
        LazyRecord record = monitor.measure(state);
        records.add(record);
        if (record.time() > 0) {
            // At 0 the bound on the residual is the residual.
            tightest.look(monitor.check(record), record.time());
        }
        if (certified == null && monitor.certified(record)) {
            certified = record;
        }
    }

    private Map<String, Object> json(long width, long steps, double seconds) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("alpha", alpha);
        json.put("width", width);
        boolean square = flow.problem().loss().square();
        if (!square) {
            json.put("loss", theorem.loss().text());
            json.put("m", theorem.loss().m());
            json.put("M", flow.problem().loss().curvature());
        }
        json.put("r0", theorem.start().residual());
        json.put("sigma", begin.sigmaMin());
        json.put("sigma_max", begin.sigmaMax());
        json.put("beta", finite(theorem.smoothness().beta(0)));
        json.put("beta_proved", theorem.smoothness().proved());
        json.put("beta_text", theorem.smoothness().text());
        json.put("B1_threshold", finite(theorem.classicalThreshold()));
        json.put("B2_threshold", finite(theorem.sharpThreshold()));
        json.put("B1_holds", theorem.classicalHolds());
        json.put("B2_holds", theorem.sharpHolds());
        json.put("B1", theorem.classicalText());
        json.put("B2", theorem.sharpText());
        if (theorem.classicalHolds()) {
            json.put("B1_radius", finite(theorem.classical().radius()));
        }
        if (theorem.sharpHolds()) {
            json.put("L_inf", theorem.sharp().pathBound());
            json.put("sigma_inf", theorem.sharp().sigmaBound());
            CouplingBound coupling = new CouplingBound(theorem.sharp().of());
            json.put("kernel_drift_bound", coupling.kernelBound());
            if (square) {
                json.put("parameter_gap_bound", coupling.parameterGapBound());
            }
        }
        if (theorem.residualBoundHolds()) {
            json.put("residual_limit", scale() * theorem.sharp().residualLimit());
        }
        json.put("rate", monitor.slowestRate());
        json.put("rate_chizat", Clock.CHIZAT.rateFromOurs(monitor.slowestRate(), alpha));
        json.put("residual_end", records.getLast().residual());
        json.put("gap", records.stream().mapToDouble(LazyRecord::gap).max().orElse(0));
        json.put("parameter_gap", records.stream().mapToDouble(LazyRecord::parameterGap).max().orElse(0));
        // Where the separation was integrated by itself, no rounding of w is in it.
        boolean separated = records.stream().allMatch(LazyRecord::separated);
        json.put("separated", separated);
        json.put("separation_error", records.stream().mapToDouble(LazyRecord::separationError).max().orElse(0));
        json.put("gap_rounding", separated ? 0 : flow.roundingInResidual(begin));
        json.put("parameter_gap_rounding", separated ? 0 : flow.roundingInParameters(begin));
        json.put("kernel_drift", records.stream().mapToDouble(LazyRecord::kernelDrift).max().orElse(0));
        json.put("kernel_norm", begin.sigmaMax() * begin.sigmaMax());
        json.put("path_length", records.getLast().pathLength());
        LazyRecord from = certified;
        json.put("certified_from_t", from == null ? null : from.time());
        json.put("all_hold", tightest.allHold());
        json.put("inequalities", tightest.json());
        json.put("steps", steps);
        json.put("forced_steps", forced);
        json.put("seconds", seconds);
        json.put("records", records.stream().map(this::json).toList());
        return json;
    }

    private Map<String, Object> json(LazyRecord at) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("t", at.time());
        json.put("tau", Clock.CHIZAT.fromOurs(at.time(), alpha));
        json.put("residual", at.residual());
        json.put("tangent_residual", at.tangentResidual());
        json.put("gap", at.gap());
        json.put("displacement", at.displacement());
        json.put("tangent_displacement", at.tangentDisplacement());
        json.put("parameter_gap", at.parameterGap());
        json.put("path_length", at.pathLength());
        json.put("sigma_min", at.sigmaMin());
        json.put("sigma_max", at.sigmaMax());
        json.put("kernel_drift", at.kernelDrift());
        json.put("step", at.step());
        if (theorem.residualBoundHolds()) {
            json.put("B2_residual_bound", scale() * theorem.sharp().residualBound(theorem.loss().m() * at.time()));
        }
        boolean square = flow.problem().loss().square();
        if (theorem.sharpHolds() && square) {
            json.put("gap_bound", new CouplingBound(theorem.sharp().of()).gapBound(at.time()));
        }
        if (theorem.classicalHolds() && square) {
            json.put("B1_residual_bound", Math.sqrt(2 * theorem.classical().objectiveBound(at.time())));
        }
        return json;
    }

    /** Residuals are √m times what the theorem is about. */
    private double scale() {
        return Math.sqrt(theorem.loss().m());
    }

    /** JSON has no infinity. */
    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
