package gramflow.io;

import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static gramflow.io.Samples.ascii;
import static gramflow.io.Samples.assertRefused;
import static gramflow.io.Samples.concat;
import static gramflow.io.Samples.file;
import static gramflow.io.Samples.gzip;
import static gramflow.io.Samples.hex;
import static gramflow.io.Samples.labels;
import static gramflow.io.Samples.rows;
import static org.assertj.core.api.Assertions.assertThat;

class CsvFileTest {
    private static final double[][] TWO_ROWS = {{1, -2.5, 3e2}, {4, 5, 6}};

    @TempDir
    Path folder;

    private double[][] read(String text) throws IOException {
        return rows(DataFile.read(file(folder, "x.csv", ascii(text)), ReadOptions.DEFAULTS).x());
    }

    private void refused(String text, String problem) throws IOException {
        assertRefused(file(folder, "x.csv", ascii(text)), problem);
    }

    static List<String> sameTwoRows() {
        return List.of("1,-2.5,3e2\n4,5,6\n", "1,-2.5,3e2\n4,5,6", "1,-2.5,3e2\r\n4,5,6\r\n", "1;-2.5;3e2\n4;5;6\n",
                "1\t-2.5\t3e2\n4\t5\t6\n",
                "1 -2.5   3e2\n 4  5 6 \n", " 1 , -2.5 , 3E+2\n4,  5,6  \n", "\"1\",\"-2.5\",\"3e2\"\n\" 4 \",5,6\n",
                "a,b,c\n1,-2.5,3e2\n4,5,6\n",
                "# made by hand\n\na,b,c\n  # more\n1,-2.5,3e2 # first\n   \n4,5,6#second\n\n", "x1;x2;x3\n1;-2.5;300.0\n4;5;6",
                "sepal length petal width\n1 -2.5 300\n4 5 6\n", "\"a, b\",c#1,\"d\"\n1,-2.5,300\n4,5,6\n", "1,-2.5,300\n# 1,2\n4,5,6\n");
    }

    @ParameterizedTest
    @MethodSource("sameTwoRows")
    void separatorsHeadersCommentsQuotesAndLineEndsAreUnderstood(String text) throws IOException {
        assertThat(read(text)).isDeepEqualTo(TWO_ROWS);
        assertThat(rows(DataFile.read(file(folder, "x.csv.gz", gzip(ascii(text))), ReadOptions.DEFAULTS).x())).isDeepEqualTo(TWO_ROWS);
        assertThat(rows(DataFile.read(file(folder, "x.csv", ascii(text)), ReadOptions.DEFAULTS.withPrecision(Precision.F32)).x()))
                .isDeepEqualTo(TWO_ROWS);
    }

    @Test
    void aByteOrderMarkAndTextBeyondAsciiInAHeaderArePassedOver() throws IOException {
        byte[] mark = hex("efbbbf");
        Path marked = file(folder, "x.csv", concat(mark, ascii("1,2\n")));
        assertThat(rows(DataFile.read(marked, ReadOptions.DEFAULTS).x())).isDeepEqualTo(new double[][]{{1, 2}});
        Path named = file(folder, "y", concat(mark, "größe,höhe\n1,2\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(rows(DataFile.read(named, ReadOptions.DEFAULTS).x())).isDeepEqualTo(new double[][]{{1, 2}});
    }

    @Test
    void theLabelIsTheFirstOrLastColumnInDoublePrecision() throws IOException {
        Path path = file(folder, "x.csv", ascii("1,2,123456789\n3,4,-7\n"));
        ReadOptions single = ReadOptions.DEFAULTS.withPrecision(Precision.F32);
        DataSet last = DataFile.read(path, single.withLabelColumn(LabelColumn.LAST));
        assertThat(rows(last.x())).isDeepEqualTo(new double[][]{{1, 2}, {3, 4}});
        assertThat(labels(last)).containsExactly(123456789, -7);
        DataSet first = DataFile.read(path, ReadOptions.DEFAULTS.withLabelColumn(LabelColumn.FIRST));
        assertThat(rows(first.x())).isDeepEqualTo(new double[][]{{2, 123456789}, {4, -7}});
        assertThat(labels(first)).containsExactly(1, 3);
        assertThat(DataFile.read(path, ReadOptions.DEFAULTS).y()).isNull();
    }

    @Test
    void aLimitStopsBeforeWhatWouldBeRefused() throws IOException {
        Path path = file(folder, "x.csv", ascii("a,b\n1,2\n3,4\noops"));
        assertThat(rows(DataFile.read(path, ReadOptions.DEFAULTS.withRowLimit(2)).x())).isDeepEqualTo(new double[][]{{1, 2}, {3, 4}});
        assertRefused(path, ReadOptions.DEFAULTS.withRowLimit(3), "row 4, column 1: 'oops', expected a number");
    }

    @Test
    void linesLongerThanTheBufferAndManyRowsAreReadWhole() throws IOException {
        int cols = 100_000;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < cols; j++) {
                text.append(i * cols + j).append(j == cols - 1 ? "\n" : ",");
            }
        }
        double[][] wide = read(text.toString());
        assertThat(wide).hasDimensions(3, cols);
        assertThat(wide[2][cols - 1]).isEqualTo(3.0 * cols - 1);
        assertThat(wide[1][1]).isEqualTo(cols + 1.0);
        double[][] tall = read(text.toString().replace(',', '\n'));
        assertThat(tall).hasDimensions(3 * cols, 1);
        assertThat(tall[3 * cols - 1][0]).isEqualTo(3.0 * cols - 1);
    }

    @Test
    void raggedRowsAreRefusedWithTheLine() throws IOException {
        refused("1,2,3\n4,5\n", "row 2: 2 values, expected 3");
        refused("# comment\n\nh,i,j\n1,2,3\n4,5,6,7\n", "row 5: 4 values, expected 3");
        refused("1 2 3\n4 5\n", "row 2: 2 values, expected 3");
        refused("a,b,c\n1,2\n", "row 2: 2 values, but the header in row 1 names 3");
    }

    @Test
    void textInANumberIsRefusedWhereItStands() throws IOException {
        refused("a,b\n1,2\n3,x\n", "row 3, column 2: 'x', expected a number");
        refused("1,2,x\n3,4,5\n", "row 1, column 3: 'x', expected a number");
        refused("a,b\nc,d\n", "row 2, column 1: 'c', expected a number");
        refused("1,2\n3,\n", "row 2, column 2: nothing, expected a number");
        refused("1,\"2\n3,4\n", "row 1, column 2: '\"2', expected a number");
        refused("1,5;2,5\n", "row 1, column 1: '1,5', expected a number");
        refused("1,2\r3,4\r", "row 1, column 2: '2\\x0d3', expected a number");
        refused("1,2\n\u001b[31mred,3\n", "row 2, column 1: '\\x1b[31mred', expected a number");
        refused("1,2\n" + "z".repeat(1000) + ",3\n", "row 2, column 1: '" + "z".repeat(40) + "…', expected a number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x10", "1d", "1f", "1_000", "1e", "1e+", "--1", "+-1", "1.2.3", ".", "e5", "1 2", "NULL", "?", "1e5.0",
            "infinit"})
    void whatOnlyLooksLikeANumberIsRefused(String field) throws IOException {
        refused("1,2\n3," + field + "\n", "row 2, column 2: '" + field + "', expected a number");
    }

    @Test
    void whatIsNotFiniteIsRefusedUnlessAllowed() throws IOException {
        refused("1,2\n3,nan\n", "row 2, column 2: 'nan', expected a finite number");
        refused("1,2\n-Inf,3\n", "row 2, column 1: '-Inf', expected a finite number");
        refused("1,1e999\n", "row 1, column 2: '1e999', expected a finite number");
        Path path = file(folder, "x.csv", ascii("1e300,NaN\n-infinity,3"));
        double[][] allowed = rows(DataFile.read(path, ReadOptions.DEFAULTS.withAllowNan(true)).x());
        assertThat(allowed[0]).containsExactly(1e300, Double.NaN);
        assertThat(allowed[1]).containsExactly(Double.NEGATIVE_INFINITY, 3);
        assertRefused(path, ReadOptions.DEFAULTS.withAllowNan(true).withPrecision(Precision.F32),
                "row 1, column 1: '1e300' is too large for f32");
        Path label = file(folder, "y.csv", ascii("1,2\n3,nan\n"));
        assertRefused(label, ReadOptions.DEFAULTS.withLabelColumn(LabelColumn.LAST), "row 2, column 2: 'nan', expected a finite number");
    }

    @Test
    void filesWithoutRowsOrColumnsAreRefused() throws IOException {
        refused("", "is empty");
        refused("\n\n", "no rows");
        refused("# a\n\n#b\n", "no rows");
        refused("a,b\n", "no rows behind the header");
        assertRefused(file(folder, "x.csv", ascii("1\n2\n")), ReadOptions.DEFAULTS.withLabelColumn(LabelColumn.LAST),
                "no columns: the data are 2 x 0");
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        assertRefused(file(folder, "x.csv", Samples.npy("<f8", false, new byte[16], 2)), "row 1: is no text: it holds a byte 01");
        assertRefused(file(folder, "y.csv", "1,2\n".getBytes(StandardCharsets.UTF_16LE)), "row 1: is no text: it holds a byte 00");
    }
}
