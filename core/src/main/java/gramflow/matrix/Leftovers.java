package gramflow.matrix;

import gramflow.machine.SystemMemory;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sees that the memory of matrices that nobody refers to any more comes back. Only the collector can tell which these are, and matrices outside the heap give it no reason to look: the JVM's own bound on such memory must
 * be as large as the largest matrix, and until it is reached nothing would be freed.
 *
 * <p>So once that many bytes have been made, a collection is asked for, unless there was one since the last look. Safe to share between threads.
 */
final class Leftovers {
    /** Of the machine's memory, what may lie there unused. */
    private static final long SHARE = 8;

    private final long most;
    private final Runnable collector;
    private final AtomicLong made = new AtomicLong();
    /** Cleared by any collection. */
    private volatile WeakReference<Object> sinceLastLook = new WeakReference<>(new Object());

    /**
     * Asks {@code collector} after {@code most} bytes.
     */
    Leftovers(long most, Runnable collector) {
        this.most = most;
        this.collector = collector;
    }

    /** Those of this JVM. */
    static Leftovers ofThisMachine() {
        return Holder.LEFTOVERS;
    }

    private static final class Holder {
        static final Leftovers LEFTOVERS = new Leftovers(SystemMemory.current().total() / SHARE, System::gc);
    }

    /** Hears of a matrix that is about to be made. */
    void making(long bytes) {
        if (made.addAndGet(bytes) < most || made.getAndSet(0) < most) {
            return;
        }
        if (sinceLastLook.get() != null) {
            collector.run();
        }
        sinceLastLook = new WeakReference<>(new Object());
    }
}
