package gramflow.bench.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code gram} refuses: always by exit code 2 or 3 and one line, and nothing is left but what was there. */
final class GramRefusalTest {
    private static final byte[] TWO_ROWS = "1,2\n3,4\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void missingFile() throws IOException {
        assertThat(refused("--data", folder.resolve("none.npy").toString())).contains("none.npy");
    }

    @Test
    void folderInPlaceOfAFile() throws IOException {
        assertThat(refused("--data", folder.toString())).contains(folder.toString());
    }

    @Test
    void noDataAtAll() throws IOException {
        assertThat(refused()).contains("--data", "--synthetic");
        assertThat(refused("--data", "")).contains("--data", "empty");
    }

    @Test
    void emptyFile() throws IOException {
        assertThat(refused("--data", file("x.csv", new byte[0]))).contains("x.csv", "empty");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 9, 60, 128, 150, 175})
    void truncatedNpy(int bytes) throws IOException {
        byte[] whole = npy("(3, 2)", 6);
        assertThat(refused("--data", file("x.npy", Arrays.copyOf(whole, bytes)))).contains("x.npy");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 12, 40})
    void truncatedGzip(int bytes) throws IOException {
        byte[] whole = gzip(npy("(3, 2)", 6));
        assertThat(refused("--data", file("x.npy.gz", Arrays.copyOf(whole, bytes)))).contains("x.npy.gz");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7, 15, 20})
    void truncatedIdx(int bytes) throws IOException {
        byte[] whole = ByteBuffer.allocate(16 + 8).putInt(0x0803).putInt(2).putInt(2).putInt(2).array();
        assertThat(refused("--data", file("x-idx3-ubyte", Arrays.copyOf(whole, bytes)))).contains("x-idx3-ubyte");
    }

    @Test
    void raggedCsv() throws IOException {
        assertThat(refused("--data", file("x.csv", "1,2\n3,4\n5\n"))).contains("x.csv", "row 3");
    }

    @Test
    void textInANumber() throws IOException {
        assertThat(refused("--data", file("x.csv", "1,2\n3,4x\n"))).contains("x.csv", "row 2", "4x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"(1000000000000, 784)", "(1000000000000,)", "(9000000000000000000, 9)"})
    void headerThatPromisesFarMoreThanThereIs(String shape) throws IOException {
        assertThat(refused("--data", file("x.npy", npy(shape, 6)))).contains("x.npy");
        assertThat(refused("--data", file("x.npy.gz", gzip(npy(shape, 6))))).contains("x.npy.gz");
    }

    @Test
    void nanIsNamedByRowAndColumn() throws IOException {
        assertThat(refused("--data", file("x.csv", "1,2\n3,nan\n"))).contains("x.csv", "row 2", "column 2", "'nan'");
        byte[] array = npy("(3, 2)", 6);
        ByteBuffer.wrap(array).order(java.nio.ByteOrder.LITTLE_ENDIAN).putDouble(array.length - 2 * Double.BYTES, Double.NaN);
        assertThat(refused("--data", file("x.npy", array))).contains("x.npy", "row 3", "column 1", "NaN");
    }

    @Test
    void zeroRows() throws IOException {
        assertThat(refused("--data", file("x.npy", npy("(0, 5)", 0)))).contains("x.npy", "no rows");
        assertThat(refused("--data", file("x.csv", "# nothing but a comment\n"))).contains("x.csv");
    }

    @Test
    void unknownOption() throws IOException {
        assertThat(refused("--data", file("x.csv", TWO_ROWS), "--sclae", "unit")).contains("--sclae");
    }

    @Test
    void unknownBackend() throws IOException {
        assertThat(refused("--data", file("x.csv", TWO_ROWS), "--backend", "abacus")).contains("abacus", "scalar");
    }

    @Test
    void rowOfZerosUnderScaleUnit() throws IOException {
        assertThat(refused("--data", file("x.csv", "1,2\n0,0\n"), "--scale", "unit")).contains("x.csv", "row 2", "zero");
    }

    @Test
    void nothingButZerosUnderScaleMax() throws IOException {
        assertThat(refused("--data", file("x.csv", "0,0\n0,0\n"), "--scale", "max")).contains("x.csv", "zero");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "many", "99999999999999999999"})
    void rowsThatAreNoNumberOfRows(String rows) throws IOException {
        assertThat(refused("--data", file("x.csv", TWO_ROWS), "--rows", rows)).contains("--rows", rows);
    }

    @Test
    void moreRowsThanThereAre() throws IOException {
        assertThat(refused("--data", file("x.csv", TWO_ROWS), "--rows", "3")).contains("x.csv", "2 rows", "3");
        assertThat(refused("--synthetic", "gauss:2,2", "--rows", "3")).contains("gauss:2,2", "2 rows", "3");
    }

    @ParameterizedTest
    @CsvSource({"--threads, 0", "--threads, -2", "--threads, two", "--precision, f16", "--scale, half", "--label, middle", "--seed, x",
            "--kernel, ntk", "--kernel, cubic", "--synthetic, cube:3", "--synthetic, 'sphere:0,3'", "--model, linear"})
    void badValueOfAnOption(String option, String value) throws IOException {
        assertThat(refused("--data", file("x.csv", TWO_ROWS), option, value)).contains(option);
    }

    @Test
    void optionsThatDoNotGoTogether() throws IOException {
        String x = file("x.csv", TWO_ROWS);
        assertThat(refused("--data", x, "--synthetic", "gauss:2,2")).contains("--data", "--synthetic");
        assertThat(refused("--synthetic", "gauss:2,2", "--label", "last")).contains("--label");
        assertThat(refused("--synthetic", "gauss:2,2", "--labels", x)).contains("--labels");
        assertThat(refused("--data", x, "--labels", x, "--label", "last")).contains("--labels", "--label");
        assertThat(refused("--data", file("x.npy", npy("(3, 2)", 6)), "--label", "last")).contains("x.npy", "label");
    }

    @Test
    void optionWithoutItsValue() throws IOException {
        assertThat(refused("--data")).contains("--data");
    }

    @Test
    void labelsOfAnotherNumberThanRows() throws IOException {
        assertThat(refused("--data", file("x.csv", TWO_ROWS), "--labels", file("y.csv", "1\n2\n3\n"))).contains("y.csv", "3", "2");
    }

    @Test
    void secondSetOfAnotherWidth() throws IOException {
        assertThat(refused("--data", file("x.csv", TWO_ROWS), "--data2", file("x2.csv", "1,2,3\n"))).contains("x2.csv", "3", "2");
        assertThat(refused("--data", file("x.csv", TWO_ROWS), "--data2", folder.resolve("none.csv").toString())).contains("none.csv");
    }

    @Test
    void numberTooLargeForSinglePrecision() throws IOException {
        assertThat(refused("--data", file("x.csv", "1,2\n3,1e300\n"), "--precision", "f32")).contains("x.csv", "row 2", "f32");
    }

    @Test
    void outputInAMissingFolderIsRefusedBeforeDataAreRead() throws IOException {
        Path out = folder.resolve("none").resolve("K.npy");
        Cli cli = Cli.run("gram", "--data", folder.resolve("absent.csv").toString(), "--out", out.toString());
        assertThat(oneLine(cli, 2)).contains(out.toString(), "folder");
        assertThat(listing()).isEmpty();
    }

    @Test
    void outputThatIsAFolder() throws IOException {
        Cli cli = Cli.run("gram", "--synthetic", "gauss:3,2", "--out", folder.toString());
        assertThat(oneLine(cli, 2)).contains(folder.toString(), "folder");
        assertThat(listing()).isEmpty();
    }

    @Test
    void outputInPlaceOfItsOwnInput() throws IOException {
        String x = file("x.csv", TWO_ROWS);
        for (List<String> options : List.of(List.of("--data", x), List.of("--synthetic", "gauss:3,2", "--data2", x))) {
            String[] args = Stream.of(List.of("gram"), options, List.of("--out", x)).flatMap(List::stream).toArray(String[]::new);
            assertThat(oneLine(Cli.run(args), 2)).contains("--out", x);
            assertThat(Files.readAllBytes(Path.of(x))).isEqualTo(TWO_ROWS);
        }
    }

    @Test
    void jsonInAMissingFolder() throws IOException {
        assertThat(refused("--synthetic", "gauss:3,2", "--json", folder.resolve("none").resolve("k.json").toString())).contains("k.json");
    }

    @Test
    void jsonInPlaceOfK() throws IOException {
        assertThat(refused("--synthetic", "gauss:3,2", "--json", folder.resolve("K.npy").toString())).contains("--json", "--out");
    }

    @Test
    void aFailedRunLeavesAnOldOutputAsItWas() throws IOException {
        Path out = Files.writeString(folder.resolve("K.npy"), "old");
        Cli cli = Cli.run("gram", "--data", file("x.csv", "1,2\n3,nan\n"), "--out", out.toString());
        assertThat(cli.code()).isEqualTo(2);
        assertThat(out).hasContent("old");
    }

    @Test
    void whatTheMachineHasNoRoomForIsRefusedWithBothSizes() throws IOException {
        String out = folder.resolve("K.npy").toString();
        assertThat(oneLine(Cli.run("gram", "--synthetic", "sphere:1000000000000000,8", "--out", out), 3)).contains("64.0 PB", "memory");
        assertThat(oneLine(Cli.run("gram", "--synthetic", "sphere:999999999999999999,999", "--out", out), 3)).contains("memory");
        assertThat(oneLine(Cli.run("gram", "--synthetic", "gauss:3000000,1", "--out", out), 3)).contains("K.npy", "72.0 TB", "disk");
        assertThat(oneLine(Cli.run("gram", "--synthetic", "gauss:3000000,1"), 3)).contains("72.0 TB", "memory");
        assertThat(listing()).isEmpty();
    }

    /** Runs the command with an output; asserts exit code 2, one line and no output; gives the line. */
    private String refused(String... options) throws IOException {
        List<String> before = listing();
        Stream<String> args = Stream.concat(Stream.of("gram", "--out", folder.resolve("K.npy").toString()), Arrays.stream(options));
        String line = oneLine(Cli.run(args.toArray(String[]::new)), 2);
        assertThat(listing()).isEqualTo(before);
        return line;
    }

    private static String oneLine(Cli cli, int code) {
        assertThat(cli.code()).as(cli.err()).isEqualTo(code);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err().lines()).hasSize(1);
        assertThat(cli.err()).startsWith("gramflow gram: ").doesNotContain("Exception", "internal error");
        return cli.err();
    }

    private List<String> listing() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private String file(String name, String text) throws IOException {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private String file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    /** A NumPy file of doubles, version 1, whose header of 128 bytes says {@code shape} whatever follows. */
    private static byte[] npy(String shape, int entries) {
        String dictionary = "{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }";
        ByteBuffer bytes = ByteBuffer.allocate(128 + entries * Double.BYTES);
        bytes.put(new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
        bytes.put((dictionary + " ".repeat(117 - dictionary.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        return bytes.array();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }
}
