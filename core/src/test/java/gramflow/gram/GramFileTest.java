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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

final class GramFileTest {
    private static final Rates RATES = new Rates(1e9, 1e8);
    private static final Map<String, String> OPTIONS = Map.of("kernel", "linear");
    private static final int HEADER = 128;

    @TempDir
    private Path folder;

    private Path out() {
        return folder.resolve("K.npy");
    }

    static FilePlan plan(Gram gram, Kind kind, long height) {
        KernelTiles tiles = gram.tiles();
        return FilePlan.of(Shape.of(tiles), new BandLayout(kind, tiles.rows(), tiles.cols(), tiles.precision(), height), 1L << 30, RATES);
    }

    private GramFile open(Gram gram, Kind kind, long height) throws IOException {
        return GramFile.open(out(), gram.tiles(), Kernels.products(), plan(gram, kind, height), OPTIONS);
    }

    private FileReport run(Gram gram, Kind kind, long height) throws IOException {
        try (GramFile file = open(gram, kind, height)) {
            return file.run(Progress.NONE);
        }
    }

    /** Runs until so many bands are computed, and is then stopped. */
    private void runAndStop(Gram gram, Kind kind, long height, int bands) throws IOException {
        try (GramFile file = open(gram, kind, height)) {
            CountedBands count = new CountedBands(gram.tiles(), file.plan().layout(), bands);
            assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> file.run(count)).withMessageContaining("kept");
        }
    }

    private static Matrix inMemory(Gram gram) {
        GramPlan plan = gram.plan();
        Matrix k = Matrix.zeros(plan.precision(), plan.rows(), plan.cols());
        gram.with(Kernels.products()).compute(k, Progress.NONE);
        return k;
    }

    private List<String> listing() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static void assertSame(Matrix found, Matrix expected) {
        assertThat(found.shape()).isEqualTo(expected.shape());
        for (long i = 0; i < expected.rows(); i++) {
            for (long j = 0; j < expected.cols(); j++) {
                assertThat(found.get(i, j)).as("(%d, %d)", i, j).isEqualTo(expected.get(i, j));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"FULL, F64, 8", "FULL, F32, 10", "MIRRORED, F64, 8", "MIRRORED, F32, 10", "FULL, F64, 100", "MIRRORED, F32, 100",
            "MIRRORED, F64, 1", "STAGED, F64, 8", "STAGED, F32, 10", "STAGED, F32, 100", "STAGED, F64, 1"})
    void npyHoldsTheBitsOfTheMatrixInMemory(Kind kind, Precision precision, long height) throws IOException {
        for (Gram gram : List.of(Kernels.linear(precision, 37, 5), Kernels.layers(precision, 19))) {
            long rows = height == 1 && gram.tiles().granularity() > 1 ? 2 : height;
            run(gram, kind, rows);
            assertSame(NpyFile.map(out()), inMemory(gram));
            assertThat(listing()).containsExactly("K.npy");
        }
    }

    @Test
    void rectangularKGoesToAFileToo() throws IOException {
        Gram gram = Gram.of(Kernels.random(Precision.F32, 13, 6, 1), Kernels.random(Precision.F32, 29, 6, 2));
        run(gram, Kind.FULL, 4);
        assertSame(NpyFile.read(out()).matrix(), inMemory(gram));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void oneTwoAndThreeThreadsWriteTheSameBytes(Kind kind) throws IOException {
        for (Gram gram : List.of(Kernels.linear(Precision.F32, 131, 57), Kernels.layers(Precision.F64, 61))) {
            byte[] one = null;
            for (int threads = 1; threads <= 3; threads++) {
                try (Workers workers = Workers.of(threads);
                        GramFile file = GramFile.open(out(), gram.tiles(), new Products(Backends.auto(), workers), plan(gram, kind, 24),
                                OPTIONS)) {
                    file.run(Progress.NONE);
                }
                byte[] bytes = Files.readAllBytes(out());
                assertThat(bytes).isEqualTo(one == null ? bytes : one);
                one = bytes;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothTrianglesComputedEachForItselfAreMirrorImagesToTheBit(Precision precision) throws IOException {
        for (Gram gram : List.of(Kernels.linear(precision, 83, 37), Kernels.layers(precision, 40))) {
            try (GramFile file = GramFile.open(out(), gram.tiles(), Products.auto().withBackend(Backends.named("auto")),
                    plan(gram, Kind.FULL, 10), OPTIONS)) {
                file.run(Progress.NONE);
            }
            Matrix k = NpyFile.read(out()).matrix();
            assertSame(k, k.transpose());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aStoppedRunGoesOnWithWhatIsMissingAndEndsWithTheSameBytes(Kind kind) throws IOException {
        Gram gram = Kernels.linear(Precision.F64, 90, 7);
        run(gram, kind, 16);
        byte[] undisturbed = Files.readAllBytes(out());
        Files.delete(out());

        runAndStop(gram, kind, 16, 3);
        assertThat(listing()).containsExactly("K.npy.journal", "K.npy.part");
        FileReport report = run(gram, kind, 16);

        assertThat(report.kept()).isEqualTo(3);
        assertThat(report.recomputed()).isZero();
        // Of the first 48 rows, staged from none of the last 42, which are finished, all columns are computed.
        double rest = kind == Kind.STAGED ? 7 * (48.0 * 49 + 2 * 48 * 42) : report.plan().flops() - flops(gram, kind, 16, 3);
        assertThat(report.flops()).isCloseTo(rest, within(1.0));
        assertThat(Files.readAllBytes(out())).isEqualTo(undisturbed);
        assertThat(listing()).containsExactly("K.npy");
    }

    private static double flops(Gram gram, Kind kind, long height, int bands) {
        BandLayout layout = plan(gram, kind, height).layout();
        return IntStream.range(0, bands).mapToDouble(band -> layout.flops(band, gram.tiles().inner())).sum();
    }

    @Test
    void flopsOfBandsUpToTheDiagonalAddUpToThoseOfKInMemory() {
        Gram gram = Kernels.layers(Precision.F64, 19);
        assertThat(plan(gram, Kind.PACKED, 8).flops()).isEqualTo(gram.plan().flops()).isEqualTo(flops(gram, Kind.PACKED, 8, 5));
        assertThat(plan(gram, Kind.FULL, 8).flops()).isEqualTo(2.0 * 38 * 38 * gram.plan().inner());
    }

    @Test
    void aRunThatIsTakenUpKeepsItsOwnBands() throws IOException {
        Gram gram = Kernels.linear(Precision.F64, 90, 7);
        runAndStop(gram, Kind.MIRRORED, 16, 3);
        FileReport report = run(gram, Kind.FULL, 24);
        assertThat(report.kept()).isEqualTo(3);
        assertThat(report.plan().bandRows()).isEqualTo(16);
        assertThat(report.plan().bothTriangles()).isFalse();
        assertSame(NpyFile.read(out()).matrix(), inMemory(gram));
    }

    @ParameterizedTest
    @CsvSource({"FULL, 2, 0", "FULL, 4, 719", "MIRRORED, 2, 0", "MIRRORED, 0, 719", "MIRRORED, 3, 325", "PACKED, 3, 5", "STAGED, 2, 0",
            "STAGED, 4, 719"})
    void aFlippedBitInAFinishedBandIsFoundAndThatBandRecomputed(Kind kind, int rowOfBand, long byteOfRow) throws IOException {
        Gram gram = Kernels.linear(Precision.F64, 90, 7);
        run(gram, kind, 16);
        byte[] undisturbed = Files.readAllBytes(out());
        runAndStop(gram, kind, 16, 5);

        Path part = folder.resolve("K.npy.part");
        byte[] bytes = Files.readAllBytes(part);
        long start = kind == Kind.PACKED ? PackedHeader.BYTES : HEADER;
        int at = (int) (start + plan(gram, kind, 16).layout().offset(1, 16 + rowOfBand) + byteOfRow);
        bytes[at] ^= 1;
        Files.write(part, bytes);

        FileReport report = run(gram, kind, 16);
        // The last bytes of a row mirror the last band, which was not finished: it is computed in any case.
        boolean mirrorsTheMissing = kind == Kind.MIRRORED && byteOfRow == 719;
        assertThat(report.recomputed()).isEqualTo(mirrorsTheMissing ? 0 : 1);
        assertThat(report.kept()).isEqualTo(mirrorsTheMissing ? 5 : 4);
        assertThat(Files.readAllBytes(out())).isEqualTo(undisturbed);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aBandWhoseDataNeverReachedTheDiskIsFoundAndRecomputed(Kind kind) throws IOException {
        Gram gram = Kernels.linear(Precision.F32, 90, 7);
        run(gram, kind, 16);
        byte[] undisturbed = Files.readAllBytes(out());
        runAndStop(gram, kind, 16, 4);
        // Zeros where a band was, and nothing at all where the last one was.
        BandLayout layout = plan(gram, kind, 16).layout();
        long start = kind == Kind.PACKED ? PackedHeader.BYTES : HEADER;
        try (FileChannel part = FileChannel.open(folder.resolve("K.npy.part"), StandardOpenOption.WRITE)) {
            part.write(ByteBuffer.allocate((int) layout.bytes(1)), start + layout.offset(1, 16));
            part.truncate(start + layout.offset(3, 50));
        }
        FileReport report = run(gram, kind, 16);
        assertThat(report.recomputed()).isPositive();
        assertThat(report.kept()).isEqualTo(4 - report.recomputed());
        assertThat(Files.readAllBytes(out())).isEqualTo(undisturbed);
    }

    @Test
    void aJournalLineTornByAPowerCutIsNotBelieved() throws IOException {
        Gram gram = Kernels.linear(Precision.F64, 90, 7);
        runAndStop(gram, Kind.FULL, 16, 4);
        Path journal = folder.resolve("K.npy.journal");
        byte[] bytes = Files.readAllBytes(journal);
        for (int cut : new int[]{1, 4, 9}) {
            byte[] torn = Arrays.copyOf(bytes, bytes.length);
            Arrays.fill(torn, bytes.length - cut, bytes.length, (byte) 0);
            Files.write(journal, torn);
            try (GramFile file = open(gram, Kind.FULL, 16)) {
                assertThat(file.bandsFound()).isEqualTo(3);
            }
        }
        assertThat(run(gram, Kind.FULL, 16).kept()).isEqualTo(3);
        assertSame(NpyFile.read(out()).matrix(), inMemory(gram));
    }

    @Test
    void otherFactorsOptionsOrNumericKeyAreRefusedWithWhatDiffers() throws IOException {
        Gram gram = Kernels.linear(Precision.F64, 90, 7);
        runAndStop(gram, Kind.FULL, 16, 3);
        Matrix other = Kernels.random(Precision.F64, 90, 7, 1);
        other.set(89, 6, 0);

        assertThatExceptionOfType(DataException.class).isThrownBy(() -> open(Gram.of(other), Kind.FULL, 16))
                .withMessageContaining("factors was")
                .withMessageNotContaining("numeric-key").withMessageNotContaining("rows");
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> open(Kernels.linear(Precision.F64, 91, 7), Kind.FULL, 16))
                .withMessageContaining("rows was 90, is now 91");
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> open(Kernels.linear(Precision.F32, 90, 7), Kind.FULL, 16))
                .withMessageContaining("precision was f64, is now f32");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> GramFile.open(out(), gram.tiles(), Kernels.products(), plan(gram, Kind.FULL, 16),
                        Map.of("kernel", "ntk", "model", "mlp")))
                .withMessageContaining("kernel was linear, is now ntk").withMessageContaining("model was none, is now mlp");
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> open(gram, Kind.PACKED, 16))
                .withMessageContaining("format was NPY");
        if (!Backends.auto().name().equals("scalar")) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> GramFile.open(out(), gram.tiles(), Products.auto(), plan(gram, Kind.FULL, 16), OPTIONS))
                    .withMessageContaining("numeric-key was scalar");
        }
        // None of them took anything away.
        assertThat(run(gram, Kind.FULL, 16).kept()).isEqualTo(3);
    }

    @Test
    void aSecondRunOnTheSameOutputIsRefused() throws IOException {
        Gram gram = Kernels.linear(Precision.F64, 30, 7);
        try (GramFile file = open(gram, Kind.FULL, 8)) {
            assertThatExceptionOfType(DataException.class).isThrownBy(() -> open(gram, Kind.FULL, 8)).withMessageContaining("another run");
            file.run(Progress.NONE);
        }
        assertThat(listing()).containsExactly("K.npy");
    }

    @Test
    void aRunThatFinishedNothingLeavesNothing() throws IOException {
        Gram gram = Kernels.linear(Precision.F64, 30, 7);
        Files.writeString(out(), "old");
        try (GramFile file = open(gram, Kind.FULL, 8)) {
            assertThat(file.resumed()).isFalse();
            assertThat(file.bytesLeft()).isEqualTo(30 * 30 * 8);
        }
        try (GramFile file = open(gram, Kind.FULL, 8)) {
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> file.run(new CountedBands(gram.tiles(), file.plan().layout(), 0)))
                    .withMessage("stopped");
        }
        assertThat(listing()).containsExactly("K.npy");
        assertThat(out()).hasContent("old");
    }

    @Test
    void aFailureToReadFactorsKeepsWhatIsFinished() throws IOException {
        Gram gram = Kernels.linear(Precision.F64, 90, 7);
        FailingTiles tiles = new FailingTiles(gram.tiles(), 50);
        try (GramFile file = GramFile.open(out(), tiles, Kernels.products(), plan(gram, Kind.FULL, 16), OPTIONS)) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> file.run(Progress.NONE))
                    .withMessageContainingAll("K.npy", "the drawer is stuck", "3 of 6 bands are kept", "the same command goes on");
        }
        assertThat(run(gram, Kind.FULL, 16).kept()).isEqualTo(3);
        assertSame(NpyFile.read(out()).matrix(), inMemory(gram));
    }

    @Test
    void anEmptyKIsAFileToo() throws IOException {
        run(Gram.of(Matrix.zeros(Precision.F64, 0, 3)), Kind.FULL, 1);
        assertThat(NpyFile.read(out()).matrix().shape()).isEqualTo("0 x 0 f64");
    }

    @Test
    void missingFolderAndForeignJournalAreRefused() throws IOException {
        Gram gram = Kernels.linear(Precision.F64, 9, 7);
        Path nowhere = folder.resolve("none").resolve("K.npy");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> GramFile.open(nowhere, gram.tiles(), Kernels.products(), plan(gram, Kind.FULL, 8), OPTIONS))
                .withMessageContaining("no folder");
        Files.writeString(folder.resolve("K.npy.journal"), "dear diary\n");
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> open(gram, Kind.FULL, 8)).withMessageContaining("is no journal");
        assertThat(folder.resolve("K.npy.journal")).hasContent("dear diary\n");
    }

    @Test
    void packedIsRefusedOfAKThatIsNotSymmetric() {
        KernelTiles tiles = Gram.of(Kernels.random(Precision.F64, 3, 2, 1), Kernels.random(Precision.F64, 3, 2, 2)).tiles();
        assertThatIllegalArgumentException().isThrownBy(() -> GramFile.plan(tiles, Kernels.products(), FileFormat.PACKED, 1L << 30, RATES))
                .withMessageContaining("not symmetric");
    }
}
