package gramflow.io;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of numbers outside the heap that becomes a row-major matrix. If the number of them is certain they go straight into the matrix; if it is
 * not, into chunks that grow with what has really come, so that a header's promise alone never takes memory. Not thread-safe.
 */
final class Chunks implements AutoCloseable {
    /** Small enough that a small file costs nothing; each chunk is twice the one before. */
    private static final long FIRST_BYTES = 1L << 16;
    /** Large enough that their number does not matter; what the last one wastes at most. */
    private static final long MOST_BYTES = 1L << 26;

    private static final ValueLayout.OfDouble F64 = ValueLayout.JAVA_DOUBLE_UNALIGNED;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private record Chunk(Arena arena, MemorySegment memory, long size) {
    }

    private final Precision precision;
    private final @Nullable Matrix whole;
    private final List<Chunk> full = new ArrayList<>();
    private @Nullable Arena arena;
    private MemorySegment memory;
    private long capacity;
    private long used;
    private long before;

    private Chunks(Precision precision, @Nullable Matrix whole) {
        this.precision = precision;
        this.whole = whole;
        this.memory = whole == null ? MemorySegment.NULL : whole.strided().segment();
        this.capacity = whole == null ? 0 : whole.cols();
    }

    /** For a number of entries not known. */
    static Chunks growing(Precision precision) {
        return new Chunks(precision, null);
    }

    /** For exactly {@code size} entries, known to be there. */
    static Chunks of(Precision precision, long size) {
        return new Chunks(precision, Matrix.zeros(precision, 1, size));
    }

    /** Number of entries so far. */
    long size() {
        return before + used;
    }

    /** Appends one number, rounded to the precision. */
    void add(double value) {
        if (used == capacity) {
            grow();
        }
        if (precision == Precision.F64) {
            memory.set(F64, used * Double.BYTES, value);
        } else {
            memory.set(F32, used * Float.BYTES, (float) value);
        }
        used++;
    }

    /** Appends {@code values[from … from + count − 1]}, rounded to the precision. */
    void add(double[] values, int from, int count) {
        int done = 0;
        while (done < count) {
            if (used == capacity) {
                grow();
            }
            int now = (int) Math.min(count - done, capacity - used);
            if (precision == Precision.F64) {
                MemorySegment.copy(values, from + done, memory, F64, used * Double.BYTES, now);
            } else {
                long at = used * Float.BYTES;
                for (int i = 0; i < now; i++) {
                    memory.set(F32, at + i * (long) Float.BYTES, (float) values[from + done + i]);
                }
            }
            used += now;
            done += now;
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by toMatrix or close, whichever comes first
    private void grow() {
        if (whole != null) {
            throw new IllegalStateException("more than the " + capacity + " entries promised");
        }
        retire();
        long bytes = before == 0 ? FIRST_BYTES : Math.min(MOST_BYTES, 2 * full.getLast().memory().byteSize());
        // A chunk has its own arena, so that it is freed as soon as it is copied.
        arena = Arena.ofConfined();
        memory = arena.allocate(bytes, Matrix.ALIGNMENT);
        capacity = bytes / precision.bytes();
    }

    private void retire() {
        if (arena != null) {
            full.add(new Chunk(arena, memory, used));
            before += used;
            arena = null;
        }
        used = 0;
        capacity = 0;
    }

    /**
     * The entries as a row-major matrix; nothing can be added afterwards.
     *
     * @param rows times {@code cols} is {@link #size}
     */
    Matrix toMatrix(long rows, long cols) {
        if (size() != Math.multiplyExact(rows, cols)) {
            throw new IllegalStateException(size() + " entries, expected " + rows + " x " + cols);
        }
        if (whole != null) {
            return Matrix.over(memory, precision, rows, cols, cols, 1);
        }
        retire();
        Matrix matrix = Matrix.zeros(precision, rows, cols);
        MemorySegment to = matrix.strided().segment();
        long at = 0;
        for (Chunk chunk : full) {
            long bytes = chunk.size() * precision.bytes();
            MemorySegment.copy(chunk.memory(), 0, to, at, bytes);
            at += bytes;
            chunk.arena().close();
        }
        full.clear();
        return matrix;
    }

    /** Frees the chunks; the matrix stays. */
    @Override
    public void close() {
        retire();
        full.forEach(chunk -> chunk.arena().close());
        full.clear();
    }
}
