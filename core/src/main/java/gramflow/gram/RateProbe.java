package gramflow.gram;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Measures {@link Rates} by doing a little of the work: a few blocks of K, and a file that is deleted again. */
public final class RateProbe {
    private static final long BLOCK_ROWS = 480;
    private static final long BLOCK_COLUMNS = 4096;
    /** As long as the JIT takes to compile what a block runs; later calls come at full speed. */
    private static final long WARM_UP_NANOS = 600_000_000;
    /** What has not become faster by a tenth since so many calls has been compiled already. */
    private static final int STEADY_CALLS = 2;
    private static final double FASTER = 0.9;
    private static final int CALLS_AT_LEAST = 3;
    /** Where one call takes long, on plain loops say, it tells enough. */
    private static final long LIMIT_NANOS = 1_000_000_000;
    /** Flops that are done before a probe would be. */
    private static final double SMALL_FLOPS = 5e9;
    private static final int PIECE = 1 << 24;

    private RateProbe() {
    }

    /**
     * Flops a second on blocks of K: the best of several calls. Less than a second is spent, in which the JIT does the work that K would wait for otherwise; on a small K one call.
     *
     * @throws IOException if factors come from a file, and reading it fails
     */
    public static double flopsPerSecond(KernelTiles tiles, Products on) throws IOException {
        long whole = tiles.granularity();
        long rows = Math.min(tiles.rows(), Math.ceilDiv(BLOCK_ROWS, whole) * whole);
        long cols = Math.min(tiles.cols(), Math.ceilDiv(BLOCK_COLUMNS, whole) * whole);
        double block = tiles.flops(rows, cols);
        boolean large = tiles.flops(tiles.rows(), tiles.cols()) > SMALL_FLOPS;
        try (Arena arena = Arena.ofShared()) {
            Matrix target = Matrix.zeros(tiles.precision(), rows, cols, arena);
            long start = System.nanoTime();
            double best = Double.MAX_VALUE;
            int calls = 0;
            int steady = 0;
            do {
                long begin = System.nanoTime();
                tiles.compute(0, rows, 0, cols, target, on, Progress.NONE);
                double took = (double) (System.nanoTime() - begin);
                steady = took < FASTER * best ? 0 : steady + 1;
                best = Math.min(best, took);
                calls++;
            } while (large && (calls < CALLS_AT_LEAST || (steady < STEADY_CALLS && System.nanoTime() - start < WARM_UP_NANOS))
                    && System.nanoTime() - start < LIMIT_NANOS);
            return Math.max(1, block / Math.max(1, best) * 1e9);
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
