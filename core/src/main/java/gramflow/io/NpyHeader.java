package gramflow.io;

import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The header of NumPy's {@code .npy} format, versions 1.0, 2.0 and 3.0: a magic string, the version, a length of 2 or 4 bytes, and a Python dictionary
 * with {@code descr}, {@code fortran_order} and {@code shape}, padded so that the data begin at a multiple of 64 bytes.
 */
final class NpyHeader {
    /** What every {@code .npy} file begins with. */
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private static final int ALIGNMENT = 64;
    /** Far more than a plain array needs; NumPy itself reads no more than 10,000 bytes unless told to. */
    private static final long MOST_BYTES = 1 << 16;

    private final String source;
    private final String text;
    private int at;

    private NpyHeader(String source, String text) {
        this.source = source;
        this.text = text;
    }

    /**
     * Reads the header, and leaves the source at the first number.
     *
     * @throws DataException if it is no such header, or the numbers are of a type that cannot be data
     */
    static ArrayLayout read(ByteSource source) throws IOException {
        byte[] magic = source.peek(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new DataException(source.name(), "is no .npy file: it begins with %s, expected %s".formatted(hex(magic), hex(MAGIC)));
        }
        byte[] fixed = source.readHeader(MAGIC.length + 2);
        int version = fixed[MAGIC.length];
        if (version < 1 || version > 3) {
            throw new DataException(source.name(), ".npy format version %d, expected 1, 2 or 3".formatted(version & 0xff));
        }
        byte[] size = source.readHeader(version == 1 ? 2 : 4);
        long length = 0;
        for (int i = size.length - 1; i >= 0; i--) {
            length = (length << 8) | (size[i] & 0xff);
        }
        if (length > MOST_BYTES) {
            throw new DataException(source.name(), "a header of %d bytes, expected at most %d".formatted(length, MOST_BYTES));
        }
        byte[] text = source.readHeader((int) length);
        return new NpyHeader(source.name(), new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1)).parse();
    }

    private ArrayLayout parse() {
        NumberType type = null;
        Boolean fortranOrder = null;
        List<Long> shape = null;
        expect('{');
        while (!accept('}')) {
            String key = quoted();
            expect(':');
            switch (key) {
                case "descr" -> type = numberType();
                case "fortran_order" -> fortranOrder = truth();
                case "shape" -> shape = shape();
                default -> throw malformed("key '" + key + "'");
            }
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        if (!text.substring(at).isBlank()) {
            throw malformed("'" + text.substring(at).strip() + "' behind the dictionary");
        }
        if (type == null || fortranOrder == null || shape == null) {
            throw malformed("no " + (type == null ? "descr" : fortranOrder == null ? "fortran_order" : "shape"));
        }
        return ArrayLayout.of(source, type, fortranOrder, shape);
    }

    private NumberType numberType() {
        if (peek() != '\'' && peek() != '"') {
            throw new DataException(source, "numbers of a structured type, expected one number an entry");
        }
        String descr = quoted();
        NumberType type = numberType(descr);
        if (type == null) {
            boolean objects = descr.endsWith("O");
            throw new DataException(source, "entries of type '%s'%s, expected floats (f2 f4 f8), integers (i1 i2 i4 i8 u1 u2 u4 u8) or b1"
                    .formatted(descr, objects ? ", pickled Python objects" : ""));
        }
        return type;
    }

    private static @Nullable NumberType numberType(String descr) {
        if (descr.length() != 3) {
            return null;
        }
        int bytes = descr.charAt(2) - '0';
        ByteOrder order = switch (descr.charAt(0)) {
            case '<' -> ByteOrder.LITTLE_ENDIAN;
            case '>' -> ByteOrder.BIG_ENDIAN;
            case '=' -> ByteOrder.nativeOrder();
            case '|' -> bytes == 1 ? ByteOrder.nativeOrder() : null;
            default -> null;
        };
        NumberType.Kind kind = null;
        for (NumberType.Kind k : NumberType.Kind.values()) {
            kind = k.code() == descr.charAt(1) ? k : kind;
        }
        if (order == null || kind == null) {
            return null;
        }
        boolean sizeFits = switch (kind) {
            case FLOAT -> bytes == 2 || bytes == 4 || bytes == 8;
            case SIGNED, UNSIGNED -> bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
            case TRUTH -> bytes == 1;
        };
        return sizeFits ? new NumberType(kind, bytes, order) : null;
    }

    private boolean truth() {
        for (String word : List.of("True", "False")) {
            if (peek() == word.charAt(0) && text.startsWith(word, at)) {
                at += word.length();
                return word.equals("True");
            }
        }
        throw malformed("fortran_order is neither True nor False");
    }

    private List<Long> shape() {
        List<Long> sizes = new ArrayList<>();
        expect('(');
        while (!accept(')')) {
            sizes.add(size());
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return sizes;
    }

    private long size() {
        peek();
        int from = at;
        while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(from, at);
        // Python 2 wrote long integers with an L.
        if (at < text.length() && text.charAt(at) == 'L') {
            at++;
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw (DataException) malformed("a size of '" + digits + "'").initCause(e);
        }
    }

    private String quoted() {
        char quote = peek();
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0) {
            throw malformed("no text in quotes at byte " + at);
        }
        String inner = text.substring(at + 1, end);
        at = end + 1;
        return inner;
    }

    private boolean accept(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw malformed("no '" + c + "' at byte " + at);
        }
    }

    /** The next character that is not blank; 0 at the end. */
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private DataException malformed(String what) {
        String shown = text.strip();
        shown = shown.length() > 120 ? shown.substring(0, 120) + "…" : shown;
        return new DataException(source, "malformed .npy header: %s, in %s".formatted(what, shown));
    }

    /** A header, version 1.0, for row-major numbers of this precision in the byte order of the machine; a multiple of 64 bytes. */
    static byte[] of(Precision precision, List<Long> shape) {
        String mark = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? "<" : ">";
        String sizes = shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", shape.size() == 1 ? ",)" : ")"));
        String dictionary = "{'descr': '%sf%d', 'fortran_order': False, 'shape': %s, }".formatted(mark, precision.bytes(), sizes);
        int before = MAGIC.length + 4;
        int total = Math.ceilDiv(before + dictionary.length() + 1, ALIGNMENT) * ALIGNMENT;
        byte[] header = new byte[total];
        Arrays.fill(header, (byte) ' ');
        System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
        header[6] = 1;
        header[7] = 0;
        int length = total - before;
        header[8] = (byte) length;
        header[9] = (byte) (length >> 8);
        byte[] text = dictionary.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, header, before, text.length);
        header[total - 1] = '\n';
        return header;
    }

    private static String hex(byte[] bytes) {
        StringBuilder hex = new StringBuilder();
        for (byte b : bytes) {
            hex.append(hex.isEmpty() ? "" : " ").append(String.format(Locale.ROOT, "%02x", b));
        }
        return hex.isEmpty() ? "nothing" : hex.toString();
    }
}
