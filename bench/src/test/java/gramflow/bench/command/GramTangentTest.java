package gramflow.bench.command;

import gramflow.io.NpyArray;
import gramflow.io.NpyFile;
import gramflow.matrix.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** {@code gram --kernel ntk}. That the kernels are right is for core's tests; this is what the command makes of them. */
final class GramTangentTest {

    @TempDir
    private Path folder;

    private Cli gram(String... more) {
        List<String> all = new ArrayList<>(List.of("gram", "--synthetic", "gauss:20,5", "--kernel", "ntk"));
        all.addAll(List.of(more));
        return Cli.run(all.toArray(String[]::new));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void weightsThatAreSavedGiveTheSameKernelAgain() throws IOException {
        String spec = "mlp:5-7-3:gelu";
        assertThat(gram("--model", spec, "--sigma-b", "0.5", "--save-weights", file("net.npz"), "--out", file("K.npy")).code()).isZero();
        assertThat(gram("--model", spec, "--weights", file("net.npz"), "--seed", "0", "--out", file("again.npy")).code()).isZero();
        assertThat(folder.resolve("again.npy")).hasSameBinaryContentAs(folder.resolve("K.npy"));
        assertThat(gram("--model", spec, "--seed", "1", "--out", file("other.npy")).code()).isZero();
        assertThat(Files.mismatch(folder.resolve("other.npy"), folder.resolve("K.npy"))).isNotNegative();
    }

    @Test
    void blocksOfOutputsAreAnArrayOfFourDimensionsAndTheirTraceAMatrix() throws IOException {
        String spec = "mlp:5-4-3:tanh";
        assertThat(gram("--model", spec, "--out", file("K.npy")).code()).isZero();
        assertThat(gram("--model", spec, "--layout", "n,n,o,o", "--out", file("blocks.npy")).code()).isZero();
        assertThat(gram("--model", spec, "--outputs", "sum", "--out", file("sum.npy")).code()).isZero();
        Matrix k = NpyFile.read(folder.resolve("K.npy")).matrix();
        NpyArray blocks = NpyFile.read(folder.resolve("blocks.npy"));
        Matrix sum = NpyFile.read(folder.resolve("sum.npy")).matrix();
        assertThat(blocks.shape()).containsExactly(20L, 20L, 3L, 3L);
        for (long i = 0; i < 20; i++) {
            for (long j = 0; j < 20; j++) {
                double trace = 0;
                for (long p = 0; p < 3; p++) {
                    trace += k.get(3 * i + p, 3 * j + p);
                    for (long q = 0; q < 3; q++) {
                        assertThat(blocks.matrix().get(i, (j * 3 + p) * 3 + q)).isEqualTo(k.get(3 * i + p, 3 * j + q));
                    }
                }
                assertThat(sum.get(i, j)).isEqualTo(trace, within(1e-12 * Math.abs(k.get(3 * i, 3 * i))));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "yes", "no"})
    void blocksThatAreDroppedHaveNoSpectrumAndAreNoFailure(String spectrum) {
        Cli cli = gram("--model", "mlp:5-4-3:tanh", "--layout", "n,n,o,o", "--spectrum", spectrum);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
    }

    @Test
    void planTellsTheModelAndTheWay() {
        assertThat(gram("--model", "two-layer:5-64:erf").out()).contains("5-64-1 erf, 320 parameters", "layer by layer",
                "20 x 20 f64, symmetric");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--model mlp:4-3-1:tanh", "--model mlp:5-3-1:sin", "--model mlp:5-3-1:tanh --parameterisation mup",
            "--model mlp:5-3-1:tanh --init antisymmetric", "--model mlp:5-4-1:tanh --weights none.npz",
            "--model mlp:5-4-1:tanh --sigma-w 0", "--model mlp:5-4-1:tanh --sigma-b -1", "--model mlp:5-4-1:tanh --init zero",
            "--model mlp:5-4-3:tanh --layout n,n,o,o --outputs mean", "--model mlp:5-4-3:tanh --layout n,n,o,o --rank 3",
            "--model mlp:5-4-3:tanh --layout n,n,o,o --memory 1g", "--model mlp:5-4-3:tanh --layout o,o,n,n", ""})
    void whatCannotBeIsRefusedInOneLineAndLeavesNoFile(String options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--out", file("K.npy")));
        all.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ", -1)));
        Cli cli = gram(all.toArray(String[]::new));
        assertThat(cli.code()).as(cli.err()).isEqualTo(2);
        assertThat(cli.err()).startsWith("gramflow gram: ").hasLineCount(1);
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
