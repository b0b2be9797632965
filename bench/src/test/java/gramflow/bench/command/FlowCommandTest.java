package gramflow.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.jr.ob.JSON;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** {@code flow}: what holds is told with exit code 0, what fails with 1, and what cannot be run with 2 and one line. */
final class FlowCommandTest {

    @TempDir
    private Path folder;

    private static Cli flow(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "flow";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Cli.run(all);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> onlyRun(String... arguments) throws IOException {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--json";
        all[arguments.length + 1] = folder.resolve("flow.json").toString();
        Cli cli = flow(all);
        assertThat(cli.err()).isEmpty();
        Map<String, Object> json = JSON.std.mapFrom(Files.readString(folder.resolve("flow.json")));
        return Objects.requireNonNull((List<Map<String, Object>>) json.get("runs")).getFirst();
    }

    /** The ratio of the statement in question, which is attained. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"worst:gap; gd; gap <= beta R^2/(4t+2)", "worst:gradient; gd; gradient <= beta R/(t+1)",
            "worst:flow; gradient-flow:dormand-prince; (t + 1/(2 beta)) gap <= R^2/4",
            "worst:two-eigenvalues,30; gd:2/(beta+lambda); gap <= max(|1 - eta lambda|, |1 - eta beta|)^(2t) of its first",
            "worst:line-search,30; gd:exact; gap <= ((beta - lambda)/(beta + lambda))^(2n) of its first",
            "worst:nesterov; nesterov; gap <= 2 beta R^2/(n^2 + 5n + 6)",
            "worst:ogm; ogm; gap after the last step <= beta R^2/(2 theta^2)",
            "worst:subgradient; subgradient; least gap of the first t points <= R^2/(2 eta t) + eta G^2/2",
            "worst:staircase; gd; least squared gradient <= 4 beta/(3t) (F0 - F)",
            "worst:valley; gd; least squared gradient, last one left out, <= 4 beta/(3t-1) (F0 - F)"})
    @SuppressWarnings("unchecked")
    void onItsWorstCaseAMethodAttainsItsBound(String problem, String method, String claim) throws IOException {
        Map<String, Object> run = onlyRun("--problem", problem, "--method", method, "--steps", "60");
        assertThat(run).containsEntry("holds", true);
        List<Map<String, Object>> certificates = (List<Map<String, Object>>) run.get("certificates");
        assertThat(certificates).filteredOn(c -> claim.equals(c.get("claim"))).hasSize(1).first()
                .satisfies(c -> assertThat(Objects.requireNonNull((Map<String, Double>) c.get("worst")).get("ratio")).isEqualTo(1,
                        within(1e-7)));
    }

    @Test
    void severalMethodsStandInOneTableAndAllHold() {
        Cli cli = flow("--problem", "quadratic:50,8", "--method",
                "gd,gd:exact,gd:backtracking,nesterov,nesterov-strong,ogm,gradient-flow,gradient-flow:stabilised,gradient-flow:closed-form,sgd",
                "--steps", "200");
        assertThat(cli.code()).as(cli.out()).isZero();
        assertThat(cli.out()).contains("beta 50 (computed), lambda 1 (computed)", "gd 1/beta ", "gd exact line search ",
                "optimised gradient ",
                "gradient-flow, stabilised, 1e-08 ", "arc length", "every statement holds", "mean gap of 10 runs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"--lambda; 2; A5", "--beta; 5; A3"})
    void aWrongConstantIsCaughtWithTheStepAtWhichItShows(String option, String value, String id) {
        Cli cli = flow("--problem", "quadratic:10,5", option, value, "--steps", "200");
        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).contains("(declared)").containsPattern(id + " .*FAILS first at step \\d+").contains(" statements FAIL");
    }

    @Test
    void aStepTooLongIsCaughtAndItsDivergenceEndsTheRunWithAWord() {
        Cli cli = flow("--problem", "quadratic:10,5", "--step", "2.1/beta", "--steps", "1000000");
        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.out()).contains("diverged: F rose from", "DIVERGED").containsPattern("F never rises .* RISES first at step \\d+")
                .contains("1 of 1 runs did not reach their end").doesNotContain("NaN");
    }

    @Test
    void outHoldsJsonAndAPageThatShowsBoundsPotentialsAndArcLength() throws IOException {
        Path out = folder.resolve("new");
        Cli cli = flow("--problem", "quadratic:10,5", "--method", "gd,gradient-flow", "--steps", "50", "--out", out.toString(), "--quiet");
        assertThat(cli).isEqualTo(new Cli(0, "", ""));
        Map<String, Object> json = JSON.std.mapFrom(Files.readString(out.resolve("result.json")));
        assertThat(json).containsEntry("schema", "gramflow-flow/1").containsEntry("holds", true);
        assertThat(Files.readString(out.resolve("report.html"))).contains("Gap against gradient evaluations", "Arc length against time",
                "gap &lt;= beta R^2/(4t+2)", "Potentials, in parts of their first value", "never rises");
    }

    @Test
    void regressionOnAFileIsSolvedAndHeldToItsRates() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            rows.append(Math.sin(i)).append(',').append(Math.cos(3 * i)).append(',').append(i % 3).append('\n');
        }
        Path file = Files.writeString(folder.resolve("x.csv"), rows.toString());
        for (String problem : List.of("least-squares", "ridge:0.5", "logistic:0.1", "softplus:0.1", "huber:0.5,0.1")) {
            Cli cli = flow("--problem", problem, "--data", file.toString(), "--label", "last", "--method", "gd,nesterov,gradient-flow,sgd",
                    "--steps", "150");
            assertThat(cli.code()).as(problem + "\n" + cli.out() + cli.err()).isZero();
            assertThat(cli.out()).contains("minimiser computed", "every statement holds", "A4 ", "A9 ");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"box:-0.1,0.2", "ball:0.5", "simplex", "halfspace:-1", "affine:2", "box:0,inf+halfspace:1"})
    void ratesSurviveProjection(String set) {
        Cli cli = flow("--problem", "quadratic:10,5", "--constraint", set, "--method", "projected,gradient-flow", "--steps", "60",
                "--tolerance",
                "1e-5");
        assertThat(cli.code()).as(cli.out() + cli.err()).isZero();
        assertThat(cli.out()).contains("projected gd 1/beta", "A5 ", "A6 ", "least squared residual");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"--problem cube:3; unknown, expected one of", "--problem quadratic:3; quadratic:CONDITION,DIM",
            "--problem quadratic:x,3; expected a number", "--problem quadratic:0.5,3; expected at least 1", "--problem logistic; no data",
            "--problem quadratic:3,2 --synthetic gauss:3,2; needs no examples",
            "--problem quadratic:3,2 --method walk; unknown, expected one of",
            "--problem quadratic:3,2 --method projected; expected --constraint", "--problem quadratic:3,2 --step long; expected 1/beta",
            "--problem quadratic:3,2 --step -1; expected 1/beta", "--problem quadratic:3,2 --steps 3 --time 2; exclude each other",
            "--problem quadratic:3,2 --steps -3; expected at least 0", "--problem quadratic:3,2 --time 0; expected a positive number",
            "--problem worst:absolute --method gd:1/beta; beta of the problem is not known",
            "--problem worst:absolute --method gradient-flow; expected --time", "--problem worst:linear --method subgradient; not known",
            "--problem quadratic:3,2 --constraint cone:1; unknown set", "--problem quadratic:3,2 --constraint ball:-1; ball: radius",
            "--problem quadratic:3,2 --constraint ball:1 --method ogm; without constraints",
            "--problem quadratic:3,2 --method gradient-flow:euler; unknown integrator",
            "--problem quadratic:3,2 --method gradient-flow --tolerance 2; tolerance 2.0",
            "--problem quadratic:3,2 --precision f32; expected f64", "--problem quadratic:3,2 --beta 0; expected finite numbers",
            "--problem quadratic:3,2 --lambda Infinity; --lambda Infinity", "--problem quadratic:3,2 --lipschitz -1; --lipschitz -1.0",
            "--problem logistic --model mlp:3-4-1:tanh --synthetic gauss:5,3; expected least-squares",
            "--problem quadratic:3,2 --weights w.npz; --weights without --model", "--model mlp:3-4-1:tanh; no data",
            "--model mlp:3-4-1:tanh --synthetic gauss:5,2; 3",
            "--model mlp:3-4-2:tanh --synthetic gauss:5,3; the model has 2 outputs, the target 1",
            "--model mlp:3-4-1:tanh --synthetic gauss:5,3 --target label; no labels",
            "--model mlp:3-4-1:tanh --synthetic gauss:5,3 --target colour; unknown target",
            "--model mlp:3-4-1:tanh --synthetic gauss:5,3 --outputs sum; expected neither",
            "--model mlp:3-4-1:sine --synthetic gauss:5,3; sine",
            "--model mlp:3-4-1:tanh --synthetic gauss:5,3 --method sgd; R is not either",
            "--problem worst:everest; unknown case", "--problem logistic:-1 --synthetic gauss:5,2; ridge -1.0",
            "--problem logistic --synthetic gauss:5,2 --target label; no labels", "--problem quadratic:3,2 --batch 0; expected at least 1"})
    void badInputIsRefusedInOneLine(String arguments, String expected) {
        Cli cli = flow(arguments.split(" "));
        assertThat(cli.code()).as(cli.err()).isEqualTo(2);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).startsWith("gramflow flow: ").contains(expected);
        assertThat(cli.err().lines()).hasSize(1);
    }

    @Test
    void aProblemIsAskedFor() {
        Cli cli = flow();
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).contains("no problem: expected --problem");
    }

    private static final String[] NET = {"--model", "mlp:3-8-1:tanh", "--synthetic", "sphere:20,3", "--seed", "5"};

    private static Cli net(String... more) {
        String[] all = java.util.Arrays.copyOf(NET, NET.length + more.length);
        System.arraycopy(more, 0, all, NET.length, more.length);
        return flow(all);
    }

    @Test
    void aModelIsFittedWithASampledBetaOfWhichNothingIsClaimed() {
        Cli cli = net("--method", "gd,gd:backtracking,gradient-flow,gradient-flow:stabilised", "--steps", "60", "--tolerance", "1e-6");
        assertThat(cli.code()).as(cli.out() + cli.err()).isZero();
        assertThat(cli.out())
                .contains("beta ", " (sampled), lambda unknown", "not known to be convex", "least squared gradient <= (F0 - F)/t")
                .contains("every statement holds (8)").doesNotContain("A3", "4 beta/(3t)", "F - F*");
    }

    @Test
    void aDeclaredBetaOfAModelIsHeldToAndCaughtWhereItIsWrong() {
        Cli right = net("--beta", "1000", "--steps", "60");
        assertThat(right.code()).as(right.out()).isZero();
        assertThat(right.out()).contains("beta 1000 (declared)", "4 beta/(3t) (F0 - F)");
        Cli wrong = net("--beta", "0.5", "--steps", "60");
        assertThat(wrong.code()).as(wrong.out()).isEqualTo(1);
        assertThat(wrong.out()).contains("FAIL");
    }

    @Test
    void severalOutputsAreFittedToAColumnForEachClass() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            rows.append(Math.sin(i)).append(',').append(Math.cos(3 * i)).append(',').append(i % 3).append('\n');
        }
        String file = Files.writeString(folder.resolve("x.csv"), rows.toString()).toString();
        Path out = folder.resolve("net");
        Cli cli = flow("--problem", "least-squares", "--model", "mlp:2-6-3:softplus", "--data", file, "--label", "last", "--target",
                "onehot", "--steps", "40", "--method", "gd,gradient-flow", "--out", out.toString());
        assertThat(cli.code()).as(cli.out() + cli.err()).isZero();
        assertThat(cli.out()).contains("a model of 39 parameters, 30 examples of 2 numbers, 3 outputs");
        assertThat(Files.readString(out.resolve("report.html"))).contains("F against gradient evaluations", "sampled");
    }
}
