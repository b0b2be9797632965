package gramflow.gram;

import gramflow.gram.FileReport.BandTime;
import gramflow.gram.FileReport.Phase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps when each phase of each band began and ended, for the account, and tells Flight Recorder where the JVM has one. Thread-safe. */
final class TileClock {
    /** Without the module {@code jdk.jfr} an event could not even be loaded. */
    private static final boolean RECORDER = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private final BandLayout layout;
    private final List<BandTime> times = new ArrayList<>();

    TileClock(BandLayout layout) {
        this.layout = layout;
    }

    /**
     * A phase that has begun.
     *
     * @param nanos when
     * @param event Flight Recorder's, if there is one
     */
    record Lap(long nanos, @Nullable Object event) {
    }

    Lap begin() {
        return new Lap(System.nanoTime(), RECORDER ? Recorder.begin() : null);
    }

    void end(Phase phase, int band, Lap lap) {
        if (lap.event != null) {
            Recorder.end(lap.event, phase, band, System.nanoTime() - lap.nanos, layout);
        }
        synchronized (times) {
            times.add(new BandTime(phase, band, lap.nanos, System.nanoTime()));
        }
    }

    /** A phase that has lasted since {@code begin}. Flight Recorder's events can't begin in the past: it hears how long it was. */
    void part(Phase phase, int band, long begin) {
        if (RECORDER) {
            Recorder.end(Recorder.begin(), phase, band, System.nanoTime() - begin, layout);
        }
        synchronized (times) {
            times.add(new BandTime(phase, band, begin, System.nanoTime()));
        }
    }

    /** All phases that have ended, in order of their ends. */
    List<BandTime> times() {
        synchronized (times) {
            return List.copyOf(times);
        }
    }

    /** What names the event: loaded only where there is a recorder. */
    private static final class Recorder {
        static Object begin() {
            TileEvent event = new TileEvent();
            event.begin();
            return event;
        }

        static void end(Object begun, Phase phase, int band, long nanos, BandLayout layout) {
            TileEvent event = (TileEvent) begun;
            event.end();
            if (event.shouldCommit()) {
                event.phase = phase.name();
                event.took = nanos;
                event.band = band;
                event.rows = layout.height(band);
                event.columns = layout.width(band);
                event.bytes = layout.bytes(band);
                event.commit();
            }
        }
    }
}
