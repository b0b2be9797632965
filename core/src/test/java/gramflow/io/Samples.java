package gramflow.io;

import gramflow.matrix.Matrix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Files made by hand, byte by byte, without the code under test; and what is expected of reading them. */
final class Samples {
    private Samples() {
    }

    /** A {@code .npy} header of this version around a dictionary as it stands. */
    static byte[] npyHeader(int version, String dictionary) {
        byte[] text = (dictionary + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer header = ByteBuffer.allocate(12 + text.length).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) version).put((byte) 0);
        if (version == 1) {
            header.putShort((short) text.length);
        } else {
            header.putInt(text.length);
        }
        header.put(text);
        return Arrays.copyOf(header.array(), header.position());
    }

    static String dictionary(String descr, boolean fortranOrder, long... shape) {
        String sizes = Arrays.stream(shape).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
        return "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }".formatted(descr, fortranOrder ? "True" : "False", sizes);
    }

    static byte[] npy(String descr, boolean fortranOrder, byte[] data, long... shape) {
        return concat(npyHeader(1, dictionary(descr, fortranOrder, shape)), data);
    }

    /** One number as NumPy stores it under this {@code descr}. */
    static byte[] encode(String descr, double value) {
        int bytes = descr.charAt(2) - '0';
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        switch (descr.substring(1)) {
            case "f8" -> buffer.putDouble(value);
            case "f4" -> buffer.putFloat((float) value);
            case "f2" -> buffer.putShort(Float.floatToFloat16((float) value));
            case "i8", "u8" -> buffer.putLong((long) value);
            case "i4", "u4" -> buffer.putInt((int) (long) value);
            case "i2", "u2" -> buffer.putShort((short) value);
            default -> buffer.put((byte) value);
        }
        return buffer.array();
    }

    /** Bytes 00 00, type, number of dimensions, sizes, data. */
    static byte[] idx(int type, byte[] data, int... shape) {
        ByteBuffer header = ByteBuffer.allocate(4 + 4 * shape.length);
        header.put((byte) 0).put((byte) 0).put((byte) type).put((byte) shape.length);
        for (int size : shape) {
            header.putInt(size);
        }
        return concat(header.array(), data);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] gzip(byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    static Path file(Path folder, String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    static double[][] rows(Matrix matrix) {
        double[][] rows = new double[(int) matrix.rows()][(int) matrix.cols()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = matrix.get(i, j);
            }
        }
        return rows;
    }

    static double[] labels(DataSet data) {
        Matrix y = Objects.requireNonNull(data.y());
        double[] labels = new double[(int) y.rows()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = y.get(i, 0);
        }
        return labels;
    }

    /** Reading must fail with this message behind the file's name. */
    static void assertRefused(Path file, ReadOptions options, String problem) {
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> DataFile.read(file, options)).withMessage(file + ": " + problem);
    }

    static void assertRefused(Path file, String problem) {
        assertRefused(file, ReadOptions.DEFAULTS, problem);
    }

    /** Names of all that lies in a folder. */
    static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
