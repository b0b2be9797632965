package gramflow.bench.command;

import gramflow.gram.FileFormat;
import gramflow.gram.Gram;
import gramflow.gram.GramFile;
import gramflow.gram.KernelTiles;
import gramflow.gram.Rates;
import gramflow.gram.StoredGram;
import gramflow.io.NpyFile;
import gramflow.io.Synthetic;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.jr.ob.JSON;

import static org.assertj.core.api.Assertions.assertThat;

final class GramToFileTest {

    @TempDir
    private Path folder;

    private List<String> listing() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void planAndAccountOfTheFileAreToldAndTheJsonHoldsPredictedBesideMeasured() throws IOException {
        Path json = folder.resolve("k.json");
        Cli cli = Cli.run("gram", "--synthetic", "sphere:300,10", "--precision", "f32", "--memory", "20g", "--out",
                folder.resolve("K.npy").toString(), "--json", json.toString());
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).containsPattern("file +360 kB in [0-9]+ bands of [0-9]+ rows").contains("of 21.5 GB", "predicted");
        assertThat(JSON.std.mapFrom(Files.readString(json)).get("file"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("format", "npy").containsEntry("bytes", 360_000).containsEntry("bands_kept", 0)
                .extracting("seconds", InstanceOfAssertFactories.map(String.class, Double.class))
                .containsKeys("predicted", "measured", "compute", "write", "force", "wait");
        assertThat(listing()).containsExactly("K.npy", "k.json");
    }

    @Test
    void packedHoldsTheSameKInAboutHalfTheBytes() throws IOException {
        Path npy = folder.resolve("K.npy");
        Path packed = folder.resolve("K.packed");
        assertThat(Cli.run("gram", "--synthetic", "sphere:400,10", "--out", npy.toString()).code()).isZero();
        assertThat(Cli.run("gram", "--synthetic", "sphere:400,10", "--format", "packed", "--out", packed.toString()).code()).isZero();
        Matrix k = NpyFile.read(npy).matrix();
        Matrix rows = Matrix.zeros(Precision.F64, 2, 400);
        try (StoredGram stored = StoredGram.open(packed, Products.auto())) {
            stored.rows(new long[]{3, 399}, rows);
        }
        for (int j = 0; j < 400; j++) {
            assertThat(rows.get(0, j)).isEqualTo(k.get(3, j));
            assertThat(rows.get(1, j)).isEqualTo(k.get(399, j));
        }
    }

    @Test
    void aRunThatAnotherCommandLeftIsRefusedWithWhatDiffersAndTheSameCommandGoesOnWithIt() throws IOException {
        Path out = folder.resolve("K.npy");
        leaveAJournal(out, "sphere:30,4");
        Cli other = Cli.run("gram", "--synthetic", "sphere:31,4", "--scale", "max", "--seed", "3", "--out", out.toString());
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("data was sphere:30,4, is now sphere:31,4", "scale was none, is now max", "seed was 0, is now 3",
                "rows was 30, is now 31",
                "factors was").hasLineCount(1);

        Cli same = Cli.run("gram", "--synthetic", "sphere:30,4", "--out", out.toString());
        assertThat(same.code()).as(same.err()).isZero();
        assertThat(same.out()).contains("resume   0 of 1 bands");
        assertThat(listing()).containsExactly("K.npy");
    }

    /** What a kill leaves of a run that has begun, but finished nothing. */
    private static void leaveAJournal(Path out, String synthetic) throws IOException {
        KernelTiles tiles = Gram.of(Synthetic.parse(synthetic).generate(0, Precision.F64, Workers.shared())).tiles();
        Products on = Products.auto();
        Map<String, String> options = Map.of("kernel", "linear", "data", synthetic, "data2", "null", "scale", "none", "seed", "0");
        Path journal = Path.of(out + ".journal");
        Path copy = Path.of(out + ".copy");
        try (GramFile file = GramFile.open(out, tiles, on, GramFile.plan(tiles, on, FileFormat.NPY, 1L << 40, new Rates(1e9, 1e9)),
                options)) {
            assertThat(file.bandsFound()).isZero();
            Files.copy(journal, copy);
        }
        assertThat(journal).doesNotExist();
        Files.move(copy, journal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "much", "0", "-1g", "1e9", "2x"})
    void sizesOfMemoryThatAreNoneAreRefused(String size) {
        Cli cli = Cli.run("gram", "--synthetic", "sphere:3,4", "--memory", size, "--out", folder.resolve("K.npy").toString());
        assertThat(cli.code()).as(cli.out()).isNotZero();
        assertThat(cli.err()).contains(size).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"1g, 1073741824", "1.5G, 1610612736", "700mb, 734003200", "512, 512", "2KB, 2048", "1t, 1099511627776"})
    void sizesOfMemoryArePowersOf1024(String size, long bytes) {
        assertThat(new StoreOptions.Size().convert(size)).isEqualTo(bytes);
    }

    @Test
    void memoryThatIsTooLittleIsRefusedWithBothSizes() throws IOException {
        Cli cli = Cli.run("gram", "--synthetic", "sphere:3000,4", "--memory", "50m", "--out", folder.resolve("K.npy").toString());
        assertThat(cli.code()).isEqualTo(3);
        assertThat(cli.err()).contains("3000 x 3000 f64", "memory", "--memory allows 52.4 MB").hasLineCount(1);
        assertThat(listing()).isEmpty();
    }

    @Test
    void aFactorOfLowRankKeepsToTheMemoryToo() {
        Cli cli = Cli.run("gram", "--synthetic", "sphere:30000,4", "--rank", "500", "--memory", "100m");
        assertThat(cli.code()).isEqualTo(3);
        assertThat(cli.err()).contains("500 x 30000 f64", "--memory allows 105 MB").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rank=500", "--out=K.npy"})
    void aModelWhoseFactorsAreBeyondTheMemoryIsNotEvenEvaluated(String way) {
        Cli cli = Cli.run("gram", "--synthetic", "sphere:30000,4", "--kernel", "ntk", "--model", "mlp:4-200-200-1:tanh", "--memory", "100m",
                way.replace("=", "=" + (way.startsWith("--out") ? folder + "/" : "")));
        assertThat(cli.code()).isEqualTo(3);
        assertThat(cli.err()).contains("the model on 30000 examples", "--memory allows 105 MB").hasLineCount(1);
    }

    @Test
    void diskThatIsTooSmallIsRefusedWithTheMostRowsThatFit() {
        Cli cli = Cli.run("gram", "--synthetic", "gauss:3000000,1", "--out", folder.resolve("K.npy").toString());
        assertThat(cli.code()).isEqualTo(3);
        assertThat(cli.err()).contains("72.0 TB", "disk").containsPattern("; [0-9]+ rows would fit \\(--rows [0-9]+\\)").hasLineCount(1);
    }

    @Test
    void packedIsRefusedOfTwoSets() throws IOException {
        Path x = Files.writeString(folder.resolve("x.csv"), "1,2,3,4\n");
        Cli cli = Cli.run("gram", "--synthetic", "gauss:3,4", "--data2", x.toString(), "--format", "packed", "--out",
                folder.resolve("K").toString());
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).contains("--format packed").hasLineCount(1);
    }
}
