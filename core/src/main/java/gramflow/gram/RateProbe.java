package gramflow.gram;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Measures {@link Rates} by doing a little of the work: a few blocks of K, and a file that is deleted again. */
public final class RateProbe {
    /** No multiples of a tile: what K's edges run is then compiled with the rest (the first band of n = 30,000 had taken 0.77 s in place of 0.32). */
    private static final long BLOCK_ROWS = 957;
    private static final long BLOCK_COLUMNS = 4091;
    /** A first block is small: before C2 is done with the loops they are a hundred times slower, and a large one would then be all there is time for. */
    private static final long FIRST_ROWS = 93;
    private static final long FIRST_COLUMNS = 251;
    /** Blocks grow as long as one takes less than this. */
    private static final long SHORT_NANOS = 10_000_000;
    /**
     * C2 is done when nothing has become faster for so long, but never before {@link #WARM_UP_NANOS}: half a second at 1 GF/s has come before 200 GF/s, and a
     * plan believed the 1.
     */
    private static final long STEADY_NANOS = 400_000_000;
    private static final long WARM_UP_NANOS = 1_500_000_000;
    private static final double FASTER = 1.1;
    /** What is not compiled by then, plain loops say, is as fast as it will be. */
    private static final long LIMIT_NANOS = 4_000_000_000L;
    /** Flops that are done before a probe would be. */
    private static final double SMALL_FLOPS = 5e9;
    private static final int PIECE = 1 << 24;

    /**
     * Who listens changes from call to call: code that C2 has compiled for one listener it throws away when K's own comes, and compiles again while K waits
     * (0.17 s in place of 0.03 for the first band of n = 8,000).
     */
    private static final List<Progress> LISTENERS = listeners();

    private static List<Progress> listeners() {
        Progress another = new Progress() {
        };
        return List.of(Progress.NONE, new Pieces(Progress.NONE), new Pieces(another), new Pieces(new Pieces(another)), another);
    }

    private RateProbe() {
    }

    /**
     * Flops a second on blocks of K: the best of many calls, on blocks that grow as the JIT does its work, which K would wait for otherwise. Two seconds are
     * spent, four at most; on a small K one call.
     *
     * @throws IOException if factors come from a file, and reading it fails
     */
    public static double flopsPerSecond(KernelTiles tiles, Products on) throws IOException {
        long whole = tiles.granularity();
        boolean large = tiles.flops(tiles.rows(), tiles.cols()) > SMALL_FLOPS;
        long mostRows = Math.min(tiles.rows(), Math.ceilDiv(BLOCK_ROWS, whole) * whole);
        long mostCols = Math.min(tiles.cols(), Math.ceilDiv(BLOCK_COLUMNS, whole) * whole);
        long rows = large ? Math.min(mostRows, Math.ceilDiv(FIRST_ROWS, whole) * whole) : mostRows;
        long cols = large ? Math.min(mostCols, Math.ceilDiv(FIRST_COLUMNS, whole) * whole) : mostCols;
        try (Arena arena = Arena.ofShared()) {
            Matrix target = Matrix.zeros(tiles.precision(), mostRows, mostCols, arena);
            long start = System.nanoTime();
            long improved = start;
            double best = 0;
            long end;
            int calls = 0;
            do {
                long begin = System.nanoTime();
                tiles.compute(0, rows, 0, cols, target.block(0, rows, 0, cols), on, LISTENERS.get(calls++ % LISTENERS.size()));
                end = System.nanoTime();
                double rate = tiles.flops(rows, cols) / Math.max(1, end - begin) * 1e9;
                improved = rate > FASTER * best ? end : improved;
                best = Math.max(best, rate);
                if (end - begin < SHORT_NANOS && (rows < mostRows || cols < mostCols)) {
                    rows = Math.min(mostRows, 2 * rows);
                    cols = Math.min(mostCols, 2 * cols);
                    improved = end;
                }
            } while (large && end - start < LIMIT_NANOS && (end - start < WARM_UP_NANOS || end - improved < STEADY_NANOS));
            return Math.max(1, best);
        }
    }

    /** Takes away the name where the system lets go of an open file's, so that whoever is killed at the probe leaves nothing. */
    private static void unname(Path file) throws IOException {
        try {
            Files.delete(file);
        } catch (FileSystemException e) {
            // Windows keeps the name until the file is closed.
            return;
        }
    }

    /**
     * Bytes a second that reach the disk, forced, in writing a file from beginning to end.
     *
     * @param folder where the file is made, and deleted again
     * @param bytes its length, ≥ 1
     * @throws IOException if it cannot be written
     */
    public static double bytesPerSecond(Path folder, long bytes) throws IOException {
        Path file = folder.resolve(".gramflow-" + UUID.randomUUID() + ".probe");
        try (DirectWriter writer = DirectWriter.open(file); Arena arena = Arena.ofConfined()) {
            unname(file);
            // Not zeros: a file system may have a shorter way with them.
            MemorySegment piece = arena.allocate(PIECE, DirectWriter.BLOCK);
            for (long i = 0; i < PIECE; i += Long.BYTES) {
                piece.set(ValueLayout.JAVA_LONG, i, i * 0x9e3779b97f4a7c15L);
            }
            long begin = System.nanoTime();
            for (long at = 0; at < bytes; at += PIECE) {
                writer.write(piece.asSlice(0, Math.min(PIECE, bytes - at)), at);
            }
            writer.force();
            return bytes / Math.max(1e-9, (System.nanoTime() - begin) / 1e9);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
