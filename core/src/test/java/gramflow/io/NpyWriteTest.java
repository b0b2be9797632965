package gramflow.io;

import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static gramflow.io.Samples.ascii;
import static gramflow.io.Samples.concat;
import static gramflow.io.Samples.hex;
import static gramflow.io.Samples.names;
import static gramflow.io.Samples.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class NpyWriteTest {
    private static final Matrix X = Matrix.of(new double[]{1, 2, 3}, new double[]{4, 5, 6.5});
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path folder;

    /** What {@code numpy.save} makes of X, up to the data. */
    private static byte[] numpyHeader(String type) {
        return concat(hex("934e554d505901007600"), ascii("{'descr': '%s', 'fortran_order': False, 'shape': (2, 3), }".formatted(type)
                + " ".repeat(58) + "\n"));
    }

    @Test
    void theFileIsByteForByteWhatNumpyWrites() throws IOException {
        Path path = folder.resolve("x.npy");
        NpyFile.write(path, X);
        assertThat(Files.readAllBytes(path)).isEqualTo(concat(numpyHeader("<f8"),
                hex("000000000000f03f00000000000000400000000000000840000000000000104000000000000014400000000000001a40")));
        NpyFile.write(path, X.copy(Precision.F32));
        assertThat(Files.readAllBytes(path))
                .isEqualTo(concat(numpyHeader("<f4"), hex("0000803f0000004000004040000080400000a0400000d040")));
    }

    @Test
    void matricesOfAnyStridesComeBack() throws IOException {
        Matrix x = Synthetic.parse("gauss:301,457").generate(3, Precision.F64, Workers.shared());
        List<Matrix> views = List.of(x, x.transpose(), x.block(3, 200, 5, 9), x.block(3, 4, 0, 457).transpose(),
                x.copy(Precision.F32).transpose(),
                x.rows(7, 7));
        for (Matrix view : views) {
            Path path = folder.resolve("x.npy");
            NpyFile.write(path, view);
            NpyArray back = NpyFile.read(path);
            assertThat(back.shape()).containsExactly(view.rows(), view.cols());
            assertThat(back.matrix().precision()).isEqualTo(view.precision());
            assertThat(rows(back.matrix())).isDeepEqualTo(rows(view));
        }
    }

    @Test
    void arraysOfAnyShapeComeBack() throws IOException {
        Path path = folder.resolve("x.npy");
        Matrix x = Matrix.of(new double[]{1, 2, 3, 4}, new double[]{5, 6, 7, 8});
        NpyFile.write(path, new NpyArray(List.of(2L, 2L, 2L), x));
        assertThat(NpyFile.read(path).shape()).containsExactly(2L, 2L, 2L);
        NpyFile.write(path, NpyArray.vector(x.block(0, 2, 1, 2)));
        assertThat(NpyFile.read(path).shape()).containsExactly(2L);
        assertThat(rows(NpyFile.read(path).matrix())).isDeepEqualTo(new double[][]{{2}, {6}});
        assertThatIllegalArgumentException().isThrownBy(() -> new NpyArray(List.of(2L, 3L), x))
                .withMessage("shape [2, 3] for a matrix of 2 x 4 f64");
    }

    @Test
    void aFileFilledThroughMemoryComesBack() throws IOException {
        Path path = folder.resolve("x.npy");
        for (Precision precision : Precision.values()) {
            try (NpyOutput output = NpyFile.create(path, precision, 2, 3)) {
                assertThat(rows(output.matrix())).isDeepEqualTo(new double[2][3]);
                assertThat(output.matrix().strided().segment().address() % 64).isZero();
                output.matrix().assign(X);
                output.commit();
            }
            assertThat(NpyFile.read(path).matrix().precision()).isEqualTo(precision);
            assertThat(rows(NpyFile.map(path))).isDeepEqualTo(rows(X));
        }
        assertThat(names(folder)).containsExactly("x.npy");
    }

    @Test
    void withoutCommitNothingIsLeftAndAnOldFileStays() throws IOException {
        Path path = folder.resolve("x.npy");
        try (NpyOutput output = NpyFile.create(path, Precision.F64, 2, 3)) {
            output.matrix().set(0, 0, 1);
            assertThat(path).doesNotExist();
        }
        assertThat(names(folder)).isEmpty();
        NpyFile.write(path, X);
        NpyFile.create(path, Precision.F64, 5, 5).close();
        assertThat(rows(NpyFile.read(path).matrix())).isDeepEqualTo(rows(X));
        assertThat(names(folder)).containsExactly("x.npy");
    }

    @Test
    void aMatrixMappedFromTheFileCanBeWrittenOverIt() throws IOException {
        Path path = folder.resolve("x.npy");
        NpyFile.write(path, X);
        NpyFile.write(path, NpyFile.map(path).transpose());
        assertThat(rows(NpyFile.read(path).matrix())).isDeepEqualTo(rows(X.transpose()));
    }

    @Test
    void aLinkLeadsToTheFileThatIsReplaced() throws IOException {
        Path real = folder.resolve("real.npy");
        NpyFile.write(real, X);
        Path link = Files.createSymbolicLink(folder.resolve("link.npy"), real);
        NpyFile.write(link, X.transpose());
        assertThat(link).isSymbolicLink();
        assertThat(NpyFile.read(real).shape()).containsExactly(3L, 2L);
    }

    @Test
    void aMissingFolderIsRefusedByName() {
        Path path = folder.resolve("missing/x.npy");
        String message = path + ": no folder " + path.getParent();
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> NpyFile.write(path, X)).withMessage(message);
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> NpyFile.create(path, Precision.F64, 1, 1)).withMessage(message);
    }

    @Test
    void aFolderIsNotWrittenOver() throws IOException {
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> NpyFile.write(folder, X))
                .withMessage(folder + ": is a folder, expected a file to write");
        Path file = Samples.file(folder, "file", new byte[1]);
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> NpyFile.write(file.resolve("x.npy"), X))
                .withMessage(file.resolve("x.npy") + ": no folder " + file);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "/dev/full, which fails as a full disk does, is Linux's")
    void aFullDiskIsAnIoExceptionWithTheFile() {
        String message = FULL + ": No space left on device";
        assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> NpyFile.write(FULL, X)).withMessage(message);
        assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> {
            try (NpyOutput output = NpyFile.create(FULL, Precision.F64, 2, 3)) {
                output.commit();
            }
        }).withMessage(message);
    }

    @Test
    void whatTheDiskHasNoRoomForIsRefusedBeforeItIsFilled() throws IOException {
        Path path = folder.resolve("x.npy");
        assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> NpyFile.create(path, Precision.F64, 1L << 28, 1L << 28))
                .withMessageStartingWith(path + ": takes 576460752303423616 bytes, the disk has ");
        assertThatIllegalArgumentException().isThrownBy(() -> NpyFile.create(path, Precision.F64, 1L << 40, 1L << 40))
                .withMessageContaining("more than 2^63 bytes");
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void aFileIsCommittedOnce() throws IOException {
        try (OutputFile output = OutputFile.open(folder.resolve("x"))) {
            output.stream().write(1);
            output.commit();
            assertThatIllegalStateException().isThrownBy(output::commit);
        }
        assertThat(names(folder)).containsExactly("x");
    }
}
