package gramflow.io;

import gramflow.matrix.Matrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * IDX files, as MNIST comes in: two zero bytes, the type, the number of dimensions, their sizes as 32-bit integers without sign, then the numbers, all
 * big-endian and row-major.
 */
final class IdxFile {
    private static final int FIXED_HEADER = 4;

    private IdxFile() {
    }

    /** Whether a file that begins so is an IDX file. */
    static boolean matches(byte[] head) {
        return head.length >= FIXED_HEADER && head[0] == 0 && head[1] == 0 && type(head[2]) != null && head[3] > 0;
    }

    /**
     * Reads the rows that the options ask for.
     *
     * @throws DataException if the header is no IDX header or promises another number of bytes than there are, or an entry may not stand in a matrix
     */
    static Matrix read(ByteSource source, ReadOptions options) throws IOException {
        byte[] head = source.readHeader(FIXED_HEADER);
        NumberType type = type(head[2]);
        if (!matches(head) || type == null) {
            throw new DataException(source.name(),
                    "is no IDX file: it begins with %02x %02x %02x %02x, expected 00 00, a type of 08 09 0b 0c 0d 0e, a number of dimensions"
                            .formatted(head[0], head[1], head[2], head[3]));
        }
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < head[3]; i++) {
            int size = ByteBuffer.wrap(source.readHeader(Integer.BYTES)).getInt();
            shape.add(Integer.toUnsignedLong(size));
        }
        ArrayLayout layout = ArrayLayout.of(source.name(), type, false, shape);
        return ArrayReader.read(source, layout, options.precision(), options.rowLimit(), options.allowNan());
    }

    private static @Nullable NumberType type(byte code) {
        return switch (code) {
            case 0x08 -> new NumberType(NumberType.Kind.UNSIGNED, 1, ByteOrder.BIG_ENDIAN);
            case 0x09 -> new NumberType(NumberType.Kind.SIGNED, 1, ByteOrder.BIG_ENDIAN);
            case 0x0b -> new NumberType(NumberType.Kind.SIGNED, 2, ByteOrder.BIG_ENDIAN);
            case 0x0c -> new NumberType(NumberType.Kind.SIGNED, 4, ByteOrder.BIG_ENDIAN);
            case 0x0d -> new NumberType(NumberType.Kind.FLOAT, 4, ByteOrder.BIG_ENDIAN);
            case 0x0e -> new NumberType(NumberType.Kind.FLOAT, 8, ByteOrder.BIG_ENDIAN);
            default -> null;
        };
    }
}
