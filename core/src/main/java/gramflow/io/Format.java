package gramflow.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A format that data can be read from. The name of the file decides; if it says nothing, the first bytes do. */
enum Format {
    NPY, NPZ, CSV, LIBSVM, IDX;

    private static final String KNOWN = ".npy, .npz, .csv, .tsv, .svm, .libsvm, .idx, names like t10k-images-idx3-ubyte,"
            + " each also with .gz, and any other name if the file begins like one of these";
    private static final Pattern IDX_NAME = Pattern.compile(".*[.-]idx[1-9]([.-].*)?");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s,;]+");
    private static final Pattern ENTRY = Pattern.compile("(\\d+|qid):\\S+");
    private static final byte[] ZIP = {'P', 'K'};
    private static final int SAMPLE = 1 << 14;

    /**
     * The format of a file.
     *
     * @throws DataException if it is empty, or of no known format
     */
    static Format of(ByteSource source) throws IOException {
        byte[] head = source.peek(SAMPLE);
        if (head.length == 0) {
            throw new DataException(source.name(), "is empty");
        }
        Format format = ofName(source.file());
        if (format == null) {
            format = ofContent(head);
        }
        if (format == null) {
            throw new DataException(source.name(), "unknown format, expected " + KNOWN);
        }
        return format;
    }

    private static @Nullable Format ofName(Path file) {
        Path last = file.getFileName();
        String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
        name = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "npy" -> NPY;
            case "npz" -> NPZ;
            case "csv", "tsv" -> CSV;
            case "svm", "libsvm" -> LIBSVM;
            case "idx" -> IDX;
            default -> IDX_NAME.matcher(name).matches() ? IDX : null;
        };
    }

    private static @Nullable Format ofContent(byte[] head) {
        if (startsWith(head, NpyHeader.MAGIC)) {
            return NPY;
        }
        if (startsWith(head, ZIP)) {
            return NPZ;
        }
        if (IdxFile.matches(head)) {
            return IDX;
        }
        return ofText(head);
    }

    private static boolean startsWith(byte[] head, byte[] magic) {
        return head.length >= magic.length && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }

    /** Text is data if one of the first two lines that say something, a header and a row, holds a number. */
    private static @Nullable Format ofText(byte[] head) {
        for (byte b : head) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
                return null;
            }
        }
        int mark = startsWith(head, TextLines.BYTE_ORDER_MARK) ? TextLines.BYTE_ORDER_MARK.length : 0;
        int lines = 0;
        for (String line : new String(head, mark, head.length - mark, StandardCharsets.ISO_8859_1).lines().toList()) {
            String content = line.replaceFirst("#.*", "").strip();
            if (content.isEmpty()) {
                continue;
            }
            String[] fields = SEPARATORS.split(content, -1);
            if (fields.length > 1 && ENTRY.matcher(fields[1]).matches()) {
                return LIBSVM;
            }
            for (String field : fields) {
                byte[] bytes = field.replace("\"", "").getBytes(StandardCharsets.ISO_8859_1);
                if (Decimal.isNumber(bytes, 0, bytes.length)) {
                    return CSV;
                }
            }
            if (++lines == 2) {
                return null;
            }
        }
        return null;
    }
}
