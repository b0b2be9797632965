package gramflow.gram;

import gramflow.io.DataException;
import gramflow.memory.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What a packed file begins with: 4096 bytes, so that bands can be mapped at whole pages' distance from it, numbers in little-endian order. The format is in {@code docs/packed-format.md}.
 *
 * <pre>
 *  0  8 bytes  "GRAMPACK", or "GRAMCHOL" of a factor L: zeros above the diagonal, no mirror image
 *  8  int      version, 1
 * 12  int      bytes of an element, 4 or 8
 * 16  long     n, rows and columns
 * 24  long     rows of a band
 * 32  int      byte order of the elements: 1 little-endian, 2 big-endian
 * 36  int      CRC32C of the 36 bytes before
 * </pre>
 */
final class PackedHeader {
    /** Bytes before the first entry. */
    static final int BYTES = 4096;

    /** What a file holds, and says that it does. */
    enum Content {
        /** The lower triangle of a symmetric K. */
        KERNEL("GRAMPACK", "packed Gram matrix"),
        /** L of K = L·Lᵀ. */
        FACTOR("GRAMCHOL", "Cholesky factor");

        private final String magic;
        private final String name;

        Content(String magic, String name) {
            this.magic = magic;
            this.name = name;
        }

        private byte[] bytes() {
            return magic.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private static final int VERSION = 1;
    private static final int CHECKED = 36;

    private PackedHeader() {
    }

    /** The header of a file of packed bands. */
    static byte[] of(BandLayout layout, Content content) {
        ByteBuffer header = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(content.bytes()).putInt(VERSION).putInt(layout.precision().bytes()).putLong(layout.rows()).putLong(layout.height())
                .putInt(order());
        header.putInt(checksum(header.array()));
        return header.array();
    }

    /** Whether a file that begins so says that it holds that. */
    static boolean says(Content content, byte[] start) {
        byte[] magic = content.bytes();
        return start.length >= magic.length && Arrays.equals(start, 0, magic.length, magic, 0, magic.length);
    }

    /**
     * The layout that a header tells of.
     *
     * @param content what it must hold
     * @param header as many bytes as the file has, up to {@link #BYTES}
     * @param fileBytes length of the file
     * @throws DataException if it is no packed file, or not whole
     */
    static BandLayout read(Path file, Content content, byte[] header, long fileBytes) {
        if (header.length < BYTES || !says(content, header)) {
            throw new DataException(file, "is no %s: it does not begin with %s".formatted(content.name, content.magic));
        }
        ByteBuffer buffer = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).position(content.magic.length());
        int version = buffer.getInt();
        int bytes = buffer.getInt();
        long n = buffer.getLong();
        long height = buffer.getLong();
        int order = buffer.getInt();
        if (buffer.getInt() != checksum(header)) {
            throw new DataException(file, "its header is damaged: the checksum is wrong");
        }
        if (version != VERSION || order != order() || (bytes != Float.BYTES && bytes != Double.BYTES) || n < 0 || height < 1) {
            throw new DataException(file,
                    "version %d, elements of %d bytes, byte order %d; expected version %d, 4 or 8, %d".formatted(version,
                            bytes, order, VERSION, order()));
        }
        BandLayout layout = new BandLayout(BandLayout.Kind.PACKED, n, n, bytes == Float.BYTES ? Precision.F32 : Precision.F64, height);
        if (fileBytes < BYTES + layout.bytesInFile()) {
            throw new DataException(file, "%d bytes, expected %d".formatted(fileBytes, BYTES + layout.bytesInFile()));
        }
        return layout;
    }

    private static int order() {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 1 : 2;
    }

    private static int checksum(byte[] header) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, CHECKED);
        return (int) crc.getValue();
    }
}
