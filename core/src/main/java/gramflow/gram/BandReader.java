package gramflow.gram;

import gramflow.matrix.Matrix;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a file of bands, read by calls that name the position into two buffers of its own: one is read, on a thread of its own, while the other is used. For one thread at a time. Does not close the channel.
 */
final class BandReader implements AutoCloseable {
    /** One call's bytes at most. */
    private static final long PIECE = 1L << 26;

    private final FileChannel channel;
    private final long dataStart;
    private final BandLayout layout;
    private final long rows;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment[] buffers = {MemorySegment.NULL, MemorySegment.NULL};
    private int next;
    private @Nullable Thread reading;

    /**
     * Of a file whose first entry is at {@code dataStart}.
     *
     * @param rows that are read at a time, at most: a buffer has room for as many of full width
     */
    BandReader(FileChannel channel, long dataStart, BandLayout layout, long rows) {
        this.channel = channel;
        this.dataStart = dataStart;
        this.layout = layout;
        this.rows = rows;
    }

    /**
     * Begins to read rows {@code from ≤ i < to} of one band, in all the columns that it has in the file. What was asked for before the last call is overwritten.
     *
     * @return what {@link #await} waits for
     */
    Future<Matrix> ahead(long from, long to) {
        int side = next;
        next = 1 - side;
        FutureTask<Matrix> task = new FutureTask<>(() -> read(side, from, to));
        reading = Thread.ofPlatform().daemon().name("gramflow-read").start(task);
        return task;
    }

    private Matrix read(int side, long from, long to) throws IOException {
        int size = layout.precision().bytes();
        if (buffers[side].byteSize() == 0) {
            buffers[side] = arena.allocate(Math.max(1, rows * layout.cols() * size), Matrix.ALIGNMENT);
        }
        int band = Math.toIntExact(from / layout.height());
        long width = layout.width(band);
        read(channel, buffers[side].asSlice(0, (to - from) * width * size), dataStart + layout.offset(band, from));
        return Matrix.over(buffers[side], layout.precision(), to - from, width, width, 1);
    }

    /**
     * What was asked for, until the second call of {@link #ahead} from then.
     *
     * @throws UncheckedIOException if the file cannot be read
     */
    static Matrix await(Future<Matrix> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw new UncheckedIOException(failed);
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while a file was read");
        }
    }

    /** Fills a segment from that position of a file. */
    static void read(FileChannel channel, MemorySegment bytes, long position) throws IOException {
        for (long at = 0; at < bytes.byteSize(); at += PIECE) {
            ByteBuffer piece = bytes.asSlice(at, Math.min(PIECE, bytes.byteSize() - at)).asByteBuffer();
            while (piece.hasRemaining()) {
                if (channel.read(piece, position + at + piece.position()) < 0) {
                    throw new EOFException("the file ends early");
                }
            }
        }
    }

    /** Waits for what is being read, whoever wanted it: its buffer goes now. */
    @Override
    public void close() {
        if (reading != null) {
            BandPipeline.join(reading);
        }
        arena.close();
    }
}
