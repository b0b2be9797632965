package gramflow.flow;

import gramflow.problem.Problem;
import gramflow.problem.SpectralForm;

/**
 * Gradient flow by formula, c_j(t) = c_j(0)·exp(−λ_j t), at the times asked for or at those of a thousand equal steps. The length of its path is the integral of a known speed.
 */
final class SpectralFlow {
    private static final int STEPS = 1000;
    /** Of the arc length, relative to the way at full speed. */
    private static final double ARC_TOLERANCE = 1e-15;

    private final Until until;
    private final FlowStops stops;
    private final Position position;
    private final SpectralForm form;
    private final double[] first;
    private final double[] now;

    SpectralFlow(Problem problem, double[] start, Until until, Observer[] observers) {
        this.until = until;
        this.form = problem.spectralForm()
                .orElseThrow(() -> new IllegalArgumentException(
                        "a closed form of the flow on " + problem + ": only a sum of squares whose spectrum is known has one"));
        if (until.time() == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("a closed form of a flow needs a time at which to end");
        }
        this.position = new Position(problem, start);
        this.stops = new FlowStops(position, until, observers);
        this.first = new double[problem.dimension()];
        this.now = new double[problem.dimension()];
        form.toCoordinates(position.w(), first);
    }

    private void moveTo(double time, double[] w) {
        double[] eigenvalues = form.eigenvalues();
        for (int j = 0; j < now.length; j++) {
            now[j] = first[j] * Math.exp(-eigenvalues[j] * time);
        }
        form.fromCoordinates(now, w);
    }

    private double speed(double time) {
        double[] eigenvalues = form.eigenvalues();
        double sum = 0;
        for (int j = 0; j < first.length; j++) {
            double v = eigenvalues[j] * first[j] * Math.exp(-eigenvalues[j] * time);
            sum += v * v;
        }
        return Math.sqrt(sum);
    }

    Outcome run() {
        stops.begin();
        double[] times = until.at();
        int count = times.length > 0 ? times.length + 1 : STEPS;
        double time = 0;
        double length = 0;
        for (int k = 1; k <= count && !stops.ended(); k++) {
            double next = times.length == 0
                    ? until.time() * k / count
                    : k > times.length ? until.time() : Math.min(times[k - 1], until.time());
            if (!(next > time)) {
                continue;
            }
            double from = time;
            double lengthFrom = length;
            Segment path = new Segment() {
                @Override
                public void interpolate(double theta, double[] out) {
                    moveTo(from + theta * (next - from), out);
                }

                @Override
                public double arcLength(double theta) {
                    return Quadrature.adaptive(theta * (next - from), ARC_TOLERANCE * speed(0) * next, s -> speed(from + s));
                }
            };
            stops.segment(path, from, next, lengthFrom, false);
            time = next;
            length = lengthFrom + path.arcLength(1);
        }
        return stops.outcome(0);
    }
}
