package gramflow.io;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.ZipException;

/**
 * The bytes of a file in order, unpacked if it is gzipped, which its first two bytes tell. Knows what it can about how many there are: exactly, of a
 * plain file; a limit, of a packed one; nothing, of a pipe. Not thread-safe.
 */
final class ByteSource implements Closeable {
    private static final int BUFFER = 1 << 16;
    /** Deflate packs no more than 258 bytes into 2 bits: the file of n bytes never unpacks to more than about 1032·n. */
    private static final long MOST_DEFLATED = 1032;

    private final Path file;
    private final String name;
    private final String packing;
    private final BufferedInputStream in;
    private final boolean sizeKnown;
    private final long most;
    private long position;

    /** Over a stream that is part of {@code file}, a member of an archive for instance. */
    ByteSource(Path file, String name, String packing, BufferedInputStream in, boolean sizeKnown, long most) {
        this.file = file;
        this.name = name;
        this.packing = packing;
        this.in = in;
        this.sizeKnown = sizeKnown;
        this.most = most;
    }

    /**
     * Opens a file.
     *
     * @throws DataException if it is missing, a folder, or may not be read
     */
    static ByteSource open(Path file) throws IOException {
        BufferedInputStream raw;
        long size;
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw new DataException(file, "is a folder, expected a data file");
            }
            size = attributes.isRegularFile() ? attributes.size() : Long.MAX_VALUE;
            raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        } catch (NoSuchFileException e) {
            throw new DataException(file, "no such file").causedBy(e);
        } catch (AccessDeniedException e) {
            throw new DataException(file, "may not be read: permission denied").causedBy(e);
        } catch (FileSystemException e) {
            throw new DataException(file, "cannot be opened: " + e.getReason()).causedBy(e);
        }
        raw.mark(2);
        boolean gzipped = raw.read() == 0x1f && raw.read() == 0x8b;
        raw.reset();
        if (gzipped) {
            long most = size > Long.MAX_VALUE / MOST_DEFLATED ? Long.MAX_VALUE : size * MOST_DEFLATED;
            return new ByteSource(file, file.toString(), "gzip", new BufferedInputStream(new GzipStream(raw), BUFFER), false, most);
        }
        return new ByteSource(file, file.toString(), "", raw, size != Long.MAX_VALUE, size);
    }

    /** The file, as it was given. */
    Path file() {
        return file;
    }

    /** What messages call it: the file as it was given, and the member if it is one. */
    String name() {
        return name;
    }

    /** Whether these are a regular file's own bytes, so that {@link #file} can be opened in other ways too. */
    boolean isPlainFile() {
        return sizeKnown;
    }

    /** Whether exactly {@link #most} bytes are left, rather than at most so many. */
    boolean isSizeKnown() {
        return sizeKnown;
    }

    /** How many bytes can be left; {@code Long.MAX_VALUE} if there is no telling. */
    long most() {
        return most == Long.MAX_VALUE ? most : most - position;
    }

    /** Bytes read so far. */
    long position() {
        return position;
    }

    /** The next bytes, {@code count} or as many as there are, without moving on. */
    byte[] peek(int count) throws IOException {
        try {
            in.mark(count);
            byte[] head = in.readNBytes(count);
            in.reset();
            return head;
        } catch (IOException e) {
            throw translated(e);
        }
    }

    /** Reads at least one byte and at most {@code count}; −1 at the end. */
    int read(byte[] to, int at, int count) throws IOException {
        try {
            int n = in.read(to, at, count);
            position += Math.max(n, 0);
            return n;
        } catch (IOException e) {
            throw translated(e);
        }
    }

    /** Reads {@code count} bytes, fewer only where the data end; how many. */
    int readUpTo(byte[] to, int at, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int n = read(to, at + done, count - done);
            if (n < 0) {
                break;
            }
            done += n;
        }
        return done;
    }

    /** Reads {@code count} bytes of a header. */
    byte[] readHeader(int count) throws IOException {
        byte[] header = new byte[count];
        int n = readUpTo(header, 0, count);
        if (n < count) {
            throw new DataException(name,
                    "truncated: the header ends after %d bytes, expected %d".formatted(position, position - n + count));
        }
        return header;
    }

    /** Whether no byte is left; for packed data this is also where their checksum is held against them. */
    boolean atEnd() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0;
    }

    /** Damage to packed data is the file's fault, anything else the machine's. */
    private IOException translated(IOException e) {
        if (e instanceof EOFException) {
            throw new DataException(name, "truncated: the " + packing + " data end early").causedBy(e);
        }
        if (e instanceof ZipException) {
            throw new DataException(name, "damaged " + packing + " data: " + e.getMessage()).causedBy(e);
        }
        return e;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
