package gramflow.io;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static gramflow.io.Samples.ascii;
import static gramflow.io.Samples.assertRefused;
import static gramflow.io.Samples.file;
import static gramflow.io.Samples.gzip;
import static gramflow.io.Samples.hex;
import static gramflow.io.Samples.idx;
import static gramflow.io.Samples.labels;
import static gramflow.io.Samples.npy;
import static gramflow.io.Samples.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DataFileTest {
    private static final double[][] X = {{1, 2}, {3, 4}, {5, 6}};
    private static final byte[] CSV = ascii("1,2\n3,4\n5,6\n");
    private static final String UNKNOWN = "unknown format, expected .npy, .npz, .csv, .tsv, .svm, .libsvm, .idx, names like t10k-images-idx3-ubyte,"
            + " each also with .gz, and any other name if the file begins like one of these";

    @TempDir
    Path folder;

    private DataSet read(Path path) throws IOException {
        return DataFile.read(path, ReadOptions.DEFAULTS);
    }

    @Test
    void aNameThatSaysNothingLeavesItToTheContent() throws IOException {
        byte[] bytes = {1, 2, 3, 4, 5, 6};
        Path archive = folder.resolve("archive.npz");
        NpzFile.write(archive, Map.of("X", NpyArray.of(Matrix.of(X))));
        for (byte[] content : List.of(npy("|u1", false, bytes, 3, 2), idx(8, bytes, 3, 2), CSV, ascii("# c\n\na b\n1 2\n3 4\n5 6"),
                Files.readAllBytes(archive), ascii("0 1:1 2:2\n0 1:3 2:4\n0 1:5 2:6"))) {
            assertThat(rows(read(file(folder, "data", content)).x())).isDeepEqualTo(X);
            assertThat(rows(read(file(folder, "data.tra", content)).x())).isDeepEqualTo(X);
            assertThat(rows(read(file(folder, "data.gz", gzip(content))).x())).isDeepEqualTo(X);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.csv", "X.CSV", "x.tsv", "x.csv.gz", "x.Csv.GZ", "x.txt", "x.1"})
    void namesAreReadInEitherCaseAndWithGz(String name) throws IOException {
        assertThat(rows(read(file(folder, name, CSV)).x())).isDeepEqualTo(X);
        assertThat(rows(read(file(folder, name, gzip(CSV))).x())).isDeepEqualTo(X);
    }

    @Test
    void anUnknownFormatIsRefusedWithThoseKnown() throws IOException {
        assertRefused(file(folder, "x.png", hex("89504e470d0a1a0a00")), UNKNOWN);
        assertRefused(file(folder, "x.txt", ascii("hello world\nmore prose\n1 2 3\n")), UNKNOWN);
        assertRefused(file(folder, "x", ascii("# only\n# comments\n")), UNKNOWN);
    }

    @Test
    void aMissingFileAFolderAndAnEmptyFileAreRefusedByName() throws IOException {
        assertRefused(folder.resolve("missing.csv"), "no such file");
        assertRefused(folder.resolve("missing/x.npy"), "no such file");
        assertRefused(folder, "is a folder, expected a data file");
        assertRefused(file(folder, "x", new byte[0]), "is empty");
    }

    @Test
    void labelsComeFromAFileOfAnyFormat() throws IOException {
        Path x = file(folder, "x.csv", CSV);
        byte[] bytes = {7, 8, 9};
        Path archive = folder.resolve("y.npz");
        NpzFile.write(archive, Map.of("y", NpyArray.vector(Matrix.of(new double[]{7}, new double[]{8}, new double[]{9}))));
        for (Path y : List.of(file(folder, "y-idx1-ubyte", idx(8, bytes, 3)), file(folder, "y.npy", npy("|u1", false, bytes, 3)),
                file(folder, "y2.npy", npy("|u1", false, bytes, 3, 1)), file(folder, "y.csv.gz", gzip(ascii("label\n7\n8\n9\n"))),
                file(folder, "y.svm", ascii("7 1:3\n8\n9\n")), archive)) {
            ReadOptions options = ReadOptions.DEFAULTS.withLabels(y).withPrecision(Precision.F32);
            assertThat(labels(DataFile.read(x, options))).containsExactly(7, 8, 9);
            assertThat(labels(DataFile.read(x, options.withRowLimit(2)))).containsExactly(7, 8);
        }
    }

    @Test
    void aFileOfLabelsGoesBeforeLabelsOfTheDatasOwn() throws IOException {
        Path x = file(folder, "x.svm", ascii("1 1:1\n2 1:2\n"));
        Path y = file(folder, "y.csv", ascii("7\n8\n"));
        assertThat(labels(DataFile.read(x, ReadOptions.DEFAULTS.withLabels(y)))).containsExactly(7, 8);
    }

    @Test
    void labelsThatDoNotFitAreRefusedWithTheirFile() throws IOException {
        Path x = file(folder, "x.csv", CSV);
        Path two = file(folder, "two.csv", ascii("1\n2\n"));
        Path wide = file(folder, "wide.csv", ascii("1,2,3\n"));
        Path bad = file(folder, "bad.csv", ascii("1\nnan\n3\n"));
        assertLabelsRefused(x, two, "2 labels, but " + x + " has 3 rows");
        assertLabelsRefused(x, wide, "labels of 3 columns, expected 1");
        assertLabelsRefused(x, bad, "row 2, column 1: 'nan', expected a finite number");
        assertLabelsRefused(x, folder.resolve("none"), "no such file");
        Path noY = folder.resolve("x.npz");
        NpzFile.write(noY, new LinkedHashMap<>(Map.of("X", NpyArray.of(Matrix.of(X)))));
        assertLabelsRefused(x, noY, "no array 'y'; the file holds X");
    }

    private static void assertLabelsRefused(Path x, Path labels, String problem) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataFile.read(x, ReadOptions.DEFAULTS.withLabels(labels))).withMessage(labels + ": " + problem);
    }

    @Test
    void aLabelColumnIsTakenFromCsvOnly() throws IOException {
        ReadOptions last = ReadOptions.DEFAULTS.withLabelColumn(LabelColumn.LAST);
        assertRefused(file(folder, "x.npy", npy("|u1", false, new byte[4], 2, 2)), last,
                "a label column (last) is asked for, but this is no CSV file");
    }

    @Test
    void optionsThatContradictAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ReadOptions.DEFAULTS.withRowLimit(0))
                .withMessage("rows: 0, expected at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReadOptions.DEFAULTS.withLabelColumn(LabelColumn.FIRST).withLabels(Path.of("y.csv")))
                .withMessage("labels are asked for twice: in the first column, and in the file y.csv");
        assertThatIllegalArgumentException().isThrownBy(() -> LabelColumn.of("middle"))
                .withMessage("unknown label column 'middle', expected none, first or last");
        assertThat(LabelColumn.of("last")).isEqualTo(LabelColumn.LAST);
    }

    @Test
    void aLimitBeyondTheEndReadsEverything() throws IOException {
        assertThat(DataFile.read(file(folder, "x.csv", CSV), ReadOptions.DEFAULTS.withRowLimit(100)).x().rows()).isEqualTo(3);
        assertThat(DataFile.read(file(folder, "x.npy", npy("|u1", false, new byte[4], 2, 2)), ReadOptions.DEFAULTS.withRowLimit(100)).x()
                .rows())
                .isEqualTo(2);
    }
}
