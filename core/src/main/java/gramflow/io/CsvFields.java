package gramflow.io;

/**
 * Splits a line of a CSV file into fields, blanks and quotes around them taken off. Semicolons separate if the line has one, else commas, else tabs,
 * each exactly; else runs of blanks do. What stands in double quotes separates nothing. Not thread-safe.
 */
final class CsvFields {
    private static final byte[] STRONGEST_FIRST = {';', ',', '\t'};
    private static final byte BLANKS = ' ';

    private final byte separator;
    private byte[] bytes = {};
    private int next;
    private int end;
    private boolean more;
    private int from;
    private int to;

    private CsvFields(byte separator) {
        this.separator = separator;
    }

    /** A splitter with the separator of this line, which has no blanks around it. */
    static CsvFields separatedLike(byte[] line, int from, int to) {
        for (byte separator : STRONGEST_FIRST) {
            boolean quoted = false;
            for (int i = from; i < to; i++) {
                quoted ^= line[i] == '"';
                if (line[i] == separator && !quoted) {
                    return new CsvFields(separator);
                }
            }
        }
        return new CsvFields(BLANKS);
    }

    /** Whether a separator stands between any two fields, so that they can be counted even if they hold blanks. */
    boolean isCountable() {
        return separator != BLANKS;
    }

    /** Whether the other splits as this does. */
    boolean separatesLike(CsvFields other) {
        return separator == other.separator;
    }

    /** Begins with a line that has no blanks around it and is not empty. */
    CsvFields of(byte[] line, int from, int to) {
        this.bytes = line;
        this.next = from;
        this.end = to;
        this.more = true;
        return this;
    }

    /** Moves to the next field; false if there is none. */
    boolean next() {
        if (!more) {
            return false;
        }
        boolean quoted = false;
        int at = next;
        while (at < end && (quoted || !separates(bytes[at]))) {
            quoted ^= bytes[at] == '"';
            at++;
        }
        from = next;
        to = at;
        more = at < end;
        next = at + 1;
        while (separator == BLANKS && next < end && separates(bytes[next])) {
            next++;
        }
        unwrap();
        return true;
    }

    private boolean separates(byte b) {
        return separator == BLANKS ? TextLines.isBlank(b) : b == separator;
    }

    private void unwrap() {
        trim();
        if (to - from >= 2 && bytes[from] == '"' && bytes[to - 1] == '"') {
            from++;
            to--;
            trim();
        }
    }

    private void trim() {
        while (from < to && TextLines.isBlank(bytes[from])) {
            from++;
        }
        while (from < to && TextLines.isBlank(bytes[to - 1])) {
            to--;
        }
    }

    /** Number of fields of a line. */
    int count(byte[] line, int from, int to) {
        int count = 0;
        for (of(line, from, to); next();) {
            count++;
        }
        return count;
    }

    /** Where the field begins in the line. */
    int from() {
        return from;
    }

    /** Where it ends. */
    int to() {
        return to;
    }
}
