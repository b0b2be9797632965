package gramflow.machine;

/**
 * Hears of long work, and can end it. Work calls {@link #begin} once, {@link #advance} as pieces finish, from any thread, and asks {@link #cancelled}
 * between pieces; fraction, rate and remaining time follow from these. Implementations must be thread-safe and quick: they are called once a tile.
 */
public interface Progress {

    /** Hears nothing and never cancels. */
    Progress NONE = new Progress() {
    };

    /**
     * Work begins.
     *
     * @param what a few words for a person, such as {@code "gram"}
     * @param units how much {@link #advance} will add up to, in units of the work's own (flops, rows, bytes), &gt; 0
     */
    default void begin(String what, double units) {
    }

    /** A piece of {@code units} is finished. */
    default void advance(double units) {
    }

    /**
     * A while went into what is not counted in units: packing factors, from {@code begin} until now as {@link System#nanoTime} has it. Where factors are packed between products, it is told once
     * they are done, as if it had been one stretch at their end and every thread had had its share.
     */
    default void packed(long begin) {
    }

    /** Whether to stop at the next piece: work then throws {@link java.util.concurrent.CancellationException} and leaves what is finished. */
    default boolean cancelled() {
        return false;
    }
}
