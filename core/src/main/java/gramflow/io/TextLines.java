package gramflow.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The lines of a text file that say something: blank lines, and what follows a {@code #} outside quotes, are passed over. Lines end in LF or CR LF, the
 * last one perhaps in nothing; a byte order mark at the beginning is dropped. Not thread-safe.
 */
final class TextLines {
    /** A row of several million numbers. A file without line ends must not fill the heap before it is refused. */
    private static final int LONGEST = 1 << 27;
    private static final int SHOWN = 40;
    /** What some editors put before the first character of UTF-8. */
    static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final ByteSource source;
    private byte[] buffer = new byte[1 << 18];
    private int filled;
    private int next;
    private long number;
    private int from;
    private int to;
    private int lineEnd;

    TextLines(ByteSource source) {
        this.source = source;
    }

    /**
     * Moves to the next line with content; false at the end.
     *
     * @throws DataException if a line is too long
     */
    boolean next() throws IOException {
        while (nextLine()) {
            trim();
            if (from < to) {
                return true;
            }
        }
        return false;
    }

    private boolean nextLine() throws IOException {
        int searched = next;
        while (true) {
            int end = searched;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            if (end < filled) {
                setLine(next, end, end + 1);
                return true;
            }
            searched = end - next;
            if (!fill()) {
                boolean last = next < filled;
                setLine(next, filled, filled);
                return last;
            }
        }
    }

    private void setLine(int start, int end, int following) {
        from = start;
        lineEnd = end;
        next = following;
        number++;
        int mark = BYTE_ORDER_MARK.length;
        if (number == 1 && end - start >= mark && Arrays.equals(buffer, start, start + mark, BYTE_ORDER_MARK, 0, mark)) {
            from += mark;
        }
    }

    /** Moves the unfinished line to the front and reads on behind it. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, next, buffer, 0, filled - next);
        filled -= next;
        next = 0;
        if (filled == LONGEST) {
            throw DataException.atRow(source.name(), number + 1, "a line of more than " + LONGEST + " bytes");
        }
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(LONGEST, 2 * filled));
        }
        int n = source.read(buffer, filled, buffer.length - filled);
        filled += Math.max(n, 0);
        return n > 0;
    }

    private void trim() {
        while (from < lineEnd && isBlank(buffer[from])) {
            from++;
        }
        int end = from;
        boolean quoted = false;
        while (end < lineEnd && (quoted || buffer[end] != '#')) {
            quoted ^= buffer[end] == '"';
            end++;
        }
        to = withoutBlanks(end);
        lineEnd = withoutBlanks(lineEnd);
    }

    private int withoutBlanks(int end) {
        int trimmed = end;
        while (trimmed > from && isBlank(buffer[trimmed - 1])) {
            trimmed--;
        }
        return trimmed;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    /** Number of the line in the file, from 1. */
    long number() {
        return number;
    }

    /** The bytes that hold the line, until the next call of {@link #next}. */
    byte[] bytes() {
        return buffer;
    }

    /** Where its content begins, blanks passed over. */
    int from() {
        return from;
    }

    /** Where its content ends, before a comment. */
    int to() {
        return to;
    }

    /** Where it ends, comment included. */
    int toWithComment() {
        return lineEnd;
    }

    /** What a file's own text looks like in a message: in quotes, and not at length. */
    static String quote(byte[] bytes, int from, int to) {
        if (from == to) {
            return "nothing";
        }
        boolean cut = to - from > SHOWN;
        return "'" + new String(bytes, from, cut ? SHOWN : to - from, StandardCharsets.UTF_8) + (cut ? "…" : "") + "'";
    }
}
