package gramflow.bench.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How fast arithmetic was before and after each fork of a row, 10⁹ flops a second. Not thread-safe. */
final class ArithmeticReadings {
    private final List<Double> forks = new ArrayList<>();
    private double before;

    /** A fork is about to begin. */
    void before(double gflops) {
        before = gflops;
    }

    /** It has ended: the better of the two counts, because noise only lowers them. */
    void after(double gflops) {
        forks.add(Math.max(before, gflops));
        before = 0;
    }

    boolean isEmpty() {
        return forks.isEmpty();
    }

    /** The middle of the forks, as the time of the row is the middle of theirs. */
    double gflops() {
        return Estimate.median(forks.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Difference of the best and the worst fork, as a part of the best. */
    double spread() {
        return 1 - Collections.min(forks) / Collections.max(forks);
    }
}
