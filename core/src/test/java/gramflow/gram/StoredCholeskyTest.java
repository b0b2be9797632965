package gramflow.gram;

import gramflow.backend.Backends;
import gramflow.gram.BandLayout.Kind;
import gramflow.io.DataException;
import gramflow.io.NpyFile;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.spectrum.Cholesky;
import gramflow.spectrum.NotPositiveDefiniteException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

final class StoredCholeskyTest {
    private static final int N = 300;
    private static final double SHIFT = 0.5;
    /** Bytes for 64 rows and two panels of as many: five bands. */
    private static final long FIVE_BANDS = 3L * 64 * N * Double.BYTES;
    /** Bytes for 192 rows and two panels of 64. */
    private static final long TWO_BANDS = 5L * 64 * N * Double.BYTES;

    @TempDir
    private Path folder;

    private StoredGram stored(Kind kind, Precision precision) throws IOException {
        Path out = folder.resolve("K");
        Gram gram = Kernels.linear(precision, N, 2 * N);
        try (GramFile file = GramFile.open(out, gram.tiles(), Kernels.products(), GramFileTest.plan(gram, kind, 70), Map.of())) {
            file.run(Progress.NONE);
        }
        return StoredGram.open(out, Kernels.products());
    }

    private static Matrix shifted(Precision precision) {
        Matrix k = Matrix.zeros(Precision.F64, N, N);
        Matrix exact = Matrix.zeros(precision, N, N);
        Kernels.linear(precision, N, 2 * N).with(Kernels.products()).compute(exact, Progress.NONE);
        k.assign(exact);
        for (int i = 0; i < N; i++) {
            k.set(i, i, k.get(i, i) + SHIFT);
        }
        return k;
    }

    private Path factorFile() {
        return folder.resolve("L");
    }

    private StoredCholesky factor(StoredGram k, long budget, Products on) throws IOException {
        return StoredCholesky.factor(k, SHIFT, factorFile(), Precision.F64, budget, on, Progress.NONE);
    }

    private List<String> listing() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    /** L as the file has it. */
    private Matrix factorInMemory() throws IOException {
        Matrix l = Matrix.zeros(Precision.F64, N, N);
        try (FileChannel channel = FileChannel.open(factorFile(), StandardOpenOption.READ)) {
            byte[] start = new byte[PackedHeader.BYTES];
            BandReader.read(channel, java.lang.foreign.MemorySegment.ofArray(start), 0);
            BandLayout layout = PackedHeader.read(factorFile(), PackedHeader.Content.FACTOR, start, channel.size());
            try (BandReader reader = new BandReader(channel, PackedHeader.BYTES, layout, layout.height())) {
                for (int band = 0; band < layout.count(); band++) {
                    Matrix rows = BandReader.await(reader.ahead(layout.from(band), layout.to(band)));
                    l.block(layout.from(band), layout.to(band), 0, layout.width(band)).assign(rows);
                }
            }
        }
        return l;
    }

    @ParameterizedTest
    @CsvSource({"FULL, F64, 192", "PACKED, F64, 192", "FULL, F32, 320", "PACKED, F32, 320", "PACKED, F64, 1000"})
    void theSquareOfTheFactorIsTheShiftedMatrixWithinTheBoundOfCholesky(Kind kind, Precision precision, long rows) throws IOException {
        try (StoredGram k = stored(kind, precision)) {
            factor(k, rows * N * Double.BYTES, Kernels.products()).close();
        }
        assertThat(listing()).containsExactly("K", "L");
        Matrix l = factorInMemory();
        Matrix a = shifted(precision);
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                double sum = 0;
                double magnitudes = 0;
                for (int m = 0; m <= Math.min(i, j); m++) {
                    sum += l.get(i, m) * l.get(j, m);
                    magnitudes += Math.abs(l.get(i, m) * l.get(j, m));
                }
                // Higham 10.3, and as much again for this sum.
                assertThat(sum).isCloseTo(a.get(i, j), within(2 * (N + 1) * Precision.F64.unitRoundoff() * magnitudes));
                if (j > i) {
                    assertThat(l.get(i, j)).isZero();
                }
            }
        }
    }

    @Test
    void solutionsAndDeterminantAreThoseOfTheFactorInMemory() throws IOException {
        Cholesky inMemory = Cholesky.of(shifted(Precision.F64), Kernels.products());
        for (int columns : new int[]{1, 3}) {
            Matrix b = Kernels.random(Precision.F64, N, columns, 4);
            Matrix expected = Kernels.random(Precision.F64, N, columns, 4);
            Matrix half = Kernels.random(Precision.F64, N, columns, 4);
            Matrix expectedHalf = Kernels.random(Precision.F64, N, columns, 4);
            inMemory.solve(expected);
            inMemory.solveLower(expectedHalf);
            try (StoredGram k = stored(Kind.PACKED, Precision.F64); StoredCholesky l = factor(k, FIVE_BANDS, Kernels.products())) {
                assertThat(l.order()).isEqualTo(N);
                l.solve(b);
                l.solveLower(half);
                assertThat(l.logDeterminant()).isCloseTo(inMemory.logDeterminant(), within(1e-12 * inMemory.logDeterminant()));
            }
            for (int i = 0; i < N; i++) {
                for (int j = 0; j < columns; j++) {
                    // Of condition 33, entries near 1e-3, where rounding of the factors shows at 1e-15.
                    assertThat(b.get(i, j)).isCloseTo(expected.get(i, j), within(1e-14));
                    assertThat(half.get(i, j)).isCloseTo(expectedHalf.get(i, j), within(1e-13));
                }
            }
        }
    }

    @Test
    void oneTwoAndThreeThreadsWriteTheSameBytes() throws IOException {
        byte[] one = null;
        try (StoredGram k = stored(Kind.FULL, Precision.F64)) {
            for (int threads = 1; threads <= 3; threads++) {
                try (Workers workers = Workers.of(threads)) {
                    factor(k, FIVE_BANDS, new Products(Backends.auto(), workers)).close();
                }
                byte[] bytes = Files.readAllBytes(factorFile());
                assertThat(bytes).isEqualTo(one == null ? bytes : one);
                one = bytes;
            }
        }
    }

    @Test
    void theFirstPivotThatIsNotPositiveIsNamedAndNothingIsLeft() throws IOException {
        Matrix k = Matrix.zeros(Precision.F64, N, N);
        for (int i = 0; i < N; i++) {
            k.set(i, i, i == 205 || i == 250 ? -4 : 2);
        }
        NpyFile.write(folder.resolve("K.npy"), k);
        try (StoredGram stored = StoredGram.open(folder.resolve("K.npy"), Kernels.products())) {
            NotPositiveDefiniteException e = catchThrowableOfType(NotPositiveDefiniteException.class,
                    () -> factor(stored, FIVE_BANDS, Kernels.products()));
            assertThat(e.index()).isEqualTo(205);
            assertThat(e.pivot()).isEqualTo(-4 + SHIFT);
            assertThat(e).hasMessageContaining("row 205");
        }
        assertThat(listing()).containsExactly("K.npy");
    }

    /** Cancels after so many flops. */
    private static final class Until implements Progress {
        private final double most;
        private double done;

        Until(double most) {
            this.most = most;
        }

        @Override
        public void advance(double units) {
            done += units;
        }

        @Override
        public boolean cancelled() {
            return done > most;
        }
    }

    @Test
    void aRunThatWasStoppedGoesOnWithWhatIsMissingOrDamagedAndEndsWithTheSameBytes() throws IOException {
        try (StoredGram k = stored(Kind.PACKED, Precision.F64)) {
            factor(k, FIVE_BANDS, Kernels.products()).close();
            byte[] undisturbed = Files.readAllBytes(factorFile());
            Files.delete(factorFile());

            double whole = (double) N * N * N / 3;
            assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> StoredCholesky.factor(k, SHIFT, factorFile(),
                    Precision.F64, FIVE_BANDS, Kernels.products(), new Until(whole / 2)));
            assertThat(listing()).containsExactly("K", "L.journal", "L.part");
            assertThatExceptionOfType(DataException.class).isThrownBy(() -> StoredCholesky.factor(k, 2 * SHIFT, factorFile(),
                    Precision.F64, FIVE_BANDS, Kernels.products(), Progress.NONE)).withMessageContaining("shift was");
            Path part = folder.resolve("L.part");
            byte[] there = Files.readAllBytes(part);
            there[PackedHeader.BYTES + 1000] ^= 1;
            Files.write(part, there);

            Until count = new Until(Double.MAX_VALUE);
            StoredCholesky.factor(k, SHIFT, factorFile(), Precision.F64, FIVE_BANDS, Kernels.products(), count).close();
            assertThat(count.done).as("flops of the rest and of the first band").isBetween(whole / 10, 0.95 * whole);
            assertThat(Files.readAllBytes(factorFile())).isEqualTo(undisturbed);
            assertThat(listing()).containsExactly("K", "L");
        }
    }

    @Test
    void aBudgetThatIsTooSmallIsRefusedWithOneThatDoes() throws IOException {
        try (StoredGram k = stored(Kind.FULL, Precision.F64)) {
            assertThatIllegalArgumentException().isThrownBy(() -> factor(k, FIVE_BANDS - 1, Kernels.products()))
                    .withMessageContaining("takes " + FIVE_BANDS + " bytes");
            factor(k, FIVE_BANDS, Kernels.products()).close();
            assertThat(CholeskyPlan.of(N, Precision.F64, TWO_BANDS).layout().count()).isEqualTo(2);
        }
    }

    @Test
    void aKernelIsNoFactorAndAFactorNoKernel() throws IOException {
        try (StoredGram k = stored(Kind.PACKED, Precision.F64)) {
            factor(k, FIVE_BANDS, Kernels.products()).close();
        }
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> StoredCholesky.open(folder.resolve("K"), Kernels.products()))
                .withMessageContaining("GRAMCHOL");
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> StoredGram.open(factorFile(), Kernels.products()));
    }

    @Test
    void aMatrixThatTheBudgetHoldsIsOneBand() throws IOException {
        try (StoredGram k = stored(Kind.PACKED, Precision.F64); StoredCholesky l = factor(k, 1L << 30, Kernels.products())) {
            assertThat(l.precision()).isEqualTo(Precision.F64);
        }
        assertThat(Files.size(factorFile())).isEqualTo(PackedHeader.BYTES + (long) N * N * Double.BYTES);
    }
}
