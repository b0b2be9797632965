package gramflow.lazy;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.spectrum.Eigendecomposition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Watches a run: measures its states against where they began and against tangent flow, and holds them to the theorem. */
public final class LazyMonitor {
    /** Roundings of λ_max that an eigenvalue of K may be off by, for each row. */
    private static final double ROUNDINGS = 4;
    /** The same of what rounding w does: the errors of steps that rounding decides, and those of what is computed from w. */
    private static final double ROUNDINGS_OF_W = 100;
    /** Errors of steps that an error may have become. */
    private static final double STEPS = 20;

    private final LazyFlow flow;
    private final LazyState begin;
    private final SpectralTangentFlow tangent;
    /** Of a loss other than the square: tangent flow's states by time, as the gradient flow of the linearised model. */
    private final Map<Double, Tangent> followed = new HashMap<>();
    private final Theorem theorem;
    private final Products on;

    /**
     * For a run.
     *
     * @param begin its beginning, {@link LazyFlow#begin}
     * @param smoothness of the model
     */
    public LazyMonitor(LazyFlow flow, LazyState begin, Smoothness smoothness) {
        this.flow = flow;
        this.begin = begin;
        on = flow.problem().on();
        tangent = TangentFlow.of(begin.spectrum(), begin.residual(), flow.alpha(), on);
        double sigma = begin.sigmaMin();
        boolean singular = sigma * sigma <= kernelAllowance();
        LossFacts loss = LossFacts.of(flow.problem(), begin.output());
        double start = flow.problem().shortfall(begin.output()) / Math.sqrt(loss.m() > 0 ? loss.m() : 1);
        theorem = new Theorem(new Constants(flow.alpha(), singular ? 0 : sigma, begin.sigmaMax(), Double.POSITIVE_INFINITY, start),
                smoothness, loss);
    }

    /** Where tangent flow is. */
    private record Tangent(Matrix way, Matrix output) {
    }

    /**
     * To be called before the run, with its times: tangent flow of a loss other than the square has no closed form and is followed first. Does nothing for the square.
     *
     * @param times as for {@link LazyFlow#run}
     */
    public void follow(double[] times, Progress progress) {
        LazyProblem problem = flow.problem();
        if (problem.loss().square()) {
            return;
        }
        LazyProblem linearised = problem.linearised();
        new LazyFlow(linearised, flow.alpha(), flow.tolerance()).run(times,
                state -> followed.put(state.time(), new Tangent(state.way(), state.output())), progress);
    }

    private Tangent tangentAt(double t) {
        if (!flow.problem().loss().square()) {
            return Objects.requireNonNull(followed.get(t), () -> "tangent flow was not followed to time " + t);
        }
        Matrix output = tangent.residual(t);
        on.axpy(1, flow.problem().target(), output);
        return new Tangent(tangent.displacement(t, begin.jacobian(), on), output);
    }

    /** What an eigenvalue of K may be off by. */
    private double kernelAllowance() {
        return ROUNDINGS * begin.kernel().rows() * Precision.F64.unitRoundoff() * begin.sigmaMax() * begin.sigmaMax();
    }

    /** The theorem at this start and scale. */
    public Theorem theorem() {
        return theorem;
    }

    /** Tangent flow from the same start, for the square. */
    public SpectralTangentFlow tangent() {
        return tangent;
    }

    /** The rate at which the slowest part of tangent flow falls: α²λ_min, times m for another loss than the square. */
    public double slowestRate() {
        return tangent.slowestRate() * (flow.problem().loss().square() ? 1 : theorem.loss().m());
    }

    /** Measures a state. */
    public LazyRecord measure(LazyState state) {
        double t = state.time();
        Matrix way = state.way();
        Tangent there = tangentAt(t);
        double drift = 0;
        if (state.step() > 0) {
            double[] eigenvalues = Eigendecomposition.values(difference(state.kernel(), begin.kernel()), on, Progress.NONE);
            drift = Math.max(Math.abs(eigenvalues[0]), Math.abs(eigenvalues[eigenvalues.length - 1]));
        }
        // Of the two ways to the separation, that which has lost less.
        boolean separated = state.separationError() < wayError(state.step());
        double gap = on.norm(separated ? state.gap() : difference(state.output(), there.output));
        double parameterGap = on.norm(separated ? state.separation() : difference(way, there.way));
        double error = separated && parameterGap > 0 ? state.separationError() / parameterGap : 0;
        return new LazyRecord(state.step(), t, flow.problem().shortfall(state.output()), flow.problem().shortfall(there.output), gap,
                on.norm(way),
                on.norm(there.way),
                parameterGap, state.pathLength(), state.sigmaMin(), state.sigmaMax(), drift, separated, error, on.norm(state.residual()));
    }

    /** What w − w₀ may be off by after so many steps. */
    private double wayError(long steps) {
        Constants start = theorem.start();
        // The tolerance is relative to the gradient of the loss at the start.
        return STEPS * flow.tolerance() * (1 + steps) * on.norm(begin.residual()) / (start.alpha() * start.sigmaMax())
                + ROUNDINGS_OF_W * flow.roundingInParameters(begin);
    }

    private Matrix difference(Matrix a, Matrix b) {
        Matrix d = a.copy(Precision.F64);
        on.axpy(-1, b, d);
        return d;
    }

    /** Every inequality of the theorem whose hypotheses hold, at one time. */
    public List<Inequality> check(LazyRecord at) {
        Constants start = theorem.start();
        // Both forms hold of √(2(L − inf L)/m) in the clock m·t.
        double m = theorem.loss().m();
        double scale = Math.sqrt(m > 0 ? m : 1);
        double clock = m * at.time();
        boolean square = flow.problem().loss().square();
        double error = STEPS * flow.tolerance() * (1 + at.step());
        double residual = scale * error * start.residual() + ROUNDINGS_OF_W * flow.roundingInResidual(begin);
        double way = wayError(at.step());
        double gap = at.separated() ? at.separationError() * at.gap() : residual;
        double parameterGap = at.separated() ? at.separationError() * at.parameterGap() : way;
        double eigenvalue = kernelAllowance();
        double sigma = eigenvalue / Math.max(at.sigmaMin(), Double.MIN_NORMAL);
        List<Inequality> all = new ArrayList<>();
        if (theorem.classicalHolds()) {
            ClassicalBound b1 = theorem.classical();
            double objective = residual * scale * start.residual();
            double allowed = square
                    ? b1.objectiveBound(at.time())
                    : m / 2 * start.residual() * start.residual() * Math.exp(-2 * b1.rate() * clock);
            all.add(new Inequality("B1 objective", at.residual() * at.residual() / 2, allowed, objective));
            all.add(new Inequality("B1 tangent objective", at.tangentResidual() * at.tangentResidual() / 2, allowed,
                    objective));
            all.add(new Inequality("B1 |w - w0|", at.displacement(), b1.displacementBound(), way));
            all.add(new Inequality("B1 |u - w0|", at.tangentDisplacement(), b1.displacementBound(), way));
            all.add(new Inequality("B1 radius", at.displacement(), b1.radius(), way));
            all.add(new Inequality("B1 sigma/2 <= sigma_min", b1.sigmaBound(), at.sigmaMin(), sigma));
            all.add(new Inequality("B1 sigma_max", at.sigmaMax(), b1.sigmaMaxBound(), sigma));
        }
        if (theorem.residualBoundHolds()) {
            all.add(new Inequality("B2 residual", at.residual(), scale * theorem.sharp().residualBound(clock), residual));
        }
        if (theorem.sharpHolds()) {
            SharpBound b2 = theorem.sharp();
            CouplingBound coupling = new CouplingBound(b2.of());
            all.add(new Inequality("B2 path", at.pathLength(), b2.pathBound(), way));
            all.add(new Inequality("B2 path for the residual", at.pathLength(),
                    b2.pathBound(Math.min(at.residual() / scale, start.residual())),
                    way * start.sigmaMax() / start.sigma()));
            all.add(new Inequality("B2 sigma_inf <= sigma_min", b2.sigmaBound(), at.sigmaMin(), sigma));
            all.add(new Inequality("coupling |K_t - K|", at.kernelDrift(), coupling.kernelBound(), eigenvalue));
            if (square) {
                all.add(new Inequality("coupling gap", at.gap(), coupling.gapBound(at.time()), gap));
                all.add(new Inequality("coupling |w - u|", at.parameterGap(), coupling.parameterGapBound(), parameterGap));
            }
            all.add(new Inequality("coupling |u - w0|", at.tangentDisplacement(), start.tangentDisplacementBound(), way));
        }
        if (flow.problem().loss().declared() > 0) {
            // What was declared is seen along the path, or was wrong.
            all.add(new Inequality("declared m", at.residual() * at.residual() * m, at.gradient() * at.gradient(),
                    residual * at.residual() * m));
        }
        return all;
    }

    /** Whether convergence is certain from this iterate on, whatever led to it (2βr &lt; ασ_min²); only where one β holds for all w. */
    public boolean certified(LazyRecord at) {
        double beta = theorem.smoothness().beta(Double.MAX_VALUE);
        return flow.problem().loss().square() && theorem.smoothness().proved() && at.sigmaMin() * at.sigmaMin() > kernelAllowance()
                && SharpBound.certifies(flow.alpha(), beta, at.residual(), at.sigmaMin());
    }
}
