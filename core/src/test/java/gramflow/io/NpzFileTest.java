package gramflow.io;

import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static gramflow.io.Samples.ascii;
import static gramflow.io.Samples.assertRefused;
import static gramflow.io.Samples.file;
import static gramflow.io.Samples.gzip;
import static gramflow.io.Samples.labels;
import static gramflow.io.Samples.names;
import static gramflow.io.Samples.npy;
import static gramflow.io.Samples.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NpzFileTest {
    private static final double[][] X = {{1, 2, 3}, {4, 5, 6.5}};
    /** numpy.savez(X=[[1, 2, 3], [4, 5, 6.5]], y=[7, 9]): stored, with zip64 fields. */
    private static final byte[] STORED = Base64.getDecoder().decode("""
            UEsDBC0AAAAAAAAAIQC7Ez/o//////////8FABQAWC5ucHkBABAAsAAAAAAAAACwAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxmOCcsICdmb3J0cmFu\
            X29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCAzKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg\
            ICAKAAAAAAAA8D8AAAAAAAAAQAAAAAAAAAhAAAAAAAAAEEAAAAAAAAAUQAAAAAAAABpAUEsDBC0AAAAAAAAAIQC+iefn//////////8FABQAeS5ucHkBABAA\
            kAAAAAAAAACQAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxpOCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCksIH0gICAgICAg\
            ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKBwAAAAAAAAAJAAAAAAAAAFBLAQItAy0AAAAAAAAAIQC7Ez/o\
            sAAAALAAAAAFAAAAAAAAAAAAAACAAQAAAABYLm5weVBLAQItAy0AAAAAAAAAIQC+iefnkAAAAJAAAAAFAAAAAAAAAAAAAACAAecAAAB5Lm5weVBLBQYAAAAA\
            AgACAGYAAACuAQAAAAA=""");
    /** The same by numpy.savez_compressed. */
    private static final byte[] COMPRESSED = Base64.getDecoder().decode("""
            UEsDBC0AAAAIAAAAIQC7Ez/o//////////8FABQAWC5ucHkBABAAsAAAAAAAAABaAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqGuo6Cell9UUpSY\
            F59flJIKEndLzClOBYoXZyQWpAL5GkY6CsaaOgq1CmQDLgYw+GAPoRkcIBQHlBaA0iJQWsoBAFBLAwQtAAAACAAAACEAvonn5///////////BQAUAHkubnB5\
            AQAQAJAAAAAAAAAASgAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2mhrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUKFAAudgYI\
            4ITSAFBLAQItAy0AAAAIAAAAIQC7Ez/oWgAAALAAAAAFAAAAAAAAAAAAAACAAQAAAABYLm5weVBLAQItAy0AAAAIAAAAIQC+iefnSgAAAJAAAAAFAAAAAAAA\
            AAAAAACAAZEAAAB5Lm5weVBLBQYAAAAAAgACAGYAAAASAQAAAAA=""");

    @TempDir
    Path folder;

    private static byte[] zip(Map<String, byte[]> members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue());
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void whatNumpyWroteIsReadStoredCompressedAndGzipped() throws IOException {
        for (byte[] content : List.of(STORED, COMPRESSED, gzip(STORED), gzip(COMPRESSED))) {
            Path path = file(folder, "x.npz", content);
            DataSet data = DataFile.read(path, ReadOptions.DEFAULTS);
            assertThat(rows(data.x())).isDeepEqualTo(X);
            assertThat(labels(data)).containsExactly(7, 9);
            DataSet first = DataFile.read(path, ReadOptions.DEFAULTS.withRowLimit(1).withPrecision(Precision.F32));
            assertThat(rows(first.x())).isDeepEqualTo(new double[][]{{1, 2, 3}});
            assertThat(labels(first)).containsExactly(7);
        }
    }

    @Test
    void labelsMayBeMissing() throws IOException {
        Path path = file(folder, "x.npz", zip(Map.of("X.npy", npy("|u1", false, new byte[4], 2, 2))));
        assertThat(DataFile.read(path, ReadOptions.DEFAULTS).y()).isNull();
    }

    @Test
    void arraysWrittenComeBackByNameInOrder() throws IOException {
        Matrix weight = Synthetic.parse("gauss:64,81").generate(1, Precision.F64, Workers.shared());
        Matrix bias = weight.block(0, 64, 3, 4).copy(Precision.F32);
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("2.weight", new NpyArray(List.of(64L, 9L, 9L), weight));
        arrays.put("0.bias", NpyArray.vector(bias));
        arrays.put("0.weight", NpyArray.of(weight.transpose()));
        Path path = folder.resolve("net.npz");
        NpzFile.write(path, arrays);
        try (NpzFile file = NpzFile.open(path)) {
            assertThat(file.keys()).containsExactly("2.weight", "0.bias", "0.weight");
            assertThat(file.read("2.weight", Precision.F64).shape()).containsExactly(64L, 9L, 9L);
            assertThat(rows(file.read("2.weight", Precision.F64).matrix())).isDeepEqualTo(rows(weight));
            assertThat(file.read("0.bias", Precision.F64).shape()).containsExactly(64L);
            assertThat(rows(file.read("0.bias", Precision.F32).matrix())).isDeepEqualTo(rows(bias));
            assertThat(rows(file.read("0.weight", Precision.F64).matrix())).isDeepEqualTo(rows(weight.transpose()));
        }
        byte[] once = Files.readAllBytes(path);
        NpzFile.write(path, arrays);
        assertThat(Files.readAllBytes(path)).isEqualTo(once);
        assertThat(names(folder)).containsExactly("net.npz");
    }

    @Test
    void aMissingArrayIsRefusedWithThoseThereAre() throws IOException {
        byte[] array = npy("|u1", false, new byte[1], 1);
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("b.npy", array);
        members.put("a.npy", array);
        members.put("notes.txt", ascii("hello"));
        assertRefused(file(folder, "x.npz", zip(members)), "no array 'X'; the file holds b, a");
        assertRefused(file(folder, "y.npz", zip(Map.of("notes.txt", new byte[0]))), "no array 'X'; the file holds no array");
    }

    @Test
    void whatIsNoArchiveIsRefused() throws IOException {
        String problem = "is no zip archive, or a truncated one: zip END header not found";
        assertRefused(file(folder, "x.npz", Arrays.copyOf(STORED, STORED.length - 30)), problem);
        assertRefused(file(folder, "y.npz", ascii("hello")), problem);
        assertRefused(file(folder, "z.npz", gzip(ascii("hello"))), problem);
    }

    @Test
    void damagedArraysAreRefusedByTheirChecksum() throws IOException {
        byte[] stored = STORED.clone();
        stored[200] ^= 1;
        assertMemberRefused(file(folder, "x.npz", stored), "X", "damaged zip data: checksum differs");
        byte[] compressed = COMPRESSED.clone();
        compressed[140] ^= 1;
        Path path = file(folder, "y.npz", compressed);
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> DataFile.read(path, ReadOptions.DEFAULTS))
                .withMessageStartingWith(path + "[X]: ");
    }

    @Test
    void anArrayThatPromisesMoreThanItsMemberHoldsIsRefused() throws IOException {
        byte[] huge = npy("<f8", false, new byte[64], 1_000_000_000_000L, 64);
        assertMemberRefused(file(folder, "x.npz", zip(Map.of("X.npy", huge))), "X",
                "the header promises 1000000000000 x 64 <f8, 512000000000000 bytes, but at most 64 follow: truncated");
    }

    private static void assertMemberRefused(Path path, String key, String problem) {
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> DataFile.read(path, ReadOptions.DEFAULTS))
                .withMessage(path + "[" + key + "]: " + problem);
    }

    @Test
    void labelsOfAnotherLengthOrWidthAreRefused() throws IOException {
        byte[] x = npy("|u1", false, new byte[10], 5, 2);
        Path three = file(folder, "x.npz", zip(Map.of("X.npy", x, "y.npy", npy("|u1", false, new byte[3], 3))));
        assertRefused(three, "3 labels, but " + three + " has 5 rows");
        assertRefused(file(folder, "y.npz", zip(Map.of("X.npy", x, "y.npy", x))), "labels of 2 columns, expected 1");
    }
}
