package gramflow.rate;

import gramflow.flow.Method;
import gramflow.flow.Observer;
import gramflow.flow.Outcome;
import gramflow.flow.State;
import gramflow.flow.Until;
import gramflow.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Runs whose states are kept, and what tests of them share. */
final class Runs {
    /** βs, Rs and the like: several decades, none of them a power of two. */
    static final double[] BETAS = {0.03, 1.7, 260};
    static final double[] RADII = {0.6, 31};

    private Runs() {
    }

    /** A state that outlives its run. */
    @SuppressWarnings("ArrayRecordComponent") // Read by the test that made it, and by nobody else.
    record Kept(long step, double time, double[] w, double value, double gradientNorm, double arcLength) {
        static Kept of(State s) {
            return new Kept(s.step(), s.time(), s.w().clone(), s.value(), s.gradientNorm(), s.arcLength());
        }
    }

    /** Every state of a run. */
    static List<Kept> states(Problem problem, Method method, Until until, double... start) {
        List<Kept> kept = new ArrayList<>();
        method.run(problem, start, until, s -> kept.add(Kept.of(s)));
        return kept;
    }

    /** The last state of a run. */
    static Outcome last(Problem problem, Method method, Until until, double... start) {
        return method.run(problem, start, until);
    }

    /** Equality to 1e−12 of the natural scale. */
    static Offset<Double> rounding(double scale) {
        return within(1e-12 * scale);
    }

    /** Certificates of a run, after it. */
    static Certificates certified(Problem problem, Method method, Until until, double[] start, Observer... others) {
        Certificates certificates = Certificates.of(problem, method, until);
        assertThat(certificates.list()).as("certificates of " + method.name() + " on " + problem).isNotEmpty();
        Observer[] all = new Observer[others.length + 1];
        all[0] = certificates;
        System.arraycopy(others, 0, all, 1, others.length);
        method.run(problem, start, until, all);
        return certificates;
    }

    /** Every certificate that applies holds. */
    static void assertAllHold(Problem problem, Method method, Until until, double[] start) {
        Certificates certificates = certified(problem, method, until, start);
        assertThat(certificates.findings()).as(method.name() + " on " + problem + "\n" + certificates).allMatch(Finding::holds);
    }

    /** p normal numbers. */
    static double[] gaussian(int p, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] w = new double[p];
        for (int i = 0; i < p; i++) {
            w[i] = random.nextGaussian();
        }
        return w;
    }
}
