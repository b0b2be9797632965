package gramflow.io;

import gramflow.memory.Precision;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static gramflow.io.Samples.ascii;
import static gramflow.io.Samples.assertRefused;
import static gramflow.io.Samples.concat;
import static gramflow.io.Samples.encode;
import static gramflow.io.Samples.file;
import static gramflow.io.Samples.gzip;
import static gramflow.io.Samples.npy;
import static gramflow.io.Samples.npyHeader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class NpyRefusalTest {
    private static final byte[] GOOD = npy("<f8", false, new byte[96], 3, 4);

    @TempDir
    Path folder;

    private void refused(byte[] content, String problem) throws IOException {
        assertRefused(file(folder, "x.npy", content), problem);
    }

    @Test
    void truncatedDataAreRefusedWithBothSizes() throws IOException {
        refused(Arrays.copyOf(GOOD, GOOD.length - 5), "the header promises 3 x 4 <f8, 96 bytes, but 91 follow: truncated");
        refused(gzip(Arrays.copyOf(GOOD, GOOD.length - 5)),
                "the header promises 3 x 4 <f8, 96 bytes, but the data end after 91: truncated");
    }

    @Test
    void trailingDataAreRefused() throws IOException {
        byte[] trailing = concat(GOOD, ascii("abc"));
        refused(trailing, "the header promises 3 x 4 <f8, 96 bytes, but 99 follow: trailing data");
        refused(gzip(trailing), "the header promises 3 x 4 <f8, 96 bytes, but more follow: trailing data");
    }

    @Test
    void truncatedHeaderIsRefusedWithTheFile() throws IOException {
        refused(Arrays.copyOf(GOOD, 40), "truncated: the header ends after 40 bytes, expected " + (GOOD.length - 96));
        refused(Arrays.copyOf(GOOD, 7), "truncated: the header ends after 7 bytes, expected 8");
    }

    @Test
    void aPromiseOf10To12RowsIsRefusedBeforeMemoryIsTaken() throws IOException {
        byte[] huge = npy("<f8", false, new byte[1024], 1_000_000_000_000L, 64);
        refused(huge, "the header promises 1000000000000 x 64 <f8, 512000000000000 bytes, but 1024 follow: truncated");
        Path packed = file(folder, "x.npy.gz", gzip(huge));
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> DataFile.read(packed, ReadOptions.DEFAULTS))
                .withMessageStartingWith(packed + ": the header promises 1000000000000 x 64 <f8, 512000000000000 bytes, but at most ");
    }

    @Test
    void aPromiseThatNothingBoundsTakesOnlyTheMemoryOfWhatComes() {
        byte[] huge = npy("<f8", false, new byte[1024], 1_000_000_000_000L, 64);
        BufferedInputStream stream = new BufferedInputStream(new ByteArrayInputStream(huge));
        ByteSource pipe = new ByteSource(folder, "pipe", "", stream, false, Long.MAX_VALUE);
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> NpyFile.read(pipe, Precision.F64))
                .withMessage(
                        "pipe: the header promises 1000000000000 x 64 <f8, 512000000000000 bytes, but the data end after 1024: truncated");
    }

    @Test
    void sizesThatNoLongCanCountAreRefused() throws IOException {
        refused(npy("<f8", false, new byte[8], Long.MAX_VALUE / 4, 1),
                "the header promises 2305843009213693951 x 1 <f8, more than 2^63 bytes");
        refused(npy("<f8", false, new byte[8], 1L << 40, 1L << 40),
                "the header promises 1099511627776 x 1099511627776 <f8, more than 2^63 bytes");
        refused(npy("<f8", false, new byte[8], -1, 3), "the header promises -1 x 3 <f8: a negative size");
    }

    @Test
    void whatIsNoNpyFileIsRefusedWithItsFirstBytes() throws IOException {
        refused(ascii("hello"), "is no .npy file: it begins with 68 65 6c 6c 6f, expected 93 4e 55 4d 50 59");
        refused(new byte[0], "is empty");
        byte[] version9 = GOOD.clone();
        version9[6] = 9;
        refused(version9, ".npy format version 9, expected 1, 2 or 3");
        refused(concat(Arrays.copyOf(npyHeader(2, ""), 8), new byte[]{0, 0, 0, 0x40}),
                "a header of 1073741824 bytes, expected at most 65536");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {"{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2);no '}' at byte 57",
            "{};no descr", "garbage;no '{' at byte 0",
            "{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)};fortran_order is neither True nor False",
            "{'descr': '<f8', 'fortran_order': False, 'shape': 5};no '(' at byte 50",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1.5,)};no ')' at byte 52",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (x,)};a size of ''",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,)};a size of '99999999999999999999'",
            "{'descr': '<f8', 'fortran_order': False};no shape", "{'descr': '<f8', 'shape': (1,)};no fortran_order",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'x': 1};key 'x'",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} x;'x' behind the dictionary", "{1: 2};no text in quotes at byte 1"})
    void aMalformedHeaderIsRefusedAndShown(String dictionary, String problem) throws IOException {
        refused(concat(npyHeader(1, dictionary), new byte[8]), "malformed .npy header: " + problem + ", in " + dictionary);
    }

    @ParameterizedTest
    @CsvSource({"|O,', pickled Python objects'", "<c16,''", "<U5,''", "<f16,''", "|f8,''", "<f1,''", "<b2,''", "<i3,''", "f8,''",
            "<m8[ns],''"})
    void typesThatAreNoPlainNumbersAreRefused(String type, String remark) throws IOException {
        refused(npy(type, false, new byte[8], 1),
                "entries of type '%s'%s, expected floats (f2 f4 f8), integers (i1 i2 i4 i8 u1 u2 u4 u8) or b1".formatted(type, remark));
    }

    @Test
    void aStructuredTypeIsRefused() throws IOException {
        String dictionary = "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,)}";
        refused(concat(npyHeader(1, dictionary), new byte[8]), "numbers of a structured type, expected one number an entry");
    }

    @Test
    void zeroRowsAndZeroColumnsAreRefused() throws IOException {
        refused(npy("<f8", false, new byte[0], 0, 64), "no rows: the data are 0 x 64");
        refused(npy("<f8", true, new byte[0], 64, 0), "no columns: the data are 64 x 0");
        refused(gzip(npy("<f8", false, new byte[0], 0)), "no rows: the data are 0 x 1");
    }

    @Test
    void nanIsRefusedWithRowAndColumnUnlessAllowed() throws IOException {
        byte[] data = new byte[5 * 7 * 8];
        System.arraycopy(encode("<f8", Double.NaN), 0, data, (2 * 7 + 3) * 8, 8);
        byte[] transposed = new byte[5 * 7 * 8];
        System.arraycopy(encode("<f8", Double.NaN), 0, transposed, (3 * 5 + 2) * 8, 8);
        refused(npy("<f8", false, data, 5, 7), "row 3, column 4: NaN, expected a finite number");
        refused(gzip(npy("<f8", false, data, 5, 7)), "row 3, column 4: NaN, expected a finite number");
        refused(npy("<f8", true, transposed, 5, 7), "row 3, column 4: NaN, expected a finite number");
        Path path = file(folder, "y.npy", npy("<f8", false, data, 5, 7));
        assertThat(DataFile.read(path, ReadOptions.DEFAULTS.withAllowNan(true)).x().get(2, 3)).isNaN();
        assertThat(DataFile.read(path, ReadOptions.DEFAULTS.withRowLimit(2)).x().rows()).isEqualTo(2);
    }

    @Test
    void theColumnOfABadEntryInAFortranArrayIsItsRowMajorOne() throws IOException {
        // Entry (1, 2, 3) of 4 x 3 x 5 is in row 2; its column among 3 · 5 is 2 · 5 + 3, the 14th. In Fortran order it is number 1 + 4·2 + 12·3.
        byte[] data = new byte[60 * 4];
        System.arraycopy(encode("<f4", Double.NEGATIVE_INFINITY), 0, data, 45 * 4, 4);
        refused(npy("<f4", true, data, 4, 3, 5), "row 2, column 14: -Infinity, expected a finite number");
    }

    @Test
    void aNumberTooLargeForSinglePrecisionIsRefusedEvenWhereNanIsAllowed() throws IOException {
        Path path = file(folder, "x.npy", npy("<f8", false, encode("<f8", 1e300), 1));
        ReadOptions single = ReadOptions.DEFAULTS.withPrecision(Precision.F32);
        assertRefused(path, single, "row 1, column 1: 1.0E300 is too large for f32");
        assertRefused(path, single.withAllowNan(true), "row 1, column 1: 1.0E300 is too large for f32");
        assertThat(DataFile.read(path, ReadOptions.DEFAULTS).x().get(0, 0)).isEqualTo(1e300);
    }

    @Test
    void theExceptionKnowsFileRowAndColumn() throws IOException {
        Path path = file(folder, "x.npy", npy("<f8", false, encode("<f8", Double.NaN), 1));
        DataException e = catchThrowableOfType(DataException.class, () -> DataFile.read(path, ReadOptions.DEFAULTS));
        assertThat(e.source()).isEqualTo(path.toString());
        assertThat(e.row()).hasValue(1);
        assertThat(e.column()).hasValue(1);
        assertThat(new DataException(path, "is empty").row()).isEmpty();
    }
}
