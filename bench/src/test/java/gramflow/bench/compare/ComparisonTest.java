package gramflow.bench.compare;

import gramflow.bench.measure.Estimate;
import gramflow.bench.page.WellFormed;
import gramflow.bench.report.ResultDocument;
import gramflow.bench.report.ResultLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class ComparisonTest {
    private static final Map<String, Object> MACHINE = Map.of("cpu", "A", "jdk", "25.0.3", "flags", List.of("-Xmx1g"), "threads", 2);

    private static ResultLine row(String backend, long n, double roof, double... forkMedians) {
        double[] sorted = forkMedians.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        List<Double> medians = new ArrayList<>();
        for (double m : forkMedians) {
            medians.add(m);
        }
        return new ResultLine("gram", backend, "", "", "f64", n, 8, 1, 1e9, new Estimate(median, median * 0.99, median * 1.01), 1e6, "fma",
                roof, medians, 0, 1, "", "ok", 0);
    }

    private static Run run(String name, Map<String, Object> machine, ResultLine... rows) {
        return new Run(name, new ResultDocument(Map.of(), machine, Map.of(), List.of(rows), Map.of("roof_drift", 0.0), true, true));
    }

    private static Comparison compare(ResultLine base, ResultLine other) {
        return Comparison.of(run("a", MACHINE, base), run("b", MACHINE, other), false);
    }

    @Test
    void twiceAsFastIsFasterAndTheReverseSlower() {
        ResultLine slow = row("vector", 64, 100, 0.2);
        ResultLine fast = row("vector", 64, 100, 0.1);
        assertThat(compare(slow, fast).pairs()).singleElement().satisfies(p -> {
            assertThat(p.verdict()).isEqualTo(Finding.FASTER);
            assertThat(p.speed().value()).isEqualTo(2.0);
        });
        assertThat(compare(fast, slow).pairs().getFirst().verdict()).isEqualTo(Finding.SLOWER);
    }

    @Test
    void fivePercentBetweenSingleForksTellsNothingAndBetweenFiveForksDoes() {
        assertThat(compare(row("vector", 64, 100, 0.105), row("vector", 64, 100, 0.1)).pairs().getFirst().verdict())
                .isEqualTo(Finding.CANNOT_TELL);
        assertThat(
                compare(row("vector", 64, 100, 0.105, 0.1051, 0.1049, 0.105, 0.105), row("vector", 64, 100, 0.1, 0.1001, 0.0999, 0.1, 0.1))
                        .pairs().getFirst().verdict())
                .isEqualTo(Finding.FASTER);
    }

    @Test
    void aTenthBetweenSingleForksOfPlainLoopsTellsNothing() {
        assertThat(compare(row("scalar", 64, 100, 0.11), row("scalar", 64, 100, 0.1)).pairs().getFirst().verdict())
                .isEqualTo(Finding.CANNOT_TELL);
        assertThat(compare(row("vector", 64, 100, 0.11), row("vector", 64, 100, 0.1)).pairs().getFirst().verdict())
                .isEqualTo(Finding.FASTER);
        assertThat(compare(row("scalar", 64, 100, 0.3), row("scalar", 64, 100, 0.1)).pairs().getFirst().verdict())
                .isEqualTo(Finding.FASTER);
    }

    @Test
    void forksThatDifferWidenTheInterval() {
        Ratio quiet = Ratio.of(row("v", 1, 1, 1, 1.001, 0.999, 1, 1), row("v", 1, 1, 1, 1.001, 0.999, 1, 1), 0);
        Ratio noisy = Ratio.of(row("v", 1, 1, 1, 1.1, 0.9, 1.05, 0.95), row("v", 1, 1, 1, 1.1, 0.9, 1.05, 0.95), 0);
        assertThat(noisy.low()).isLessThan(quiet.low());
        assertThat(noisy.high()).isGreaterThan(quiet.high());
        assertThat(quiet.low()).isLessThanOrEqualTo(1);
    }

    @Test
    void runsOfTheSameBuildDoNotDifferByMoreThanThreePercentInNineteenRowsOfTwenty() {
        SplittableRandom random = new SplittableRandom(17);
        for (int forks : new int[]{1, 2, 5}) {
            int wrong = 0;
            int rows = 2000;
            for (int i = 0; i < rows; i++) {
                Pair p = compare(row("v", 64, 100, drawn(forks, random)), row("v", 64, 100, drawn(forks, random))).pairs().getFirst();
                wrong += p.verdict() != Finding.CANNOT_TELL && Math.abs(p.speed().value() - 1) > 0.03 ? 1 : 0;
            }
            assertThat(wrong).as("with %d forks", forks).isLessThan(rows / 20);
        }
    }

    /** Medians of forks that differ by 2 %, as one standard deviation. */
    private static double[] drawn(int forks, SplittableRandom random) {
        double[] medians = new double[forks];
        for (int f = 0; f < forks; f++) {
            medians[f] = Math.exp(0.02 * random.nextGaussian());
        }
        return medians;
    }

    @Test
    void roofsOfTheSameMachineThatDifferWidenTheIntervalByThat() {
        Pair same = compare(row("v", 64, 100, 0.12), row("v", 64, 100, 0.1)).pairs().getFirst();
        Pair moved = compare(row("v", 64, 100, 0.12), row("v", 64, 120, 0.1)).pairs().getFirst();
        assertThat(same.verdict()).isEqualTo(Finding.FASTER);
        assertThat(moved.verdict()).isEqualTo(Finding.CANNOT_TELL);
        assertThat(moved.share().value()).isCloseTo(1, within(1e-12));
    }

    @Test
    void machinesOfDifferentSpeedCompareByTheirShares() {
        Run a = run("a", MACHINE, row("v", 64, 50, 0.2));
        Run b = run("b", Map.of("cpu", "B", "jdk", "25.0.3", "flags", List.of("-Xmx1g"), "threads", 2), row("v", 64, 100, 0.1));
        Comparison c = Comparison.of(a, b, false);
        assertThat(c.pairs().getFirst().verdict()).isEqualTo(Finding.FASTER);
        assertThat(c.pairs().getFirst().shareVerdict()).isEqualTo(Finding.CANNOT_TELL);
        assertThat(c.warnings()).anyMatch(w -> w.startsWith("unequal CPU: A and B"));
    }

    @Test
    void noisySingleForksMustDifferByMoreThanTheyHaveBeenSeenToWithoutReason() {
        assertThat(compare(noisy(1.6), noisy(1)).pairs().getFirst().verdict()).isEqualTo(Finding.CANNOT_TELL);
        assertThat(compare(noisy(2.5), noisy(1)).pairs().getFirst().verdict()).isEqualTo(Finding.FASTER);
    }

    private static ResultLine noisy(double seconds) {
        return new ResultLine("gram", "v", "", "", "f64", 64, 8, 1, 1e9, new Estimate(seconds, seconds, seconds), 1e6, "fma", 100,
                List.of(seconds), 0, 1, "", "noisy", 0);
    }

    @Test
    void rowsThatAreInOneFileAloneAreListed() {
        Comparison c = Comparison.of(run("a", MACHINE, row("v", 64, 1, 1), row("v", 65, 1, 1)),
                run("b", MACHINE, row("v", 65, 1, 1), row("v", 66, 1, 1)),
                false);
        assertThat(c.pairs()).extracting(p -> p.row().n()).containsExactly(65L);
        assertThat(c.onlyInBase()).extracting(ResultLine::n).containsExactly(64L);
        assertThat(c.onlyHere()).extracting(ResultLine::n).containsExactly(66L);
        assertThat(CompareTable.lines(c)).contains("only in a: gram f64 64 x 8, 1 thread, v", "only in b: gram f64 66 x 8, 1 thread, v");
    }

    @Test
    void filesWithoutABackendInCommonAreComparedAcrossBackends() {
        Comparison c = Comparison.of(run("a", MACHINE, row("scalar", 64, 1, 1)), run("b", MACHINE, row("vector", 64, 1, 0.05)), false);
        assertThat(c.acrossBackends()).isTrue();
        assertThat(c.pairs()).singleElement().satisfies(p -> {
            assertThat(p.verdict()).isEqualTo(Finding.FASTER);
            assertThat(p.backends()).isEqualTo("scalar → vector");
        });
    }

    @Test
    void acrossBackendsTheFastestStandsForItsFile() {
        Comparison c = Comparison.of(run("a", MACHINE, row("scalar", 64, 1, 1), row("vector", 64, 1, 0.1)),
                run("b", MACHINE, row("vector", 64, 1, 0.1)),
                true);
        assertThat(c.pairs()).singleElement().satisfies(p -> assertThat(p.base().backend()).isEqualTo("vector"));
    }

    @Test
    void unequalJdkFlagsAndThreadsAreWarnedOf() {
        Run b = run("b", Map.of("cpu", "A", "jdk", "26", "flags", List.of("-Xmx1g", "-XX:UseAVX=2"), "threads", 4), row("v", 64, 1, 1));
        assertThat(Comparison.of(run("a", MACHINE, row("v", 64, 1, 1)), b, false).warnings()).contains("unequal JDK: 25.0.3 and 26",
                "unequal flags: only in the first none, only in the other -XX:UseAVX=2", "unequal hardware threads: 2 and 4");
    }

    @Test
    void rowsThatOnlyTheirSetupTellsApartAreNotMixedUp() {
        ResultLine plain = row("blas", 64, 1, 1);
        ResultLine tuned = new ResultLine("gram", "blas", "", "tuned", "f64", 64, 8, 1, 1e9, new Estimate(0.5, 0.5, 0.5), 1e6, "fma", 1,
                List.of(0.5), 0, 1, "", "ok", 0);
        Run run = run("a", MACHINE, plain, tuned);
        assertThat(Comparison.of(run, run, false).pairs()).hasSize(2).allSatisfy(p -> assertThat(p.speed().value()).isEqualTo(1));
    }

    @Test
    void pageAndJsonSayTheSame() {
        Run a = run("a & <b>", MACHINE, row("v", 64, 1, 1));
        List<Comparison> comparisons = List.of(Comparison.of(a, run("b", MACHINE, row("v", 64, 1, 0.5)), false));
        String html = ComparePage.of(List.of(a, a), comparisons).html();
        assertThat(WellFormed.elements(WellFormed.page(html), "td")).extracting(Element::getTextContent).contains("✓ faster", "2.000");
        assertThat(CompareJson.of(comparisons)).containsEntry("schema", "gramflow-compare/1").containsEntry("base", "a & <b>");
        assertThat(CompareJson.of(comparisons).get("comparisons")).asString().contains("faster=1", "verdict=faster", "ratio=2.0");
    }
}
