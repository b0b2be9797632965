package gramflow.gram;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes long runs of bytes past the system's cache, straight from memory to the disk, where file system and alignment allow it, and through the cache where they do not: the cache costs
 * a copy and its upkeep, which took most of a core (4 GB with dd: 387 MB/s and 6.7 s of CPU through it, 1.7 GB/s and 0.5 s past it), and pushes out what others keep there.
 *
 * <p>What goes past the cache are whole blocks that lie in memory as they lie in the file, as {@link #shift} has it; a run's first and last bytes, up to the next block, go through it.
 */
final class DirectWriter implements Closeable {
    /** One call's bytes at most: beyond 2 GB they are not taken at once anyway. */
    private static final long PIECE = 1L << 26;
    /** A block at most; what asks for more is written through the cache. */
    static final int BLOCK = 1 << 12;

    private final FileChannel cached;
    private final @Nullable FileChannel direct;

    private DirectWriter(FileChannel cached, @Nullable FileChannel direct) {
        this.cached = cached;
        this.direct = direct;
    }

    /** Opens a file for both ways, and for reading; makes it if it is not there. */
    static DirectWriter open(Path file) throws IOException {
        FileChannel cached = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            boolean blocks = BLOCK % Files.getFileStore(file).getBlockSize() == 0;
            return new DirectWriter(cached, blocks ? FileChannel.open(file, StandardOpenOption.WRITE, pastTheCache()) : null);
        } catch (IOException | UnsupportedOperationException | LinkageError e) {
            // Not every file system can, nor every JDK image.
            return new DirectWriter(cached, null);
        }
    }

    /** By name, since the JDK's module of it, {@code jdk.unsupported}, may be missing from an image, and javac warns of it as it does of internals. */
    private static OpenOption pastTheCache() {
        try {
            return (OpenOption) Class.forName("com.sun.nio.file.ExtendedOpenOption").getField("DIRECT").get(null);
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException(e);
        }
    }

    /** How far behind the beginning of a block of memory a run must begin that goes to that place of the file. */
    static long shift(long position) {
        return position % BLOCK;
    }

    /** Where to write small pieces, and to read. */
    FileChannel channel() {
        return cached;
    }

    /** Writes a run to its place. */
    void write(MemorySegment bytes, long position) throws IOException {
        long first = Math.min(bytes.byteSize(), Math.ceilDiv(position, BLOCK) * BLOCK - position);
        long blocks = (bytes.byteSize() - first) / BLOCK * BLOCK;
        FileChannel past = direct;
        if (past == null || blocks == 0 || bytes.address() % BLOCK != shift(position)) {
            through(bytes, position);
            return;
        }
        through(bytes.asSlice(0, first), position);
        long done = past(past, bytes.asSlice(first, blocks), position + first);
        through(bytes.asSlice(first + done), position + first + done);
    }

    /** Writes whole blocks; returns how many bytes the disk took, which are fewer if it took no whole block at last. */
    private static long past(FileChannel direct, MemorySegment bytes, long position) throws IOException {
        for (long at = 0; at < bytes.byteSize(); at += PIECE) {
            ByteBuffer piece = bytes.asSlice(at, Math.min(PIECE, bytes.byteSize() - at)).asByteBuffer();
            while (piece.hasRemaining()) {
                direct.write(piece, position + at + piece.position());
                if (piece.position() % BLOCK != 0) {
                    return at + piece.position();
                }
            }
        }
        return bytes.byteSize();
    }

    /** Writes through the cache. */
    void through(MemorySegment bytes, long position) throws IOException {
        for (long at = 0; at < bytes.byteSize(); at += PIECE) {
            ByteBuffer piece = bytes.asSlice(at, Math.min(PIECE, bytes.byteSize() - at)).asByteBuffer();
            while (piece.hasRemaining()) {
                cached.write(piece, position + at + piece.position());
            }
        }
    }

    /** Waits until the disk has what was written before the call, whichever way. */
    void force() throws IOException {
        cached.force(false);
    }

    @Override
    public void close() throws IOException {
        try {
            if (direct != null) {
                direct.close();
            }
        } finally {
            cached.close();
        }
    }
}
