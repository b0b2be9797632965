package gramflow.bench.command;

import gramflow.bench.lazy.Slope;
import gramflow.bench.lazy.SweepDocument;
import gramflow.bench.lazy.SweepPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class LazyCommandTest {

    @TempDir
    private Path folder;

    private Cli lazy(String... more) {
        List<String> args = new ArrayList<>(List.of("lazy", "--synthetic", "sphere:8,5", "--out", folder.toString(), "--threads", "1",
                "--times", "12"));
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private SweepDocument document() throws IOException {
        return SweepDocument.read(folder.resolve("lazy.json"));
    }

    @Test
    void aSweepThroughBothThresholdsHoldsAndSaysWhichHypothesisFailsBelow() throws IOException {
        Cli cli = lazy("--model", "two-layer:5-256:tanh", "--alpha", "1,100,1000,20000");
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("alpha 1.000: B2 is not met: alpha > 2 beta r0/sigma^2", "B1 is not met",
                "every inequality whose hypotheses are met held at every recorded time", "gap to tangent flow falls as alpha^");
        List<SweepPoint> points = document().points();
        assertThat(Slope.of(points, "gap").value()).isCloseTo(-1, within(0.05));
        assertThat(Slope.of(points, "parameter_gap").value()).isCloseTo(-2, within(0.1));
        assertThat(points).extracting(SweepPoint::alpha).containsExactly(1.0, 100.0, 1000.0, 20000.0);
        assertThat(points.getFirst().flag("B2_holds")).isFalse();
        assertThat(points.getLast().flag("B1_holds") && points.getLast().flag("B2_holds")).isTrue();
        assertThat(points.getLast().inequalities()).hasSize(15).allMatch(each -> each.flag("holds"));
        assertThat(points.getLast().records()).hasSize(13);
        // Both clocks.
        points.getLast().records().forEach(each -> assertThat(each.number("tau")).isCloseTo(4e8 * each.number("t"),
                within(1e-9 * each.number("tau"))));
        assertThat(folder.resolve("report.html")).content().contains("Gap to tangent flow", "threshold of B1", "Drift of the kernel");
    }

    @Test
    void fromPairsTheGapFallsAsTheSquare() throws IOException {
        assertThat(lazy("--model", "two-layer:5-256:softplus", "--alpha", "1000,10000", "--init", "antisymmetric", "--no-centre").out())
                .doesNotContain("r0 grows with alpha");
        assertThat(Slope.of(document().points(), "gap").value()).isCloseTo(-2, within(0.1));
    }

    @Test
    void fromPairsTheSlopesAreThoseOfTheTheoremAboveBothThresholds() throws IOException {
        Cli cli = lazy("--model", "two-layer:5-256:tanh", "--alpha", "2e5,2e6,2e7", "--init", "antisymmetric", "--no-centre");
        assertThat(cli.out()).contains("(3 points)");
        assertThat(Slope.of(document().points(), "gap").value()).isCloseTo(-2, within(0.01));
        assertThat(Slope.of(document().points(), "parameter_gap").value()).isCloseTo(-2, within(0.01));
        assertThat(document().points()).allMatch(point -> point.flag("B1_holds") && point.flag("separated") && point.flag("all_hold"));
    }

    @Test
    void withoutCentringOrPairsItSaysThatTheThresholdMayNeverBeMet() {
        assertThat(lazy("--model", "two-layer:5-64:tanh", "--alpha", "10,100", "--no-centre").out()).contains(
                "so r0 grows with alpha: the thresholds, which grow with r0, may then never be met");
    }

    @Test
    void reluRunsAndIsRefusedForTheTheoremWithTheReason() throws IOException {
        Cli cli = lazy("--model", "two-layer:5-64:relu", "--alpha", "100");
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("B2 does not apply: the activation's derivative jumps: the Jacobian is not Lipschitz");
        assertThat(document().points().getFirst().inequalities()).isEmpty();
        assertThat(document().points().getFirst().number("residual_end")).isLessThan(1e-3);
    }

    @Test
    void aDeepNetHasASampledBetaAndIsToldSo() throws IOException {
        Cli cli = lazy("--model", "mlp:5-24-24-1:tanh", "--alpha", "1000");
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("sampled lower estimate");
        assertThat(document().points().getFirst().flag("beta_proved")).isFalse();
        assertThat(folder.resolve("report.html")).content().contains("nothing is proved");
    }

    @Test
    void bothLayersTrainedHaveABetaOfTheirOwn() throws IOException {
        Cli cli = lazy("--model", "mlp:5-256-1:tanh", "--parameterisation", "ntk", "--no-bias", "--alpha", "1e6");
        assertThat(cli.out()).contains("on balls of radius r");
        assertThat(document().points().getFirst().flag("B2_holds")).isTrue();
        assertThat(document().allHold()).isTrue();
    }

    @Test
    void theSameCommandGoesOnWhereItWasStoppedAndAnotherIsRefused() throws IOException {
        assertThat(lazy("--model", "two-layer:5-32:tanh", "--alpha", "100,1000").code()).isZero();
        SweepPoint first = document().points().getFirst();
        Cli more = lazy("--model", "two-layer:5-32:tanh", "--alpha", "100,1000,10000");
        assertThat(more.out()).contains("resumed  2 runs were finished before");
        assertThat(document().points()).hasSize(3);
        assertThat(document().points().getFirst().number("seconds")).isEqualTo(first.number("seconds"));
        String kept = Files.readString(folder.resolve("lazy.json"));
        Cli other = lazy("--model", "two-layer:5-32:softplus", "--alpha", "100");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("holds a sweep with model two-layer:5-32:tanh, this one has two-layer:5-32:softplus");
        assertThat(folder.resolve("lazy.json")).content().isEqualTo(kept);
        Files.writeString(folder.resolve("lazy.json"), "{\"schema\":");
        assertThat(lazy("--model", "two-layer:5-32:tanh", "--alpha", "100").err()).contains("lazy.json: not a sweep of lazy: ");
    }

    @Test
    void anotherLossRunsAndIsHeldToTheFormForLosses() throws IOException {
        Cli cli = lazy("--model", "two-layer:5-256:tanh", "--alpha", "1000,1e6", "--loss", "logistic:0.1");
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("loss     logistic:0.1; residuals are", "alpha 1000: loss logistic:0.1: m = 0.",
                "gap to tangent flow falls as alpha^-1.0");
        assertThat(document().points()).allMatch(point -> point.flag("B2_holds") && point.flag("all_hold") && point.number("m") > 0.001);
        assertThat(lazy("--model", "two-layer:5-256:tanh", "--alpha", "1000").err()).contains(
                "holds a sweep with loss logistic:0.1, this one has square; expected another --out");
    }

    @Test
    void aLossWithoutAMinimiserRunsAndIsToldWhyTheTheoremIsNotForIt() {
        assertThat(lazy("--model", "two-layer:5-64:tanh", "--alpha", "1000", "--loss", "softplus").out()).contains(
                "B2 does not apply: the loss softplus has no minimiser");
    }

    @Test
    void examplesThatNothingTrainedActsOnAreRefused() throws IOException {
        Path zero = Files.writeString(folder.resolve("zero.csv"), "0,0,0\n0,0,0\n");
        Cli cli = Cli.run("lazy", "--data", zero.toString(), "--model", "two-layer:3-16:tanh", "--alpha", "1", "--target", "random",
                "--out",
                folder.toString());
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).contains("the tangent kernel is zero").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"--loss hinge, --loss hinge: unknown loss", "--loss logistic:0.5, --loss logistic:0.5: expected",
            "--loss logistic:x, expected",
            "--loss square:0.1, --loss square:0.1: expected", "--loss-m 0.1, --loss-m 0.1: expected none with --loss square",
            "--loss logistic --loss-m 0.3, 'at most 0.25'", "--loss logistic --alpha NaN, --alpha NaN: expected a positive number",
            "--alpha 1 --span NaN, span NaN", "--alpha 1 --tolerance 2, tolerance 2.0", "--alpha x, is not a double",
            "--alpha 1e150, expected 1e-30 to 1e30", "--alpha 1e-40, expected 1e-30 to 1e30", "'--alpha ,', --alpha: no scale",
            "--alpha -1, --alpha -1.0", "--alpha 1 --model two-layer:5-0:tanh, two-layer", "--alpha 1 --width 0, --width 0"})
    void anOptionThatCannotBeIsRefusedInOneLine(String options, String expected) {
        List<String> args = new ArrayList<>();
        if (!options.contains("--model")) {
            args.addAll(List.of("--model", "two-layer:5-32:tanh"));
        }
        if (!options.contains("--alpha")) {
            args.addAll(List.of("--alpha", "1"));
        }
        args.addAll(List.of(options.split(" ")));
        Cli cli = lazy(args.toArray(String[]::new));
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).contains(expected).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"--alpha 0, --alpha 0.0: expected a positive number", "--alpha 1 --target parity, these data have no labels",
            "--alpha 1 --precision f32, expected f64", "--alpha 1 --span 0, span 0.0", "--alpha 1 --outputs sum, expected all"})
    void whatCannotBeIsRefusedInOneLine(String options, String expected) {
        List<String> args = new ArrayList<>(List.of("--model", "two-layer:5-32:tanh"));
        args.addAll(List.of(options.split(" ")));
        Cli cli = lazy(args.toArray(String[]::new));
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).contains(expected).hasLineCount(1);
    }

    @Test
    void theWiderTheNetTheLowerItsThreshold() throws IOException {
        assertThat(lazy("--model", "linear", "--width", "64", "--alpha", "1").err()).contains("--width 64: expected");
        Cli cli = Cli.run("lazy", "--synthetic", "sphere:8,5", "--model", "two-layer:5-1:tanh", "--width", "64,4096", "--alpha", "100",
                "--times",
                "4", "--out", folder.toString());
        assertThat(cli.err()).isEmpty();
        List<SweepPoint> points = document().points();
        assertThat(points).extracting(SweepPoint::width).containsExactly(64L, 4096L);
        assertThat(points.getLast().number("B2_threshold")).isLessThan(points.getFirst().number("B2_threshold"));
    }

    @Test
    void severalOutputsAreLearntTogether() throws IOException {
        Path x = Files.writeString(folder.resolve("x.csv"), "1,0,0\n0,1,1\n-1,0.5,2\n0.3,-1,0\n");
        Cli cli = Cli.run("lazy", "--data", x.toString(), "--label", "last", "--target", "onehot", "--model", "mlp:2-32-3:tanh", "--alpha",
                "50", "--out", folder.toString(), "--times", "8", "--span", "4");
        assertThat(cli.err()).isEmpty();
        assertThat(document().setup()).containsEntry("outputs", 3);
        assertThat(document().points().getFirst().number("residual_end")).isLessThan(document().points().getFirst().number("r0"));
    }
}
