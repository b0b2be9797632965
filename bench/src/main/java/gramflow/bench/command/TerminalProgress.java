package gramflow.bench.command;

import gramflow.machine.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One line on a terminal that is drawn over again: what, fraction, rate, time left. Silent when it is told that nobody looks. Closing it, or beginning
 * the next work, leaves the terminal as it was. Thread-safe.
 */
public final class TerminalProgress implements Progress, AutoCloseable {

    /** System property: {@code true} says that stderr is a terminal. The launcher sets it, since Java cannot find out once stdout is redirected. */
    public static final String PROPERTY = "gramflow.terminal";

    private static final long REDRAW_NANOS = 100_000_000L;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter terminal;
    private final boolean visible;
    private final BooleanSupplier cancelled;
    private final LongSupplier nanoTime;
    private final AtomicLong drawn = new AtomicLong();
    private volatile @Nullable Work work;
    private boolean dirty;

    private record Work(String what, double units, long began, DoubleAdder done) {
    }

    /**
     * A line on {@code terminal}.
     *
     * @param visible {@code false} draws nothing
     * @param cancelled asked between pieces of work
     * @param nanoTime a clock such as {@link System#nanoTime}
     */
    TerminalProgress(PrintWriter terminal, boolean visible, BooleanSupplier cancelled, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.visible = visible;
        this.cancelled = cancelled;
        this.nanoTime = nanoTime;
    }

    /** Whether the launcher found stderr to be a terminal. */
    static boolean stderrIsTerminal() {
        return Boolean.getBoolean(PROPERTY);
    }

    @Override
    public void begin(String what, double units) {
        clear();
        long now = nanoTime.getAsLong();
        drawn.set(now);
        work = new Work(what, units, now, new DoubleAdder());
    }

    @Override
    public void advance(double units) {
        Work current = work;
        if (!visible || current == null) {
            return;
        }
        current.done.add(units);
        long now = nanoTime.getAsLong();
        long last = drawn.get();
        // Of all threads that come by in a tenth of a second, one draws.
        if (now - last >= REDRAW_NANOS && drawn.compareAndSet(last, now)) {
            draw(line(current.what, current.done.sum(), current.units, (now - current.began) * 1e-9));
        }
    }

    @Override
    public boolean cancelled() {
        return cancelled.getAsBoolean();
    }

    /** Clears the line. */
    @Override
    public void close() {
        work = null;
        clear();
    }

    private synchronized void draw(String line) {
        if (work != null) {
            terminal.print(CLEAR_LINE + line);
            terminal.flush();
            dirty = true;
        }
    }

    private synchronized void clear() {
        if (dirty) {
            terminal.print(CLEAR_LINE);
            terminal.flush();
            dirty = false;
        }
    }

    static String line(String what, double done, double units, double seconds) {
        double fraction = Math.clamp(done / units, 0, 1);
        double rate = done / seconds;
        return String.format(Locale.ROOT, "%s %3.0f %%  %s/s  %s left", what, 100 * fraction, Quantity.of(rate, "").strip(),
                duration((1 - fraction) * units / rate));
    }

    /** Seconds as a person says them: {@code 7 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    static String duration(double seconds) {
        if (!(seconds < 1e9)) {
            return "?";
        }
        long s = Math.round(Math.ceil(seconds));
        if (s < 60) {
            return s + " s";
        }
        return s < 3600 ? s / 60 + " min " + s % 60 + " s" : s / 3600 + " h " + s % 3600 / 60 + " min";
    }
}
