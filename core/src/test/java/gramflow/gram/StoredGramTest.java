package gramflow.gram;

import gramflow.gram.BandLayout.Kind;
import gramflow.io.DataException;
import gramflow.io.NpyFile;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import gramflow.spectrum.ConjugateGradients;
import gramflow.spectrum.Eigendecomposition;
import gramflow.spectrum.Extremes;
import gramflow.spectrum.Lanczos;
import gramflow.spectrum.RandomlyPivotedCholesky;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

final class StoredGramTest {
    private static final int N = 74;

    @TempDir
    private Path folder;

    /** A K of 74 × 74, of 37 examples with two outputs each. */
    private static Gram gram(Precision precision) {
        return Kernels.layers(precision, N / 2);
    }

    private StoredGram stored(Kind kind, Precision precision) throws IOException {
        Path out = folder.resolve("K");
        Gram gram = gram(precision);
        try (GramFile file = GramFile.open(out, gram.tiles(), Kernels.products(), GramFileTest.plan(gram, kind, 16), Map.of())) {
            file.run(Progress.NONE);
        }
        return StoredGram.open(out, Kernels.products());
    }

    private static Matrix inMemory(Precision precision) {
        Matrix k = Matrix.zeros(precision, N, N);
        gram(precision).with(Kernels.products()).compute(k, Progress.NONE);
        return k;
    }

    @ParameterizedTest
    @CsvSource({"FULL, F64", "FULL, F32", "PACKED, F64", "PACKED, F32"})
    void aProductWithAVectorIsThatOfTheMatrixInMemory(Kind kind, Precision precision) throws IOException {
        Matrix k = inMemory(precision);
        Matrix x = Kernels.random(Precision.F64, N, 1, 9);
        Matrix y = Kernels.random(Precision.F64, N, 1, 10);
        try (StoredGram stored = stored(kind, precision)) {
            assertThat(stored.order()).isEqualTo(N);
            stored.apply(x, y);
        }
        for (int i = 0; i < N; i++) {
            double sum = 0;
            double magnitudes = 0;
            for (int j = 0; j < N; j++) {
                sum += k.get(i, j) * x.get(j, 0);
                magnitudes += Math.abs(k.get(i, j) * x.get(j, 0));
            }
            // N products and sums, one of them in double precision, and x rounded.
            assertThat(y.get(i, 0)).isCloseTo(sum, within(2 * (N + 1) * precision.unitRoundoff() * magnitudes));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "MIRRORED", mode = EnumSource.Mode.EXCLUDE)
    void rowsAndDiagonalAreThoseOfTheMatrixInMemory(Kind kind) throws IOException {
        Matrix k = inMemory(Precision.F32);
        long[] indices = {73, 0, 16, 15, 40};
        Matrix rows = Kernels.random(Precision.F64, indices.length, N, 1);
        Matrix diagonal = Kernels.random(Precision.F64, N, 1, 2);
        try (StoredGram stored = stored(kind, Precision.F32)) {
            stored.rows(indices, rows);
            stored.diagonal(diagonal);
        }
        for (int j = 0; j < N; j++) {
            assertThat(diagonal.get(j, 0)).isEqualTo(k.get(j, j));
            for (int r = 0; r < indices.length; r++) {
                assertThat(rows.get(r, j)).as("(%d, %d)", indices[r], j).isEqualTo(k.get(indices[r], j));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "MIRRORED", mode = EnumSource.Mode.EXCLUDE)
    void aFactorOfLowRankComesStraightFromTheFile(Kind kind) throws IOException {
        Gram gram = Kernels.linear(Precision.F64, N, 5);
        Path out = folder.resolve("K");
        try (GramFile file = GramFile.open(out, gram.tiles(), Kernels.products(), GramFileTest.plan(gram, kind, 16), Map.of())) {
            file.run(Progress.NONE);
        }
        try (StoredGram stored = StoredGram.open(out, Kernels.products())) {
            RandomlyPivotedCholesky low = RandomlyPivotedCholesky.of(stored, 20, 1, Kernels.products(), Progress.NONE);
            assertThat(low.rank()).as("X has five columns").isEqualTo(5);
            assertThat(low.residualTrace()).isLessThan(1e-12 * low.trace());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "MIRRORED", mode = EnumSource.Mode.EXCLUDE)
    void extremeEigenvaluesAndSolutionsComeStraightFromTheFile(Kind kind) throws IOException {
        Gram gram = Kernels.linear(Precision.F64, N, 2 * N);
        Path out = folder.resolve("K");
        try (GramFile file = GramFile.open(out, gram.tiles(), Kernels.products(), GramFileTest.plan(gram, kind, 16), Map.of())) {
            file.run(Progress.NONE);
        }
        Matrix k = Matrix.zeros(Precision.F64, N, N);
        gram.with(Kernels.products()).compute(k, Progress.NONE);
        double[] values = Eigendecomposition.values(k, Kernels.products(), Progress.NONE);
        Matrix b = Kernels.random(Precision.F64, N, 1, 3);
        try (StoredGram stored = StoredGram.open(out, Kernels.products())) {
            Extremes ends = Lanczos.DEFAULT.both(stored, Kernels.products(), Progress.NONE);
            assertThat(ends.largest().converged()).isTrue();
            assertThat(ends.largest().value()).isCloseTo(values[N - 1], within(ends.largest().error() + 1e-12 * values[N - 1]));
            assertThat(ends.smallest().value()).isCloseTo(values[0], within(ends.smallest().error() + 1e-12 * values[N - 1]));
            ConjugateGradients.Solution solution = ConjugateGradients.DEFAULT.solve(stored, b, Kernels.products(), Progress.NONE);
            assertThat(solution.converged()).isTrue();
            for (int i = 0; i < N; i++) {
                double sum = 0;
                for (int j = 0; j < N; j++) {
                    sum += k.get(i, j) * solution.x().get(j, 0);
                }
                // A residual of 1e-8 of the norm of b, which is below its N entries of 5 at most.
                assertThat(sum).isCloseTo(b.get(i, 0), within(1e-8 * 5 * N));
            }
        }
    }

    @Test
    void aPackedFileThatIsCutOrDamagedIsRefused() throws IOException {
        stored(Kind.PACKED, Precision.F32).close();
        Path out = folder.resolve("K");
        byte[] bytes = Files.readAllBytes(out);
        Files.write(out, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> StoredGram.open(out, Kernels.products()))
                .withMessageContaining("bytes, expected " + bytes.length);
        bytes[17] ^= 4;
        Files.write(out, bytes);
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> StoredGram.open(out, Kernels.products()))
                .withMessageContaining("checksum");
    }

    @Test
    void whatIsNoSquareMatrixIsRefused() throws IOException {
        Path out = folder.resolve("x.npy");
        NpyFile.write(out, Matrix.zeros(Precision.F64, 2, 3));
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> StoredGram.open(out, Kernels.products()))
                .withMessageContaining("2 x 3");
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> StoredGram.open(folder.resolve("none"), Kernels.products()));
    }
}
