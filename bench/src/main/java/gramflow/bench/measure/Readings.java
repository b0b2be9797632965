package gramflow.bench.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How fast so many bytes were read, each time it was tried. Not thread-safe. */
final class Readings {
    private final long bytes;
    private final int threads;
    private final List<Double> gbs = new ArrayList<>();
    private boolean doubted;

    /** None yet. */
    Readings(long bytes, int threads) {
        this.bytes = bytes;
        this.threads = threads;
    }

    /** One more. */
    void add(RoofMeter meter) {
        gbs.add(meter.read(bytes, threads).gbs());
    }

    boolean isEmpty() {
        return gbs.isEmpty();
    }

    /** Something was faster than the middle of them: from now on their best counts. */
    void doubt() {
        doubted = true;
    }

    /** 10⁹ bytes a second: the median of all, or the best once that has been doubted. */
    double gbs() {
        return doubted ? Collections.max(gbs) : Estimate.median(gbs.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Difference of the best and the worst, as a part of the best. */
    double spread() {
        return 1 - Collections.min(gbs) / Collections.max(gbs);
    }
}
