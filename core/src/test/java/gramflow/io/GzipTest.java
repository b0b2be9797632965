package gramflow.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static gramflow.io.Samples.ascii;
import static gramflow.io.Samples.assertRefused;
import static gramflow.io.Samples.concat;
import static gramflow.io.Samples.file;
import static gramflow.io.Samples.gzip;
import static gramflow.io.Samples.hex;
import static gramflow.io.Samples.rows;
import static org.assertj.core.api.Assertions.assertThat;

class GzipTest {
    private static final byte[] TEXT = ascii("1,2\n3,4\n5,6\n7,8\n");

    @TempDir
    Path folder;

    private double[][] read(byte[] content) throws IOException {
        return rows(DataFile.read(file(folder, "x.csv.gz", content), ReadOptions.DEFAULTS).x());
    }

    private void refused(byte[] content, String problem) throws IOException {
        assertRefused(file(folder, "x.csv.gz", content), problem);
    }

    @Test
    void packedDataAreToldByTheirFirstBytesWhateverTheName() throws IOException {
        assertThat(rows(DataFile.read(file(folder, "x.csv", gzip(TEXT)), ReadOptions.DEFAULTS).x())).hasDimensions(4, 2);
        assertThat(read(TEXT)).hasDimensions(4, 2);
    }

    @Test
    void everyMemberIsRead() throws IOException {
        assertThat(read(concat(gzip(ascii("1,2\n3")), gzip(new byte[0]), gzip(ascii(",4\n")))))
                .isDeepEqualTo(new double[][]{{1, 2}, {3, 4}});
    }

    @Test
    void everyOptionalPieceOfTheHeaderIsPassedOver() throws IOException {
        byte[] plain = gzip(TEXT);
        byte[] extras = concat(hex("0300"), ascii("abc"), ascii("name\0"), "über\0".getBytes(StandardCharsets.UTF_8), hex("1234"));
        byte[] header = Arrays.copyOf(plain, 10);
        header[3] = 2 | 4 | 8 | 16;
        assertThat(read(concat(header, extras, Arrays.copyOfRange(plain, 10, plain.length)))).hasDimensions(4, 2);
    }

    @Test
    void truncationAnywhereIsRefused() throws IOException {
        byte[] whole = gzip(TEXT);
        for (int length = 3; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length), "truncated: the gzip data end early");
        }
        byte[] second = concat(whole, gzip(TEXT));
        for (int length = whole.length + 1; length < second.length; length++) {
            refused(Arrays.copyOf(second, length), "truncated: the gzip data end early");
        }
    }

    @Test
    void damageIsRefused() throws IOException {
        byte[] whole = gzip(TEXT);
        refused(changed(whole, whole.length - 8), "damaged gzip data: checksum differs");
        refused(changed(whole, whole.length - 1), "damaged gzip data: length differs");
        refused(changed(whole, 2), "damaged gzip data: unknown compression method");
        byte[] flags = whole.clone();
        flags[3] = (byte) 0x80;
        refused(flags, "damaged gzip data: unknown header flags");
        byte[] block = whole.clone();
        block[10] = 7;
        refused(block, "damaged gzip data: invalid block type");
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }

    @Test
    void otherBytesBehindTheDataAreRefused() throws IOException {
        refused(concat(gzip(TEXT), ascii("zz")), "damaged gzip data: other bytes behind the end of the data");
        refused(concat(gzip(TEXT), new byte[1]), "damaged gzip data: other bytes behind the end of the data");
    }
}
