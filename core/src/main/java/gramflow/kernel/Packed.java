package gramflow.kernel;

import gramflow.machine.Workers;
import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A block of a matrix in panels, as {@link MicroKernel} reads them: rows beyond the last and columns beyond the depth are zeros. All panels are packed at once, or each by whoever
 * {@linkplain #need needs} it first: what is packed just before it is multiplied comes from the second-level cache, and not from beyond it.
 */
final class Packed implements AutoCloseable {
    /**
     * Columns that are copied to the heap at a time: long stretches of each row, which is how memory is read fastest. What is interleaved then comes from the
     * second-level cache, a whole line at a time, and that costs less: 1.4 ms for 1536 x 768 doubles from memory, beside 1.8 with 128 columns (Zen 4).
     */
    private static final int CHUNK = 1024;

    /**
     * Panels that one thread fills at a time where columns lie side by side, {@value #STACKED} of their columns at a time: memory is then read in long stretches, and the panels of a
     * tile are shared among who wants them. 16 and 32 are a hundredth slower in products of 1536 x 768 doubles (Zen 5); single panels took twice as long on Zen 4, from small pages.
     */
    private static final int GROUP = 4;
    private static final int STACKED = 128;
    /** No panel. */
    private static final int NONE = -1;

    private final Strided x;
    private final Tile tile;
    private final MicroKernel kernel;
    private final int block;
    private final int panel;
    private final int depth;
    private final Scratch scratch;
    /** What is still to be packed; null if all is, or soon will be. */
    private @Nullable Pending pending;

    private Packed(Strided x, int block, Tile tile, MicroKernel kernel) {
        this.x = x;
        this.tile = tile;
        this.kernel = kernel;
        this.block = block;
        this.panel = tile.panel();
        this.depth = padded(x.cols(), block);
        this.scratch = Scratch.lease(x.precision(), Math.toIntExact(length(x.rows(), depth, panel)));
    }

    /** Elements the panels of {@code rows} rows take. */
    static long length(long rows, int depth, int panel) {
        return Math.ceilDiv(rows, panel) * panel * depth;
    }

    /** Columns of a panel for as many of x, in whole blocks. */
    static int padded(long cols, int block) {
        return Math.toIntExact(Math.ceilDiv(cols, block) * block);
    }

    /**
     * Packs all of {@code x}, each panel as a task of its own.
     *
     * @param x rows × columns, whose panels fit in an array
     * @param block columns that are multiplied at a stretch: a panel has as many of these blocks as hold those of x
     */
    static Packed of(Strided x, int block, Tile tile, MicroKernel kernel, Workers workers) {
        Packed packed = new Packed(x, block, tile, kernel);
        if (x.rowStride() == 1) {
            int panels = packed.panels();
            workers.forEach(Math.ceilDiv(panels, GROUP),
                    (group, worker) -> packed.stack(group * GROUP, Math.min(panels, (group + 1) * GROUP)));
        } else {
            try (WorkerScratch room = packed.room(workers)) {
                workers.forEach(packed.panels(), (p, worker) -> packed.read(p, room.of(worker)));
            }
        }
        return packed;
    }

    /**
     * Will pack {@code x}, panel by panel as they are {@linkplain #need needed}, by those workers.
     *
     * @param x as in {@link #of}; stays as it is until all is packed
     */
    static Packed onUse(Strided x, int block, Tile tile, MicroKernel kernel, Workers workers) {
        Packed packed = new Packed(x, block, tile, kernel);
        packed.pending = new Pending(packed, packed.room(workers), workers.threads());
        return packed;
    }

    private WorkerScratch room(Workers workers) {
        return new WorkerScratch(x.precision(), Panel.room(tile, CHUNK), workers.threads());
    }

    private int panels() {
        return Math.toIntExact(Math.ceilDiv(x.rows(), panel));
    }

    private void read(long p, Scratch rows) {
        new Panel(tile, kernel, rows, CHUNK).read(x, p * panel, array(), at(p * panel, 0));
        clearBeyond((int) x.cols(), p * panel);
    }

    /** Rows of the block. */
    long rows() {
        return x.rows();
    }

    /** Columns of a panel, those of zeros included. */
    int depth() {
        return depth;
    }

    /** Columns that are multiplied at a stretch; the depth is a multiple of it. */
    int block() {
        return block;
    }

    /**
     * Returns when rows {@code from ≤ i < to} are packed: does what nobody has begun, and waits for the rest.
     *
     * @param worker the calling one
     */
    void need(long from, long to, int worker) {
        if (pending != null) {
            pending.need((int) (from / panel), Math.toIntExact(Math.ceilDiv(to, panel)), worker);
        }
    }

    /**
     * As {@link #need}, of rows that the worker is about to multiply by many others, and will find in its second-level cache: unless it has packed them just now, they are read from end to end. The micro-kernel
     * would fetch them strip by strip, waiting longer: by one part in a hundred of a product of 4096 x 1024 doubles, two or three of a tangent kernel (Zen 5).
     */
    void fetch(long from, long to, int worker) {
        if (pending != null) {
            pending.held[worker] = NONE;
            hold(from, to, worker);
        }
    }

    /** As {@link #fetch}, of rows that are still in that cache if those the worker asked for last began there too. */
    void hold(long from, long to, int worker) {
        if (pending != null) {
            pending.hold((int) (from / panel), Math.toIntExact(Math.ceilDiv(to, panel)), worker);
        }
    }

    /** What packing on use has taken since this was last asked, in nanoseconds, all threads together. */
    long nanos() {
        return pending == null ? 0 : pending.nanos.getAndSet(0);
    }

    /** The panels that are packed on use. */
    private static final class Pending {
        private static final int UNTOUCHED = 0;
        private static final int BEGUN = 1;
        private static final int DONE = 2;

        /** Looks at a panel that another is packing, which takes microseconds, before its thread is taken to have been stopped. */
        private static final int SOON = 1000;
        /** From then on between two looks, nanoseconds. */
        private static final long PAUSE = 20_000;

        private final Packed of;
        /** Rows on their way to a panel. */
        private final WorkerScratch room;
        private final AtomicIntegerArray states;
        private final AtomicLong nanos = new AtomicLong();
        /** The first of the panels that each worker has fetched last, or {@link #NONE}. */
        private final int[] held;
        /** What it has read of them: nobody asks, but what goes nowhere the compiler would not read. */
        private final long[] seen;

        Pending(Packed of, WorkerScratch room, int workers) {
            this.of = of;
            this.room = room;
            states = new AtomicIntegerArray(of.panels());
            held = new int[workers];
            Arrays.fill(held, NONE);
            seen = new long[workers];
        }

        void hold(int from, int to, int worker) {
            boolean there = held[worker] == from;
            held[worker] = from;
            if (need(from, to, worker) < to - from && !there) {
                seen[worker] = Elements.of(of.x.precision()).readLines(of.array(), of.at((long) from * of.panel, 0),
                        (to - from) * of.panel * of.depth);
            }
        }

        /** Returns how many of the panels the calling worker has packed. */
        int need(int from, int to, int worker) {
            int packed = 0;
            for (int p = from; p < to; p++) {
                if (states.get(p) == UNTOUCHED) {
                    packed += attempt(p, to, worker);
                }
            }
            for (int p = from; p < to; p++) {
                // What another has begun and could not do ends here as it ended there.
                for (int looked = 0; states.get(p) != DONE; looked++) {
                    if (states.get(p) == UNTOUCHED) {
                        packed += attempt(p, to, worker);
                    } else if (looked < SOON) {
                        Thread.onSpinWait();
                    } else {
                        LockSupport.parkNanos(PAUSE);
                    }
                }
            }
            return packed;
        }

        /** Packs that panel, with those behind it that are best read together, if nobody else does; returns how many. */
        private int attempt(int p, int to, int worker) {
            boolean columns = of.x.rowStride() == 1;
            int most = columns ? Math.min(to, p + GROUP) : p + 1;
            int end = p;
            while (end < most && states.compareAndSet(end, UNTOUCHED, BEGUN)) {
                end++;
            }
            if (end == p) {
                return 0;
            }
            long begin = System.nanoTime();
            int state = UNTOUCHED;
            try {
                if (columns) {
                    of.stack(p, end);
                } else {
                    of.read(p, room.of(worker));
                }
                state = DONE;
            } finally {
                for (int done = p; done < end; done++) {
                    states.set(done, state);
                }
                nanos.addAndGet(System.nanoTime() - begin);
            }
            return end - p;
        }
    }

    /** Where the entry (row, l) lies in the array. */
    int at(long row, int l) {
        return scratch.start() + (int) (row / panel * panel * depth + row % panel + (long) l * panel);
    }

    Object array() {
        return scratch.array();
    }

    /** Panels p … q − 1 of a transposed view: what belongs side by side already lies so. */
    private void stack(long p, long q) {
        Elements elements = Elements.of(x.precision());
        int cols = (int) x.cols();
        long columnBytes = x.colStride() * x.precision().bytes();
        long end = Math.min(x.rows(), q * panel);
        for (int l = 0; l < cols; l += STACKED) {
            int width = Math.min(STACKED, cols - l);
            for (long first = p * panel; first < end; first += panel) {
                int count = (int) Math.min(panel, x.rows() - first);
                int to = at(first, l);
                if (count == panel && x.segment().isNative()) {
                    kernel.stack(x.segment(), x.byteOffset(first, l), columnBytes, width, array(), to);
                    continue;
                }
                for (int c = 0; c < width; c++) {
                    MemorySegment.copy(x.segment(), elements.layout(), x.byteOffset(first, l + c), array(), to + c * panel, count);
                    elements.clear(array(), to + c * panel + count, panel - count);
                }
            }
        }
        for (long first = p * panel; first < end; first += panel) {
            clearBeyond(cols, first);
        }
    }

    /** Zeros in the columns that the panel of row {@code first} has more than the block. */
    private void clearBeyond(int cols, long first) {
        Elements.of(scratch.precision()).clear(array(), at(first, cols), (depth - cols) * panel);
    }

    @Override
    public void close() {
        if (pending != null) {
            pending.room.close();
        }
        scratch.close();
    }
}
