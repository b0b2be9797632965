package gramflow.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * What a gzip file holds (RFC 1952), all its members one after another. Stricter than {@link java.util.zip.GZIPInputStream}, which takes a damaged
 * second member, or anything else behind the first, for the end of the data: here the data end where the file ends, or reading fails.
 */
final class GzipStream extends InputStream {
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] input = new byte[1 << 16];
    private int next;
    private int end;
    private boolean inMember;
    private boolean first = true;

    /** Over a gzip file's bytes, from its first. */
    GzipStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * @throws EOFException if the file ends inside a member
     * @throws ZipException if it is damaged
     */
    @Override
    public int read(byte[] to, int at, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (true) {
            if (!inMember && !beginMember()) {
                return -1;
            }
            int n = inflate(to, at, count);
            if (n > 0) {
                crc.update(to, at, n);
                return n;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                throw new ZipException("a preset dictionary is needed");
            } else if (inflater.needsInput()) {
                if (!fill()) {
                    throw new EOFException();
                }
                inflater.setInput(input, next, end - next);
                next = end;
            }
        }
    }

    private int inflate(byte[] to, int at, int count) throws ZipException {
        try {
            return inflater.inflate(to, at, count);
        } catch (DataFormatException e) {
            throw (ZipException) new ZipException(e.getMessage() == null ? "invalid data" : e.getMessage()).initCause(e);
        }
    }

    private boolean beginMember() throws IOException {
        if (next == end && !fill()) {
            return false;
        }
        if (next() != 0x1f || next() != 0x8b) {
            throw new ZipException(first ? "no gzip header" : "other bytes behind the end of the data");
        }
        if (next() != 8) {
            throw new ZipException("unknown compression method");
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw new ZipException("unknown header flags");
        }
        skip(6); // time, extra flags, operating system
        if ((flags & EXTRA) != 0) {
            skip(next() | (next() << 8));
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        skip((flags & HEADER_CRC) != 0 ? 2 : 0);
        inflater.reset();
        crc.reset();
        inMember = true;
        first = false;
        inflater.setInput(input, next, end - next);
        next = end;
        return true;
    }

    private void endMember() throws IOException {
        next = end - inflater.getRemaining();
        if (nextInt() != (int) crc.getValue()) {
            throw new ZipException("checksum differs");
        }
        if (nextInt() != (int) inflater.getBytesWritten()) {
            throw new ZipException("length differs");
        }
        inMember = false;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void skipText() throws IOException {
        int letter = next();
        while (letter != 0) {
            letter = next();
        }
    }

    private int nextInt() throws IOException {
        return next() | (next() << 8) | (next() << 16) | (next() << 24);
    }

    private int next() throws IOException {
        if (next == end && !fill()) {
            throw new EOFException();
        }
        return input[next++] & 0xff;
    }

    private boolean fill() throws IOException {
        int n = in.read(input);
        next = 0;
        end = Math.max(n, 0);
        return n > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
