package gramflow.io;

import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static gramflow.io.Samples.ascii;
import static gramflow.io.Samples.assertRefused;
import static gramflow.io.Samples.file;
import static gramflow.io.Samples.gzip;
import static gramflow.io.Samples.labels;
import static gramflow.io.Samples.rows;
import static org.assertj.core.api.Assertions.assertThat;

class LibsvmFileTest {
    @TempDir
    Path folder;

    private void refused(String text, String problem) throws IOException {
        assertRefused(file(folder, "x.svm", ascii(text)), problem);
    }

    @Test
    void gapsAreZerosAndTheLargestIndexIsTheWidth() throws IOException {
        byte[] text = ascii("# made by hand\n+1 1:0.5 4:2 # first\n\n-1 qid:3 2:1e-3\r\n2.5\n3\t3:7  5:-1 ");
        double[][] expected = {{0.5, 0, 0, 2, 0}, {0, 1e-3, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 7, 0, -1}};
        for (Path path : List.of(file(folder, "x.svm", text), file(folder, "x.libsvm.gz", gzip(text)), file(folder, "x.scale", text))) {
            DataSet data = DataFile.read(path, ReadOptions.DEFAULTS);
            assertThat(rows(data.x())).isDeepEqualTo(expected);
            assertThat(labels(data)).containsExactly(1, -1, 2.5, 3);
        }
    }

    @Test
    void singlePrecisionAndALimitAreKept() throws IOException {
        Path path = file(folder, "x.svm", ascii("123456789 1:0.1\n2 2:1\n3 9:1\n"));
        DataSet data = DataFile.read(path, ReadOptions.DEFAULTS.withPrecision(Precision.F32).withRowLimit(2));
        assertThat(rows(data.x())).isDeepEqualTo(new double[][]{{0.1f, 0}, {0, 1}});
        assertThat(labels(data)).containsExactly(123456789, 2);
    }

    @Test
    void manyEntriesAreReadWhole() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            text.append(i);
            for (int j = 1 + i % 3; j <= 300; j += 3) {
                text.append(' ').append(j).append(':').append(i + j);
            }
            text.append('\n');
        }
        double[][] x = rows(DataFile.read(file(folder, "x.svm", ascii(text.toString())), ReadOptions.DEFAULTS).x());
        assertThat(x).hasDimensions(500, 300);
        for (int i = 0; i < 500; i++) {
            for (int j = 1; j <= 300; j++) {
                assertThat(x[i][j - 1]).isEqualTo((j - 1) % 3 == i % 3 ? i + j : 0);
            }
        }
    }

    @Test
    void indicesFromZeroOrOutOfOrderAreRefused() throws IOException {
        refused("1 0:1 1:2\n", "row 1: index 0, expected indices from 1");
        refused("1 1:1\n1 3:1 2:2\n", "row 2: index 2 behind 3, expected increasing indices");
        refused("1 3:1 3:2\n", "row 1: index 3 behind 3, expected increasing indices");
        refused("1 -1:2\n", "row 1: '-1', expected an index from 1 to 2147483647");
        refused("1 1000000000000:2\n", "row 1: '1000000000000', expected an index from 1 to 2147483647");
    }

    @Test
    void whatIsNoLabelOrEntryIsRefused() throws IOException {
        refused("1:2 2:3\n", "row 1: '1:2', expected a label");
        refused("1,2 3:4\n", "row 1: '1,2', expected a label");
        refused("1 1:1\n1 abc\n", "row 2: 'abc', expected index:value");
        refused("1 :2\n", "row 1: ':2', expected index:value");
        refused("1 2:x\n", "row 1: 'x', expected a number behind index 2");
        refused("1 2:\n", "row 1: nothing, expected a number behind index 2");
        refused("1 2:1 qid:3\n", "row 1: 'qid', expected an index from 1 to 2147483647");
    }

    @Test
    void whatIsNotFiniteIsRefusedUnlessAllowed() throws IOException {
        refused("1 1:1 7:nan\n", "row 1: index 7: 'nan', expected a finite number");
        refused("inf 1:1\n", "row 1: label 'inf', expected a finite number");
        Path path = file(folder, "x.svm", ascii("nan 1:inf\n"));
        DataSet data = DataFile.read(path, ReadOptions.DEFAULTS.withAllowNan(true));
        assertThat(rows(data.x())).isDeepEqualTo(new double[][]{{Double.POSITIVE_INFINITY}});
        assertThat(labels(data)).containsExactly(Double.NaN);
    }

    @Test
    void filesWithoutRowsOrEntriesAreRefused() throws IOException {
        refused("# nothing\n", "no rows: the data are 0 x 0");
        refused("1\n2\n", "no columns: the data are 2 x 0");
    }
}
