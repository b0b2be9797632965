package gramflow.bench.command;

import gramflow.io.NpyFile;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.Assumptions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.jr.ob.JSON;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class GramCommandTest {
    private static final Path MNIST = Path.of("mnist", "t10k-images-idx3-ubyte.gz");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"none, 1, 1", "max, 6, 6", "unit, 3, 7"})
    void outputHoldsTheProductsOfScaledRows(String scale, double norm0, double norm1) throws IOException {
        Path x = Files.writeString(folder.resolve("x.csv"), "1,2,2\n-6,3,2\n");
        Path k = folder.resolve("K.npy");

        Cli cli = Cli.run("gram", "--data", x.toString(), "--scale", scale, "--kernel", "linear", "--out", k.toString());

        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
        double[][] expected = {{9 / norm0 / norm0, 4 / norm0 / norm1}, {4 / norm0 / norm1, 49 / norm1 / norm1}};
        Matrix read = NpyFile.read(k).matrix();
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                assertThat(read.get(i, j)).isCloseTo(expected[i][j], within(1e-14));
            }
        }
        assertThat(listing()).containsExactly("K.npy", "x.csv");
    }

    @Test
    void planAndTimesArePrinted() throws IOException {
        Path k = folder.resolve("K.npy");
        Cli cli = Cli.run("gram", "--synthetic", "sphere:40,10", "--out", k.toString(), "--threads", "1", "--backend", "scalar");
        assertThat(cli.out()).contains("sphere:40,10: 40 rows of 10", "40 x 40 f64, symmetric", "backend  scalar", "threads: 1",
                "input 3.20 kB, scratch up to 3.20 kB, K 12.8 kB", "dense products, 16.4 kflop", "GF/s", "% of the roof", "wrote    " + k);
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void withoutOutNothingIsWrittenAndTheTimesAreStillTold() throws IOException {
        Cli cli = Cli.run("gram", "--synthetic", "sphere:40,10");
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("% of the roof").doesNotContain("wrote", "write ");
        assertThat(listing()).isEmpty();
    }

    @Test
    void quietPrintsNothing() {
        Cli cli = Cli.run("gram", "--synthetic", "sphere:4,3", "--quiet", "--out", folder.resolve("K.npy").toString());
        assertThat(cli).isEqualTo(new Cli(0, "", ""));
    }

    @Test
    void jsonHoldsThePlanTheTimesAndTheNumericKey() throws IOException {
        Path json = folder.resolve("k.json");
        Cli cli = Cli.run("gram", "--synthetic", "gauss:30,20", "--precision", "f32", "--threads", "2", "--json", json.toString());
        assertThat(cli.err()).isEmpty();
        Map<String, Object> read = JSON.std.mapFrom(Files.readString(json));
        assertThat(read).containsEntry("schema", "gramflow-gram/1").containsEntry("rows", 30).containsEntry("d", 20)
                .containsEntry("precision", "f32").containsEntry("threads", 2).containsEntry("flops", 30.0 * 31 * 20)
                .containsKeys("numeric_key", "gflops", "roof_gflops", "fraction_of_roof");
        assertThat(read.get("bytes")).isEqualTo(Map.of("input", 2400, "scratch", 2400, "output", 3600));
        assertThat(read.get("seconds")).asInstanceOf(InstanceOfAssertFactories.map(String.class, Double.class)).containsOnlyKeys("at_roof",
                "read", "compute", "write");
    }

    @ParameterizedTest
    @EnumSource
    void oneAndTwoAndFiveThreadsGiveTheSameBytesAndKIsSymmetric(Precision precision) throws IOException {
        Path one = folder.resolve("one.npy");
        Path more = folder.resolve("more.npy");
        String[] args = {"gram", "--synthetic", "sphere:131,57", "--seed", "3", "--precision", precision.label(), "--out", one.toString(),
                "--threads", "1"};
        assertThat(Cli.run(args).code()).isZero();
        Matrix k = NpyFile.read(one).matrix();
        assertThat(k.precision()).isEqualTo(precision);
        for (int i = 0; i < 131; i++) {
            assertThat(k.get(i, i)).isCloseTo(1, within(100 * precision.unitRoundoff()));
            for (int j = 0; j < i; j++) {
                assertThat(k.get(i, j)).isEqualTo(k.get(j, i));
            }
        }
        for (String threads : List.of("2", "5")) {
            args[args.length - 3] = more.toString();
            args[args.length - 1] = threads;
            assertThat(Cli.run(args).code()).isZero();
            assertThat(Files.mismatch(one, more)).isEqualTo(-1);
        }
    }

    @Test
    void secondSetGivesARectangularKScaledByTheFirst() throws IOException {
        Path x = Files.writeString(folder.resolve("x.csv"), "1,2,7\n3,-4,8\n");
        Path other = Files.writeString(folder.resolve("other.csv"), "8,0,1\n0,8,1\n8,8,1\n");
        Path k = folder.resolve("K.npy");
        Cli cli = Cli.run("gram", "--data", x.toString(), "--data2", other.toString(), "--label", "last", "--scale", "max", "--out",
                k.toString());
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).contains("2 and 3 rows of 2").doesNotContain("symmetric");
        Matrix read = NpyFile.read(k).matrix();
        // Both sets over 4, the largest magnitude of the first.
        double[][] expected = {{0.5, 1, 1.5}, {1.5, -2, -0.5}};
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(read.get(i, j)).isEqualTo(expected[i][j]);
            }
        }
    }

    @Test
    void rowsTakesTheFirstOnesOfAFileAndOfADraw() throws IOException {
        Path x = Files.writeString(folder.resolve("x.csv"), "1,0\n0,2\nnot,read\n");
        assertThat(Cli.run("gram", "--data", x.toString(), "--rows", "2", "--out", folder.resolve("K.npy").toString()).code()).isZero();
        assertThat(NpyFile.read(folder.resolve("K.npy")).matrix().rows()).isEqualTo(2);

        Path all = folder.resolve("all.npy");
        Path few = folder.resolve("few.npy");
        assertThat(Cli.run("gram", "--synthetic", "gauss:9,5", "--out", all.toString()).code()).isZero();
        assertThat(Cli.run("gram", "--synthetic", "gauss:9,5", "--rows", "4", "--out", few.toString()).code()).isZero();
        Matrix nine = NpyFile.read(all).matrix();
        Matrix four = NpyFile.read(few).matrix();
        assertThat(four.rows()).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                assertThat(four.get(i, j)).isCloseTo(nine.get(i, j), within(1e-13));
            }
        }
    }

    @Test
    void labelsAreReadBesideTheDataAndDoNotEnterK() throws IOException {
        Path x = Files.writeString(folder.resolve("x.csv"), "3,0\n0,4\n");
        Path y = Files.writeString(folder.resolve("y.csv"), "100\n200\n");
        Path k = folder.resolve("K.npy");
        assertThat(Cli.run("gram", "--data", x.toString(), "--labels", y.toString(), "--out", k.toString()).code()).isZero();
        assertThat(NpyFile.read(k).matrix().get(1, 1)).isEqualTo(16);

        Path first = Files.writeString(folder.resolve("first.csv"), "100,3,0\n200,0,4\n");
        assertThat(Cli.run("gram", "--data", first.toString(), "--label", "first", "--out", k.toString()).code()).isZero();
        assertThat(NpyFile.read(k).matrix().get(0, 0)).isEqualTo(9);
    }

    @Test
    void allowNanLetsNaNIntoItsRowAndColumnOnly() throws IOException {
        Path x = Files.writeString(folder.resolve("x.csv"), "1,2\nnan,1\n3,4\n");
        Path k = folder.resolve("K.npy");
        assertThat(Cli.run("gram", "--data", x.toString(), "--allow-nan", "--scale", "max", "--out", k.toString()).code()).isZero();
        Matrix read = NpyFile.read(k).matrix();
        assertThat(read.get(0, 2)).isEqualTo(11.0 / 16);
        assertThat(read.get(1, 0)).isNaN();
        assertThat(read.get(2, 1)).isNaN();
    }

    @Test
    void anOldOutputIsReplacedByASuccessfulRun() throws IOException {
        Path k = Files.writeString(folder.resolve("K.npy"), "old");
        assertThat(Cli.run("gram", "--synthetic", "gauss:3,2", "--out", k.toString()).code()).isZero();
        assertThat(NpyFile.read(k).matrix().rows()).isEqualTo(3);
        assertThat(listing()).containsExactly("K.npy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f64", "f32"})
    void mnistAgreesWithItsInnerProductsInHigherPrecision(String precision) throws IOException {
        String data = System.getProperty("gramflow.data", "");
        // MNIST's files are too large to keep here and not ours to give on; .ci/run names the folder where there is one.
        Assumptions.assumeThat(data).as("skipped: -Dgramflow.data=DIR does not say where the data is").isNotEmpty();
        Path images = Path.of(data).resolve(MNIST);
        Path k = folder.resolve("K.npy");
        Cli cli = Cli.run("gram", "--data", images.toString(), "--rows", "300", "--scale", "unit", "--precision", precision, "--out",
                k.toString());
        assertThat(cli.code()).as(cli.err()).isZero();

        double[][] x = Mnist.rows(images, 300);
        Matrix read = NpyFile.read(k).matrix();
        double tolerance = precision.equals("f64") ? 1e-12 : 1e-5;
        Random sample = new Random(1);
        for (int s = 0; s < 2000; s++) {
            int i = sample.nextInt(300);
            int j = sample.nextInt(300);
            double expected = Mnist.cosine(x[i], x[j]);
            assertThat(read.get(i, j)).isCloseTo(expected, within(tolerance * expected));
        }
    }

    private List<String> listing() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
