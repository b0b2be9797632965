package gramflow.bench.command;

import gramflow.io.NpyFile;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.spectrum.Eigendecomposition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.jr.ob.JSON;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class GramSpectrumTest {

    @TempDir
    private Path folder;

    @Test
    void bothEndsAndTheConditionAreThoseOfTheKWritten() throws IOException {
        Path k = folder.resolve("K.npy");
        Path json = folder.resolve("k.json");
        Cli cli = Cli.run("gram", "--synthetic", "gauss:60,100", "--out", k.toString(), "--json", json.toString());
        assertThat(cli.err()).isEmpty();
        double[] expected = Eigendecomposition.values(NpyFile.read(k).matrix(), Products.auto(), Progress.NONE);
        Object spectrum = JSON.std.mapFrom(Files.readString(json)).get("spectrum");
        assertThat(spectrum).isInstanceOfSatisfying(Map.class, found -> {
            assertThat((Double) found.get("lambda_min")).isCloseTo(expected[0], within(1e-12 * expected[59]));
            assertThat((Double) found.get("lambda_max")).isCloseTo(expected[59], within(1e-12 * expected[59]));
            assertThat((Double) found.get("condition")).isCloseTo(expected[59] / expected[0], within(1e-9 * expected[59] / expected[0]));
            assertThat(found.get("singular_to_rounding")).isEqualTo(false);
        });
        assertThat(cli.out()).contains("spectrum lambda_max", "lambda_min", "residual bound", "condition");
    }

    @Test
    void moreRowsThanColumnsMakeItSingularToRounding() {
        Cli cli = Cli.run("gram", "--synthetic", "sphere:90,20");
        assertThat(cli.out()).contains("lambda_min  singular to rounding: between -", "condition   at least ");
    }

    @Test
    void whoDoesNotAskGetsNoneAndARectangularKHasNone() throws IOException {
        assertThat(Cli.run("gram", "--synthetic", "sphere:30,20", "--spectrum", "no").out()).contains("spectrum not asked for")
                .doesNotContain("lambda");
        Path other = Files.writeString(folder.resolve("x.csv"), "1,2\n3,4\n5,6\n");
        assertThat(Cli.run("gram", "--synthetic", "gauss:5,2", "--data2", other.toString()).out()).doesNotContain("spectrum");
        assertThat(Cli.run("gram", "--synthetic", "gauss:5,2", "--spectrum", "maybe")).isEqualTo(
                new Cli(2, "", "gramflow gram: invalid value for option '--spectrum': unknown choice 'maybe', expected auto, yes or no\n"));
    }

    @Test
    void whatWouldTakeMuchLongerThanKIsLeftOutWithTheReason() {
        Matrix k = Matrix.zeros(Precision.F64, 50, 50);
        for (int i = 0; i < 50; i++) {
            k.set(i, i, i + 1);
        }
        // A machine of a thousand flops a second.
        GramSpectrum tall = GramSpectrum.of(k, 20, GramSpectrum.Choice.AUTO, 0.1, 1e3,
                Products.auto(), Progress.NONE);
        assertThat(tall.extremes()).isNull();
        assertThat(tall.largest()).isNotNull().satisfies(found -> assertThat(found.value()).isCloseTo(50, within(1e-9)));
        assertThat(tall.remark()).isEqualTo("0, apart from rounding: rank at most 20 of 50");
        GramSpectrum wide = GramSpectrum.of(k, 70, GramSpectrum.Choice.AUTO, 0.1, 1e3,
                Products.auto(), Progress.NONE);
        assertThat(wide.remark()).isEqualTo("not computed: about 83.3 s, --spectrum yes");
        GramSpectrum asked = GramSpectrum.of(k, 70, GramSpectrum.Choice.YES, 0.1, 1e3,
                Products.auto(), Progress.NONE);
        assertThat(asked.extremes()).isNotNull().satisfies(found -> assertThat(found.smallest().value()).isCloseTo(1, within(1e-12)));
    }

    @Test
    void entriesThatAreNotFiniteLeaveItOut() throws IOException {
        Path x = Files.writeString(folder.resolve("x.csv"), "1,nan\n3,4\n");
        Cli cli = Cli.run("gram", "--data", x.toString(), "--allow-nan");
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("spectrum not computed: ");
    }

    @Test
    void thePreconditionerSavesFourOutOfFiveIterationsAtTheSameTrueResidual() throws IOException {
        Path json = folder.resolve("solve.json");
        Cli cli = Cli.run("gram", "--synthetic", "sphere:600,12", "--kernel", "ntk", "--model", "mlp:12-256-1:tanh", "--solve", "1e-6",
                "--solve-rank", "200", "--spectrum", "no", "--json", json.toString());
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("the shift being 1.00e-06 lambda_max", "plain ", "preconditioned ", " times fewer");
        Object solve = JSON.std.mapFrom(Files.readString(json)).get("solve");
        assertThat(solve).isInstanceOfSatisfying(Map.class, found -> {
            Map<?, ?> plain = (Map<?, ?>) Objects.requireNonNull(found.get("plain"));
            Map<?, ?> preconditioned = (Map<?, ?>) Objects.requireNonNull(found.get("preconditioned"));
            assertThat((Double) plain.get("relative_residual")).isLessThanOrEqualTo(1e-8);
            assertThat((Double) preconditioned.get("relative_residual")).isLessThanOrEqualTo(1e-8);
            Integer few = Objects.requireNonNull((Integer) preconditioned.get("iterations"));
            assertThat((Integer) plain.get("iterations")).isGreaterThanOrEqualTo(5 * few);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--solve 0|--solve 0.0: expected a positive number",
            "--solve NaN|--solve NaN: expected a positive number",
            "--solve x|invalid value for option '--solve': 'x' is not a double",
            "--solve 1e-6 --solve-rank 0|--solve-rank 0: expected at least 1",
            "--solve 1e-6 --rank 5|--solve with --rank or --layout: it is of a whole, square K in memory or in a .npy",
            "--solve 1e-6 --memory 1g|--solve with --memory or --format packed: it is of a whole, square K in memory or in a .npy",
            "--solve 1e-6 --target label|--target label: these data have no labels, expected --target random, or --labels or --label"})
    void aSystemThatCannotBeSolvedIsRefusedInOneLine(String options, String line) {
        String[] all = ("gram --synthetic gauss:30,5 --spectrum no " + options).split(" ");
        assertThat(Cli.run(all)).satisfies(cli -> {
            assertThat(cli.code()).isEqualTo(2);
            assertThat(cli.err().lines()).singleElement().isEqualTo("gramflow gram: " + line);
        });
    }

    @Test
    void aKThatIsNotFiniteIsNotSolvedWith() throws IOException {
        Path x = Files.writeString(folder.resolve("x.csv"), "1,nan\n3,4\n");
        Cli cli = Cli.run("gram", "--data", x.toString(), "--allow-nan", "--spectrum", "no", "--solve", "1e-3");
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).startsWith("gramflow gram: --solve: K is not what can be solved with: ").hasLineCount(1);
    }
}
