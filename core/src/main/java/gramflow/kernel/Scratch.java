package gramflow.kernel;

import gramflow.machine.HeapLayout;
import gramflow.memory.Precision;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Heap arrays for packing and tiles, kept between calls so that a product allocates nothing to speak of, and let go when memory is short. What a leased
 * array holds is whatever the last user left.
 */
final class Scratch implements AutoCloseable {
    /** Arrays kept at most, of each precision: enough for a few callers at once. */
    private static final int KEPT = 64;

    private static final List<SoftReference<Object>> IDLE_F64 = new ArrayList<>();
    private static final List<SoftReference<Object>> IDLE_F32 = new ArrayList<>();

    private final Precision precision;
    private final Object array;

    private Scratch(Precision precision, Object array) {
        this.precision = precision;
        this.array = array;
    }

    /** Index of the first element that begins a cache line, in an array that is {@linkplain HeapLayout#alignedFrom large enough} to know. */
    static int start(Precision precision) {
        HeapLayout heap = HeapLayout.current();
        int first = precision == Precision.F64 ? heap.firstLongElement() : heap.firstElement();
        return Math.floorMod(-first, Elements.CACHE_LINE) / precision.bytes();
    }

    private static int lengthToAllocate(Precision precision, int length) {
        long aligned = HeapLayout.current().alignedFrom() / precision.bytes();
        return aligned < Integer.MAX_VALUE ? Math.max(length, (int) aligned) : length;
    }

    private static List<SoftReference<Object>> idle(Precision precision) {
        return precision == Precision.F64 ? IDLE_F64 : IDLE_F32;
    }

    /** An array with room for {@code room} elements from {@link #start} on, for the caller alone until {@link #close}. */
    static Scratch lease(Precision precision, int room) {
        int length = lengthToAllocate(precision, Math.addExact(room, start(precision)));
        Elements elements = Elements.of(precision);
        List<SoftReference<Object>> idle = idle(precision);
        synchronized (idle) {
            idle.removeIf(reference -> reference.get() == null);
            Object best = null;
            int bestAt = 0;
            for (int i = 0; i < idle.size(); i++) {
                Object candidate = idle.get(i).get();
                // An array very much too long is left for those who need it.
                if (candidate != null && elements.length(candidate) >= length && elements.length(candidate) / 8 <= length
                        && (best == null || elements.length(candidate) < elements.length(best))) {
                    best = candidate;
                    bestAt = i;
                }
            }
            if (best != null) {
                idle.remove(bestAt);
                return new Scratch(precision, best);
            }
        }
        return new Scratch(precision, elements.allocate(length));
    }

    /** Of its elements. */
    Precision precision() {
        return precision;
    }

    /** The array: {@code double[]} or {@code float[]}. */
    Object array() {
        return array;
    }

    /** Index at which to begin. */
    int start() {
        return start(precision);
    }

    /** Gives the array back. */
    @Override
    public void close() {
        List<SoftReference<Object>> idle = idle(precision);
        synchronized (idle) {
            if (idle.size() < KEPT) {
                idle.add(new SoftReference<>(array));
            }
        }
    }
}
