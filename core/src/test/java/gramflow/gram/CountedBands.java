package gramflow.gram;

import gramflow.machine.Progress;
import java.util.stream.IntStream;

/** Cancels when so many bands, from the first on, are computed; the check of what is there does not count. */
final class CountedBands implements Progress {
    private final double most;
    private boolean computing;
    private double flops;

    CountedBands(KernelTiles tiles, BandLayout layout, int bands) {
        most = new Staging(layout, IntStream.range(0, layout.count()).boxed().toList()).order().stream().limit(bands)
                .mapToDouble(band -> layout.flops(band, tiles.inner())).sum();
    }

    @Override
    public synchronized void begin(String what, double units) {
        computing = what.equals("gram");
    }

    @Override
    public synchronized void advance(double units) {
        flops += computing ? units : 0;
    }

    @Override
    public synchronized boolean cancelled() {
        return computing && flops >= most * (1 - 1e-9);
    }
}
