package gramflow.io;

import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

import static gramflow.io.Samples.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Needs a folder of data that is not part of the project: {@code -Dgramflow.data=DIR}. */
class RealDataTest {

    private static Path data(String name) {
        String folder = System.getProperty("gramflow.data", "");
        // The files are too large to keep here and not ours to give on; without them there is nothing to read.
        assumeTrue(!folder.isEmpty(), "skipped: -Dgramflow.data=DIR does not say where " + name + " is");
        return Path.of(folder, name);
    }

    private static double sum(Matrix x) {
        double sum = 0;
        for (long i = 0; i < x.rows(); i++) {
            for (long j = 0; j < x.cols(); j++) {
                sum += x.get(i, j);
            }
        }
        return sum;
    }

    @Test
    void mnistIsReadWithItsLabels() throws IOException {
        ReadOptions options = ReadOptions.DEFAULTS.withLabels(data("mnist/t10k-labels-idx1-ubyte.gz"));
        for (Precision precision : Precision.values()) {
            DataSet mnist = DataFile.read(data("mnist/t10k-images-idx3-ubyte.gz"), options.withPrecision(precision));
            assertThat(mnist.x().shape()).isEqualTo("10000 x 784 " + precision.label());
            assertThat(sum(mnist.x())).isEqualTo(264_923_200.0);
            assertThat(Arrays.copyOf(labels(mnist), 10)).containsExactly(7, 2, 1, 0, 4, 1, 4, 9, 5, 9);
        }
    }

    @Test
    void optdigitsIsReadWithTheLastColumnAsLabels() throws IOException {
        DataSet digits = DataFile.read(data("optdigits/optdigits.tra"), ReadOptions.DEFAULTS.withLabelColumn(LabelColumn.LAST));
        assertThat(digits.x().shape()).isEqualTo("2999 x 64 f64");
        assertThat(sum(digits.x())).isEqualTo(944_331.0);
        assertThat(Arrays.stream(labels(digits)).sum()).isEqualTo(13_517.0);
    }
}
