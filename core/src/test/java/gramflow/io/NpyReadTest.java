package gramflow.io;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static gramflow.io.Samples.concat;
import static gramflow.io.Samples.dictionary;
import static gramflow.io.Samples.encode;
import static gramflow.io.Samples.file;
import static gramflow.io.Samples.gzip;
import static gramflow.io.Samples.hex;
import static gramflow.io.Samples.npy;
import static gramflow.io.Samples.npyHeader;
import static gramflow.io.Samples.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NpyReadTest {
    private static final List<String> TYPES = List.of("<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "|i1", "<i2", ">i2", "<i4", ">i4", "<i8",
            ">i8", "|u1", "<u2", ">u2", "<u4", ">u4", "<u8", ">u8");
    private static final List<long[]> SHAPES = List.of(new long[]{5}, new long[]{3, 4}, new long[]{1, 6}, new long[]{6, 1},
            new long[]{3, 2, 4}, new long[]{2, 3, 2, 2});

    @TempDir
    Path folder;

    static List<Arguments> everyTypeOrderAndShape() {
        List<Arguments> all = new ArrayList<>();
        for (String type : TYPES) {
            for (long[] shape : SHAPES) {
                all.add(Arguments.of(type, false, shape));
                all.add(Arguments.of(type, true, shape));
            }
        }
        return all;
    }

    /** Entry of number {@code k} in row-major order; exact in every type, and negative where it can be. */
    private static double entry(String type, long k) {
        double size = (3 * k + 1) % 101;
        return type.charAt(1) == 'u' || k % 2 == 0 ? size : -size;
    }

    /** All entries in the order of the file. */
    private static byte[] data(String type, boolean fortranOrder, long[] shape) {
        long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (long at = 0; at < count; at++) {
            data.writeBytes(encode(type, entry(type, fortranOrder ? rowMajor(at, shape) : at)));
        }
        return data.toByteArray();
    }

    /** The number in row-major order of what stands at number {@code at} in Fortran order. */
    private static long rowMajor(long at, long[] shape) {
        long[] index = new long[shape.length];
        long rest = at;
        for (int d = 0; d < shape.length; d++) {
            index[d] = rest % shape[d];
            rest /= shape[d];
        }
        long k = 0;
        for (int d = 0; d < shape.length; d++) {
            k = k * shape[d] + index[d];
        }
        return k;
    }

    private static double[][] expected(String type, long[] shape) {
        int rows = (int) shape[0];
        int cols = (int) (Arrays.stream(shape).reduce(1, (a, b) -> a * b) / rows);
        double[][] expected = new double[rows][cols];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                expected[i][j] = entry(type, (long) i * cols + j);
            }
        }
        return expected;
    }

    @ParameterizedTest
    @MethodSource("everyTypeOrderAndShape")
    void everyTypeOrderAndShapeIsReadPlainAndGzippedInBothPrecisions(String type, boolean fortranOrder, long[] shape) throws IOException {
        byte[] content = npy(type, fortranOrder, data(type, fortranOrder, shape), shape);
        Path plain = file(folder, "x.npy", content);
        Path packed = file(folder, "x.npy.gz", gzip(content));
        for (Precision precision : Precision.values()) {
            for (Path path : List.of(plain, packed)) {
                Matrix x = DataFile.read(path, ReadOptions.DEFAULTS.withPrecision(precision)).x();
                assertThat(x.precision()).isEqualTo(precision);
                assertThat(rows(x)).isDeepEqualTo(expected(type, shape));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyTypeOrderAndShape")
    void aLimitReadsTheFirstRowsOnly(String type, boolean fortranOrder, long[] shape) throws IOException {
        byte[] content = npy(type, fortranOrder, data(type, fortranOrder, shape), shape);
        int limit = (int) Math.min(2, shape[0]);
        double[][] first = Arrays.copyOf(expected(type, shape), limit);
        for (Path path : List.of(file(folder, "x.npy", content), file(folder, "x.npy.gz", gzip(content)))) {
            assertThat(rows(DataFile.read(path, ReadOptions.DEFAULTS.withRowLimit(2)).x())).isDeepEqualTo(first);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyVersionOfTheFormatIsRead(int version) throws IOException {
        byte[] content = concat(npyHeader(version, dictionary("<i4", false, 2, 2)), hex("01000000020000000300000004000000"));
        Path path = file(folder, "x.npy", content);
        assertThat(rows(NpyFile.read(path).matrix())).isDeepEqualTo(new double[][]{{1, 2}, {3, 4}});
    }

    @Test
    void whatNumpyWroteIsRead() throws IOException {
        // numpy.save of [[1, 2, 3], [4, 5, 6.5]] as float32, big-endian, in Fortran order
        String dictionary = "{'descr': '>f4', 'fortran_order': True, 'shape': (2, 3), }" + " ".repeat(59);
        byte[] content = concat(hex("934e554d505901007600"), Samples.ascii(dictionary + "\n"),
                hex("3f800000408000004000000040a000004040000040d00000"));
        NpyArray array = NpyFile.read(file(folder, "x.npy", content));
        assertThat(array.shape()).containsExactly(2L, 3L);
        assertThat(array.matrix().precision()).isEqualTo(Precision.F32);
        assertThat(rows(array.matrix())).isDeepEqualTo(new double[][]{{1, 2, 3}, {4, 5, 6.5}});
    }

    @Test
    void keysInAnyOrderAndQuotesOfEitherKindAreRead() throws IOException {
        byte[] content = concat(npyHeader(1, "{\"shape\":(1L,2L),'fortran_order':False,\"descr\":\"=f8\"}"), new byte[16]);
        assertThat(NpyFile.read(file(folder, "x.npy", content)).shape()).containsExactly(1L, 2L);
    }

    @Test
    void truthValuesAreZeroAndOne() throws IOException {
        Path path = file(folder, "x.npy", npy("|b1", false, new byte[]{0, 1, 1}, 3));
        assertThat(rows(NpyFile.read(path).matrix())).isDeepEqualTo(new double[][]{{0}, {1}, {1}});
    }

    @Test
    void unsignedNumbersBeyondTheSignedRangeStayPositive() throws IOException {
        Path path = file(folder, "x.npy", npy("<u8", false, hex("ffffffffffffffff0000000000000080"), 2));
        assertThat(rows(NpyFile.read(path).matrix())).isDeepEqualTo(new double[][]{{0x1p64}, {0x1p63}});
        Path four = file(folder, "y.npy", npy("<u4", false, hex("ffffffff"), 1));
        assertThat(NpyFile.read(four).matrix().get(0, 0)).isEqualTo(4294967295.0);
    }

    @Test
    void aSingleNumberIsAMatrixOfOneEntry() throws IOException {
        NpyArray array = NpyFile.read(file(folder, "x.npy", npy("<f8", false, encode("<f8", 2.5))));
        assertThat(array.shape()).isEmpty();
        assertThat(rows(array.matrix())).isDeepEqualTo(new double[][]{{2.5}});
    }

    @Test
    void arraysLargerThanAnyBufferAreReadWhole() throws IOException {
        long[] shape = {301, 457};
        byte[] content = npy("<i4", false, data("<i4", false, shape), shape);
        byte[] fortran = npy("<i4", true, data("<i4", true, shape), shape);
        for (byte[] bytes : List.of(content, gzip(content), fortran, gzip(fortran))) {
            Matrix x = DataFile.read(file(folder, "x.npy", bytes), ReadOptions.DEFAULTS).x();
            assertThat(rows(x)).isDeepEqualTo(expected("<i4", shape));
        }
    }

    @Test
    void aMappedFileShowsItsEntriesAndCannotBeWritten() throws IOException {
        long[] shape = {3, 4};
        for (String type : List.of("<f4", "<f8")) {
            for (boolean fortranOrder : new boolean[]{false, true}) {
                Matrix x = NpyFile.map(
                        file(folder, type.substring(1) + fortranOrder, npy(type, fortranOrder, data(type, fortranOrder, shape), shape)));
                assertThat(x.precision()).isEqualTo(type.equals("<f4") ? Precision.F32 : Precision.F64);
                assertThat(rows(x)).isDeepEqualTo(expected(type, shape));
                assertThatThrownBy(() -> x.set(0, 0, 1)).isInstanceOf(RuntimeException.class);
            }
        }
    }

    @Test
    void whatIsNotPlainFloatsCannotBeMapped() throws IOException {
        byte[] doubles = npy("<f8", false, new byte[16], 2);
        assertNotMapped(file(folder, "a.npy.gz", gzip(doubles)), "it is packed, or no regular file");
        assertNotMapped(file(folder, "b.npy", npy(">f8", false, new byte[16], 2)),
                "numbers are >f8, expected f4 or f8 in the machine's byte order");
        assertNotMapped(file(folder, "c.npy", npy("<i4", false, new byte[8], 2)),
                "numbers are <i4, expected f4 or f8 in the machine's byte order");
        assertNotMapped(file(folder, "d.npy", npy("<f4", true, new byte[32], 2, 2, 2)), "2 x 2 x 2 <f4 in Fortran order");
    }

    private static void assertNotMapped(Path path, String problem) {
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> NpyFile.map(path))
                .withMessage(path + ": cannot be mapped: " + problem);
    }
}
