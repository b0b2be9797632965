package gramflow.gram;

import gramflow.gram.BandLayout.Kind;
import gramflow.io.DataException;
import gramflow.io.NpyFile;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

final class StreamedTilesTest {
    @TempDir
    private Path folder;

    private Path file(Precision precision) throws IOException {
        Path file = folder.resolve("X.npy");
        NpyFile.write(file, Kernels.random(precision, 70, 9, 1));
        return file;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void rowsReadAgainAndAgainGiveTheBytesOfRowsInMemory(Kind kind) throws IOException {
        Gram gram = Kernels.linear(Precision.F32, 70, 9);
        FilePlan plan = GramFileTest.plan(gram, kind, 16);
        Path inMemory = folder.resolve("memory.npy");
        Path streamed = folder.resolve("streamed.npy");
        try (GramFile file = GramFile.open(inMemory, gram.tiles(), Kernels.products(), plan, Map.of())) {
            file.run(Progress.NONE);
        }
        try (StreamedTiles tiles = StreamedTiles.open(file(Precision.F32));
                GramFile file = GramFile.open(streamed, tiles, Kernels.products(), plan, Map.of())) {
            file.run(Progress.NONE);
        }
        assertThat(Files.mismatch(inMemory, streamed)).isEqualTo(-1);
    }

    @Test
    void aChangedFileHasAnotherFingerprint() throws IOException {
        Path file = file(Precision.F64);
        String before;
        try (StreamedTiles tiles = StreamedTiles.open(file)) {
            before = tiles.digest();
            assertThat(tiles.digest()).isEqualTo(before);
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 8] ^= 1;
        Files.write(file, bytes);
        try (StreamedTiles tiles = StreamedTiles.open(file)) {
            assertThat(tiles.digest()).isNotEqualTo(before);
        }
    }

    @Test
    void anEntryThatIsNoNumberIsRefusedWithItsPlace() throws IOException {
        Matrix x = Kernels.random(Precision.F64, 70, 9, 1);
        x.set(41, 3, Double.NaN);
        Path file = folder.resolve("X.npy");
        NpyFile.write(file, x);
        try (StreamedTiles tiles = StreamedTiles.open(file)) {
            assertThatExceptionOfType(DataException.class).isThrownBy(tiles::requireFinite).withMessageContaining("row 42, column 4: NaN");
        }
        try (StreamedTiles tiles = StreamedTiles.open(file(Precision.F64))) {
            tiles.requireFinite();
        }
    }

    @Test
    void whatIsNoPlainRowMajorFileIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("x.csv"), "1,2\n");
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> StreamedTiles.open(text));
    }
}
