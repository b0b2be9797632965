package gramflow.gram;

import gramflow.gram.FileReport.Phase;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Bands on their way from the kernel to the disk: the calling thread computes into one of two buffers while a second thread writes the other, and a third waits for the disk and then
 * notes in the journal what it has. What is noted is therefore on the disk, and no step waits for another but for want of a buffer. Used once.
 */
final class BandPipeline {
    private static final int BUFFERS = 2;
    /** Bands that are written but not yet on the disk, at most: they are in the system's memory, and stopping waits for them. */
    private static final int UNFORCED = 3;

    private final KernelTiles tiles;
    private final Products on;
    private final BandLayout layout;
    private final BandFile file;
    private final Journal journal;
    private final Progress progress;
    private final TileClock clock;

    private final BlockingQueue<MemorySegment> free = new ArrayBlockingQueue<>(BUFFERS);
    private final BlockingQueue<Step> computed = new LinkedBlockingQueue<>();
    private final BlockingQueue<Step> written = new LinkedBlockingQueue<>();
    private final Semaphore unforced = new Semaphore(UNFORCED);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private Staging staging;

    /** A band that has come some way; {@code index < 0} ends a queue. */
    private record Step(int index, MemorySegment buffer, int checksum) {
        static final Step END = new Step(-1, MemorySegment.NULL, 0);
    }

    BandPipeline(KernelTiles tiles, Products on, BandLayout layout, BandFile file, Journal journal, TileClock clock, Progress progress) {
        this.tiles = tiles;
        this.on = on;
        this.layout = layout;
        this.file = file;
        this.journal = journal;
        this.progress = progress;
        this.clock = clock;
        this.staging = new Staging(layout, List.of());
    }

    /**
     * Computes, writes and journals bands, and returns when the disk has all of them.
     *
     * @throws IOException if reading factors, writing or forcing fails; what the journal has is kept
     * @throws CancellationException if the progress says so, after what was computed by then is on the disk
     */
    void run(Staging work) throws IOException {
        staging = work;
        List<Integer> bands = work.order();
        progress.begin("gram", Math.max(1, work.flops(tiles.inner())));
        // Freed at the end, not when the collector finds the time: two bands may be most of the memory there is.
        try (Arena arena = Arena.ofShared()) {
            if (!bands.isEmpty()) {
                free.add(buffer(arena));
            }
            Thread writer = Thread.ofPlatform().daemon().name("gramflow-write").start(() -> guarded(() -> {
                // Java fills it with zeros, half a second for two of 250 MB: the other is there when the first band is computed.
                for (int i = 1; i < Math.min(BUFFERS, bands.size()); i++) {
                    free.add(buffer(arena));
                }
                write();
            }));
            Thread forcer = Thread.ofPlatform().daemon().name("gramflow-force").start(() -> guarded(this::force));
            try {
                compute(bands);
            } finally {
                computed.add(Step.END);
                join(writer);
                join(forcer);
            }
        }
        rethrow();
    }

    private MemorySegment buffer(Arena arena) {
        return arena.allocate(BandFile.bufferBytes(layout), DirectWriter.BLOCK);
    }

    private void compute(List<Integer> bands) throws IOException {
        for (int band : bands) {
            TileClock.Lap wait = clock.begin();
            MemorySegment buffer = take(free);
            clock.end(Phase.WAIT, band, wait);
            if (failure.get() != null) {
                return;
            }
            if (progress.cancelled()) {
                throw new CancellationException();
            }
            TileClock.Lap products = clock.begin();
            compute(band, buffer, new Pieces(new OfBand(progress, clock, band)));
            clock.end(Phase.COMPUTE, band, products);
            computed.add(new Step(band, buffer, 0));
        }
    }

    /** Notes what packing takes, and hands on the rest. */
    private record OfBand(Progress whole, TileClock clock, int band) implements Progress {
        @Override
        public void advance(double units) {
            whole.advance(units);
        }

        @Override
        public void packed(long begin) {
            clock.part(Phase.PACK, band, begin);
        }

        @Override
        public boolean cancelled() {
            return whole.cancelled();
        }
    }

    private void compute(int band, MemorySegment buffer, Progress pieces) throws IOException {
        long from = layout.from(band);
        long to = layout.to(band);
        long width = layout.width(band);
        Matrix target = Matrix.over(file.place(band, buffer), layout.precision(), to - from, width, width, 1);
        if (layout.kind() == BandLayout.Kind.FULL) {
            tiles.compute(from, to, 0, width, target, on, pieces);
        } else {
            if (from > 0) {
                tiles.compute(from, to, 0, from, target.block(0, to - from, 0, from), on, pieces);
            }
            tiles.computeDiagonal(from, to, target.block(0, to - from, from, to), on, pieces);
            for (Staging.Columns columns : staging.missing(band)) {
                tiles.compute(from, to, columns.from(), columns.to(), target.block(0, to - from, columns.from(), columns.to()), on, pieces);
            }
        }
    }

    private void write() throws IOException {
        for (Step step = take(computed); step.index >= 0; step = take(computed)) {
            try {
                if (failure.get() == null) {
                    unforced.acquireUninterruptibly();
                    TileClock.Lap writing = clock.begin();
                    MemorySegment band = file.place(step.index, step.buffer);
                    file.unstage(step.index, band, staging);
                    file.stage(step.index, band, staging);
                    int checksum = file.write(step.index, band);
                    clock.end(Phase.WRITE, step.index, writing);
                    written.add(new Step(step.index, MemorySegment.NULL, checksum));
                }
            } finally {
                free.add(step.buffer);
            }
        }
    }

    private void force() throws IOException {
        boolean more = true;
        while (more) {
            Map<Integer, Integer> bands = new LinkedHashMap<>();
            List<Step> steps = new ArrayList<>(List.of(take(written)));
            // All that is written by now takes one wait.
            written.drainTo(steps);
            for (Step step : steps) {
                more &= step.index >= 0;
                if (step.index >= 0) {
                    bands.put(step.index, step.checksum);
                }
            }
            if (!bands.isEmpty()) {
                try {
                    List<TileClock.Lap> laps = bands.keySet().stream().map(band -> clock.begin()).toList();
                    file.force();
                    journal.finish(bands);
                    int lap = 0;
                    for (int band : bands.keySet()) {
                        clock.end(Phase.FORCE, band, laps.get(lap++));
                    }
                } finally {
                    unforced.release(bands.size());
                }
            }
        }
    }

    /** The work of a thread: its failure is kept for the caller, and whoever comes after it in the pipeline still learns of the end. */
    private void guarded(Work work) {
        try {
            work.run();
        } catch (Throwable t) {
            failure.compareAndSet(null, t);
            drain();
        } finally {
            written.add(Step.END);
        }
    }

    /** Gives back what still comes, so that nobody waits for ever. */
    private void drain() {
        unforced.release(UNFORCED);
        if (Thread.currentThread().getName().equals("gramflow-write")) {
            for (Step step = take(computed); step.index >= 0; step = take(computed)) {
                free.add(step.buffer);
            }
        }
    }

    /** What a thread does. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static <T> T take(BlockingQueue<T> queue) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return queue.take();
                } catch (InterruptedException e) {
                    // An interrupt would close the file under the writer: it is handed on at the end.
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for its end, interrupted or not. */
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rethrow() throws IOException {
        switch (failure.get()) {
            case null -> {
            }
            case IOException e -> throw e;
            case UncheckedIOException e -> throw e.getCause();
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable t -> throw new IllegalStateException(t);
        }
    }
}
