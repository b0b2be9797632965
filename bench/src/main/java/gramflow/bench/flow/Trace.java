package gramflow.bench.flow;

import gramflow.flow.GradientFlow;
import gramflow.flow.Observer;
import gramflow.flow.State;
import gramflow.flow.StochasticDescent;
import gramflow.rate.Certificate;
import gramflow.rate.Reading;
import java.util.ArrayList;
import java.util.List;

/** What is kept of a run for plots and JSON: states in about geometric sequence of steps, and the last one. */
public final class Trace implements Observer {
    private static final double FACTOR = 1.04;

    private final List<Certificate> certificates;
    private final boolean all;
    private final boolean costly;
    private final long last;
    private final List<Moment> moments = new ArrayList<>();
    private long next;
    private boolean provisional;

    private Trace(List<Certificate> certificates, boolean all, boolean costly, long last) {
        this.certificates = certificates;
        this.all = all;
        this.costly = costly;
        this.last = last;
    }

    /** Of a run of that method. Certificates have seen each state before the trace does. */
    static Trace of(Contestant contestant, List<Certificate> certificates) {
        // A flow shows only what it was asked for. A look at a state of stochastic descent costs a gradient that the run does not need, so that the last one is told by its step.
        boolean stochastic = contestant.method() instanceof StochasticDescent;
        return new Trace(certificates, contestant.method() instanceof GradientFlow, stochastic, contestant.until().steps());
    }

    /**
     * One state.
     *
     * @param step steps taken
     * @param time of a flow, or sum of step sizes
     * @param value F
     * @param gradientNorm ‖∇F‖
     * @param arcLength length of the path so far
     * @param evaluations gradients so far
     * @param readings one of each certificate
     */
    public record Moment(long step, double time, double value, double gradientNorm, double arcLength, long evaluations,
            List<Reading> readings) {
    }

    @Override
    public void observe(State state) {
        boolean due = all || state.step() >= next || state.step() == last;
        if (!due && costly) {
            return;
        }
        if (provisional) {
            moments.removeLast();
        }
        moments.add(new Moment(state.step(), state.time(), state.value(), state.gradientNorm(), state.arcLength(), state.evaluations(),
                certificates.stream().map(Certificate::latest).toList()));
        provisional = !due;
        if (due) {
            next = Math.max(state.step() + 1, (long) (state.step() * FACTOR));
        }
    }

    /** The states, in order. */
    public List<Moment> moments() {
        return List.copyOf(moments);
    }
}
