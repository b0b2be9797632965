package gramflow.gram;

import gramflow.io.NpyFile;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import gramflow.memory.ProductPair;
import gramflow.spectrum.RandomlyPivotedCholesky;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

final class KernelEntriesTest {
    private static final long[] INDICES = {41, 0, 17, 16};

    /** A tangent kernel of two layers and one output. */
    private static Gram layers(Precision precision) {
        return Gram.of(List.of(pair(precision, 11, 5, 1), pair(precision, 3, 7, 0)));
    }

    private static ProductPair pair(Precision precision, long a, long d, double shift) {
        return ProductPair.of(0.5, Kernels.random(precision, 42, a, a).strided(), shift, Kernels.random(precision, 42, d, d).strided());
    }

    private static void assertRowsAndDiagonalOfK(KernelTiles tiles, Gram gram) {
        Matrix k = Matrix.zeros(tiles.precision(), tiles.rows(), tiles.rows());
        gram.with(Kernels.products()).compute(k, Progress.NONE);
        KernelEntries entries = new KernelEntries(tiles, Kernels.products());
        Matrix rows = Kernels.random(Precision.F64, INDICES.length, tiles.rows(), 1);
        Matrix diagonal = Kernels.random(Precision.F64, tiles.rows(), 1, 2);
        entries.rows(INDICES, rows);
        entries.diagonal(diagonal);
        for (int j = 0; j < tiles.rows(); j++) {
            for (int r = 0; r < INDICES.length; r++) {
                assertThat(rows.get(r, j)).as("(%d, %d)", INDICES[r], j).isEqualTo(k.get(INDICES[r], j));
            }
            // All of it is positive: no more than a rounding for each product, sum, and pair.
            double bound = 2 * (tiles.inner() + 4) * tiles.precision().unitRoundoff() * k.get(j, j);
            assertThat(diagonal.get(j, 0)).isCloseTo(k.get(j, j), within(bound));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsHaveTheBitsOfKInMemory(Precision precision) {
        for (Gram gram : List.of(Kernels.linear(precision, 42, 9), layers(precision), Kernels.layers(precision, 21))) {
            assertRowsAndDiagonalOfK(gram.tiles(), gram);
        }
    }

    @Test
    void rowsOfStreamedExamplesToo(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("X.npy");
        NpyFile.write(file, Kernels.random(Precision.F32, 42, 9, 1));
        try (StreamedTiles tiles = StreamedTiles.open(file)) {
            assertRowsAndDiagonalOfK(tiles, Kernels.linear(Precision.F32, 42, 9));
        }
    }

    @Test
    void theTraceErrorThatIsReportedIsThatOfTheFactor() {
        Gram gram = layers(Precision.F64);
        RandomlyPivotedCholesky low = RandomlyPivotedCholesky.of(new KernelEntries(gram.tiles(), Kernels.products()), 12, 3,
                Kernels.products(), Progress.NONE);
        Matrix k = Matrix.zeros(Precision.F64, 42, 42);
        gram.with(Kernels.products()).compute(k, Progress.NONE);
        double error = 0;
        for (int i = 0; i < 42; i++) {
            double square = 0;
            for (int r = 0; r < low.rank(); r++) {
                square += low.factor().get(r, i) * low.factor().get(r, i);
            }
            error += k.get(i, i) - square;
        }
        assertThat(low.residualTrace()).isPositive().isCloseTo(error, within(1e-12 * low.trace()));
    }

    @Test
    void aKernelBetweenTwoSetsIsRefused() {
        KernelTiles tiles = Gram.of(Kernels.random(Precision.F64, 3, 2, 1), Kernels.random(Precision.F64, 3, 2, 2)).tiles();
        assertThatIllegalArgumentException().isThrownBy(() -> new KernelEntries(tiles, Kernels.products()))
                .withMessageContaining("not symmetric");
    }
}
