package gramflow.model;

import gramflow.backend.Activation;
import gramflow.io.DataException;
import gramflow.io.NpyArray;
import gramflow.io.NpzFile;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

final class WeightFileTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadBackUnderPyTorchsNames() throws IOException {
        Network network = Network.fullyConnected(new long[]{5, 7, 3, 2}, Activation.TANH, Parameterisation.STANDARD, true, 1, 1);
        Weights weights = Weights.random(network, 1, Precision.F64, Workers.of(1));
        Path file = folder.resolve("net.npz");
        WeightFile.write(file, weights);
        try (NpzFile npz = NpzFile.open(file)) {
            assertThat(npz.keys()).containsExactly("0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias");
            assertThat(npz.read("2.weight", Precision.F64).shape()).containsExactly(3L, 7L);
            assertThat(npz.read("2.bias", Precision.F64).shape()).containsExactly(3L);
        }
        Matrix w = WeightFile.read(file, Precision.F64).parameters(network, Precision.F64);
        assertThat(Nets.distance(w, weights.parameters(network, Precision.F64))).isZero();
    }

    @Test
    void layersAreOrderedByNumberNotByNameAndAPrefixIsAllowed() throws IOException {
        Map<String, Matrix> arrays = new LinkedHashMap<>();
        arrays.put("net.10.weight", Nets.random(1, 3, 1));
        arrays.put("net.2.weight", Nets.random(3, 4, 2));
        Weights weights = WeightFile.read(write(arrays), Precision.F64);
        assertThat(weights.layers()).hasSize(2);
        assertThat(weights.layers().getFirst().weight().cols()).isEqualTo(4);
    }

    @Test
    void whatIsNoNetIsRefusedWithFileAndArray() throws IOException {
        Matrix bad = Nets.random(3, 4, 1);
        bad.set(1, 2, Double.NaN);
        refused(Map.of("0.weight", bad), "'0.weight'", "NaN", "row 2, column 3");
        refused(Map.of("weight", Nets.random(3, 4, 1)), "'weight'", "0.weight");
        refused(Map.of("0.bias", Nets.random(3, 1, 1)), "'0.bias' without '0.weight'");
        refused(Map.of("0.weight", Nets.random(3, 4, 1), "2.weight", Nets.random(1, 5, 1)), "1 x 5", "3 x 4");
        refused(Map.of("0.weight", Nets.random(3, 4, 1), "0.bias", Nets.random(4, 1, 1)), "has 4 numbers", "3 x 4");
        refused(Map.of("a.0.weight", Nets.random(3, 4, 1), "b.2.weight", Nets.random(1, 3, 1)), "one prefix");
        refused(Map.of(), "no array");
    }

    private void refused(Map<String, Matrix> arrays, String... words) throws IOException {
        Path file = write(arrays);
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> WeightFile.read(file, Precision.F64)).satisfies(
                e -> assertThat(e.getMessage()).contains(words).contains("net.npz").doesNotContain("\n"));
    }

    private Path write(Map<String, Matrix> arrays) throws IOException {
        Map<String, NpyArray> shaped = new LinkedHashMap<>();
        arrays.forEach((name, matrix) -> shaped.put(name, name.endsWith("bias") ? NpyArray.vector(matrix) : NpyArray.of(matrix)));
        Path file = folder.resolve("net.npz");
        NpzFile.write(file, shaped);
        return file;
    }
}
