package gramflow.io;

import gramflow.memory.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static gramflow.io.Samples.assertRefused;
import static gramflow.io.Samples.concat;
import static gramflow.io.Samples.encode;
import static gramflow.io.Samples.file;
import static gramflow.io.Samples.gzip;
import static gramflow.io.Samples.hex;
import static gramflow.io.Samples.idx;
import static gramflow.io.Samples.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class IdxFileTest {
    private static final byte[] IMAGES = idx(0x08, new byte[160], 10, 4, 4);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"8, >u1", "9, >i1", "11, >i2", "12, >i4", "13, >f4", "14, >f8"})
    void everyTypeIsReadPlainAndGzippedInBothPrecisions(int code, String type) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        double[][] expected = new double[3][8];
        for (int k = 0; k < 24; k++) {
            expected[k / 8][k % 8] = code == 8 ? 200 + k : k % 2 == 0 ? k : -k;
            data.writeBytes(encode(type, expected[k / 8][k % 8]));
        }
        byte[] content = idx(code, data.toByteArray(), 3, 2, 4);
        for (Path path : List.of(file(folder, "x-idx3-ubyte", content), file(folder, "x.idx.gz", gzip(content)),
                file(folder, "noname", content),
                file(folder, "images.idx3-ubyte", content))) {
            for (Precision precision : Precision.values()) {
                assertThat(rows(DataFile.read(path, ReadOptions.DEFAULTS.withPrecision(precision)).x())).isDeepEqualTo(expected);
            }
            assertThat(rows(DataFile.read(path, ReadOptions.DEFAULTS.withRowLimit(2)).x())).isDeepEqualTo(Arrays.copyOf(expected, 2));
        }
    }

    @Test
    void oneDimensionIsAColumn() throws IOException {
        Path path = file(folder, "labels-idx1-ubyte", idx(0x08, new byte[]{7, 2, (byte) 255}, 3));
        assertThat(rows(DataFile.read(path, ReadOptions.DEFAULTS).x())).isDeepEqualTo(new double[][]{{7}, {2}, {255}});
    }

    @Test
    void truncatedAndTrailingDataAreRefused() throws IOException {
        byte[] less = Arrays.copyOf(IMAGES, IMAGES.length - 1);
        byte[] more = Arrays.copyOf(IMAGES, IMAGES.length + 1);
        String promise = "the header promises 10 x 4 x 4 |u1, 160 bytes, but ";
        assertRefused(file(folder, "a-idx3-ubyte", less), promise + "159 follow: truncated");
        assertRefused(file(folder, "a-idx3-ubyte.gz", gzip(less)), promise + "the data end after 159: truncated");
        assertRefused(file(folder, "b-idx3-ubyte", more), promise + "161 follow: trailing data");
        assertRefused(file(folder, "b-idx3-ubyte.gz", gzip(more)), promise + "more follow: trailing data");
        assertRefused(file(folder, "c.idx", Arrays.copyOf(IMAGES, 3)), "truncated: the header ends after 3 bytes, expected 4");
        assertRefused(file(folder, "d.idx", Arrays.copyOf(IMAGES, 9)), "truncated: the header ends after 9 bytes, expected 12");
    }

    @Test
    void aPromiseOf10To12NumbersIsRefusedPlainAndGzipped() throws IOException {
        byte[] huge = idx(0x08, new byte[1000], 1_000_000, 1_000_000);
        String promise = "the header promises 1000000 x 1000000 |u1, 1000000000000 bytes, but ";
        assertRefused(file(folder, "x.idx", huge), promise + "1000 follow: truncated");
        Path packed = file(folder, "x.idx.gz", gzip(huge));
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> DataFile.read(packed, ReadOptions.DEFAULTS))
                .withMessageMatching("\\Q" + packed + ": " + promise + "\\Eat most \\d+ follow: truncated");
        assertRefused(file(folder, "y.idx", idx(0x08, new byte[1000], -1, -1, -1)),
                "the header promises 4294967295 x 4294967295 x 4294967295 |u1, more than 2^63 bytes");
    }

    @Test
    void aPromiseThatGzipCouldKeepTakesNoMemoryIfItDoesNot() throws IOException {
        // 5 MB that do not pack could hold 5 GB that do: more than this JVM may have, so that taking it up front would end in an error.
        byte[] random = new byte[5_000_000];
        new Random(1).nextBytes(random);
        long promised = 5_000_000_000L;
        Path path = file(folder, "x.idx.gz", gzip(concat(idx(0x08, new byte[0], 1_000_000, 5_000), random)));
        assertRefused(path,
                "the header promises 1000000 x 5000 |u1, %d bytes, but the data end after 5000000: truncated".formatted(promised));
    }

    @Test
    void whatIsNoIdxFileIsRefusedWithItsFirstBytes() throws IOException {
        for (String head : List.of("01000803", "00000f01", "00000800", "000008ff")) {
            String shown = head.replaceAll("..(?=.)", "$0 ");
            assertRefused(file(folder, "x.idx", hex(head + "00000000")), "is no IDX file: it begins with " + shown
                    + ", expected 00 00, a type of 08 09 0b 0c 0d 0e, a number of dimensions");
        }
    }

    @Test
    void zeroRowsAreRefused() throws IOException {
        assertRefused(file(folder, "x.idx", idx(0x08, new byte[0], 0, 28, 28)), "no rows: the data are 0 x 784");
    }

    @Test
    void nanIsRefusedWithRowAndColumn() throws IOException {
        byte[] data = concat(encode(">f4", 1), encode(">f4", 2), encode(">f4", 3), encode(">f4", Double.NaN));
        assertRefused(file(folder, "x.idx", idx(0x0d, data, 2, 2)), "row 2, column 2: NaN, expected a finite number");
    }
}
