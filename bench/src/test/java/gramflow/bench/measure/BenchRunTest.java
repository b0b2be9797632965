package gramflow.bench.measure;

import gramflow.memory.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class BenchRunTest {
    private static final Row GRAM = new Row(Kernel.GRAM, "vector", Precision.F64, 1000, 1000, 1);
    private static final Row GEMM = new Row(Kernel.GEMM, "vector", Precision.F64, 1000, 1000, 1);
    private static final Check RIGHT = new Check(1e-15, 1e-13, "");

    private final List<Row> ran = new ArrayList<>();
    private int asked;

    /** A fork that takes such a share of 100 GF/s. */
    private Forks forks(ToDoubleFunction<Row> share) {
        return (row, sampling) -> {
            ran.add(row);
            double seconds = row.flops() / (100e9 * share.applyAsDouble(row));
            return new ForkResult(List.of(seconds, seconds * 1.01, seconds), new Evidence(RIGHT, "library", "setup"), "", null);
        };
    }

    private static Findings run(Plan plan, Forks forks, FakeMeter meter, BooleanSupplier cancelled) throws IOException {
        return new BenchRun(plan, forks, meter, cancelled).run(new Silent());
    }

    private static Findings run(Plan plan, Forks forks) throws IOException {
        return run(plan, forks, new FakeMeter(100), () -> false);
    }

    @Test
    void roundsAreInterleaved() throws IOException {
        Findings findings = run(new Plan(Effort.FULL, List.of(GRAM, GEMM)), forks(row -> 0.8));
        assertThat(ran).containsExactly(GRAM, GEMM, GRAM, GEMM, GRAM, GEMM, GRAM, GEMM, GRAM, GEMM);
        assertThat(findings.results()).hasSize(2).allSatisfy(result -> assertThat(result.forkMedians()).hasSize(5));
    }

    @Test
    void rightAndPossibleResultsMakeAValidRun() throws IOException {
        Findings findings = run(new Plan(Effort.QUICK, List.of(GRAM, GEMM)), forks(row -> 0.9));
        assertThat(findings.valid()).isTrue();
        assertThat(findings.complete()).isTrue();
        assertThat(findings.noisyRows()).isZero();
        assertThat(findings.results()).extracting(Result::fractionOfRoof).allSatisfy(f -> assertThat(f).isBetween(0.899, 0.901));
        assertThat(findings.results()).extracting(Result::library).containsOnly("library");
    }

    @Test
    void resultAboveItsRoofMakesTheRunInvalid() throws IOException {
        Findings findings = run(new Plan(Effort.QUICK, List.of(GRAM, GEMM)), forks(row -> row.equals(GEMM) ? 1.03 : 0.9));
        assertThat(findings.valid()).isFalse();
        assertThat(findings.results().getLast().aboveRoof()).isTrue();
        assertThat(findings.results().getFirst().aboveRoof()).isFalse();
    }

    @Test
    void resultWithinTwoPercentOfItsRoofIsPossible() throws IOException {
        assertThat(run(new Plan(Effort.QUICK, List.of(GRAM)), forks(row -> 1.019)).valid()).isTrue();
    }

    @Test
    void roofThatWasMeasuredTooLowIsMeasuredAgain() throws IOException {
        FakeMeter meter = new FakeMeter(70, 100);
        Findings findings = run(new Plan(Effort.QUICK, List.of(GRAM)), forks(row -> 0.9), meter, () -> false);
        assertThat(findings.valid()).isTrue();
        assertThat(findings.results().getFirst().fractionOfRoof()).isLessThan(0.91);
    }

    @Test
    void rowIsHeldAgainstTheRoofBesideIt() throws IOException {
        // Before the run, beside GRAM, beside GEMM (before: what was just measured), after the run.
        FakeMeter meter = new FakeMeter(120, 110, 100, 90, 115);
        Findings findings = run(new Plan(Effort.QUICK, List.of(GRAM, GEMM)), forks(row -> 0.8), meter, () -> false);
        assertThat(findings.results()).extracting(Result::roof).containsExactly(110.0, 100.0);
        assertThat(findings.roofs().fma(Precision.F64, 1)).isEqualTo(120);
    }

    @Test
    void failedCheckMakesTheRunInvalidAndOtherRowsGoOn() throws IOException {
        Check wrong = new Check(0.5, 1e-13, "entry (3, 2) is 7, expected 8");
        Forks forks = (row, sampling) -> row.equals(GRAM)
                ? ForkResult.failed(new Evidence(wrong, "library", "setup"), wrong.fault())
                : forks(r -> 0.5).run(row, sampling);
        Findings findings = run(new Plan(Effort.QUICK, List.of(GRAM, GEMM)), forks);
        assertThat(findings.valid()).isFalse();
        Result failed = findings.results().getFirst();
        assertThat(failed.pass()).isFalse();
        assertThat(failed.failure()).isEqualTo("entry (3, 2) is 7, expected 8");
        assertThat(failed.residual()).isEqualTo(0.5);
        assertThat(failed.wrong()).isTrue();
        assertThat(failed.gflops()).isNaN();
        assertThat(findings.results().getLast().pass()).isTrue();
    }

    @Test
    void forkThatDiedIsNotAWrongResult() throws IOException {
        Findings findings = run(new Plan(Effort.QUICK, List.of(GRAM)),
                (row, sampling) -> ForkResult.failed(null, "java.lang.OutOfMemoryError"));
        assertThat(findings.valid()).isFalse();
        Result died = findings.results().getFirst();
        assertThat(died.failure()).isEqualTo("java.lang.OutOfMemoryError");
        assertThat(died.wrong()).isFalse();
        assertThat(died.residual()).isNaN();
    }

    @Test
    void checkThatFailsInOneForkOfManyFailsTheRow() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        Check wrong = new Check(0.5, 1e-13, "entry (0, 0) is 7, expected 8");
        Forks forks = (row, sampling) -> calls.incrementAndGet() == 3
                ? ForkResult.failed(new Evidence(wrong, "", ""), wrong.fault())
                : forks(r -> 0.5).run(row, sampling);
        Findings findings = run(new Plan(Effort.FULL, List.of(GRAM)), forks);
        assertThat(findings.valid()).isFalse();
        assertThat(findings.results().getFirst().pass()).isFalse();
        assertThat(findings.results().getFirst().forkMedians()).hasSize(4);
    }

    @Test
    void noiseAloneDoesNotMakeTheRunInvalid() throws IOException {
        Findings findings = run(new Plan(Effort.QUICK, List.of(GRAM)), forks(row -> 0.5), new FakeMeter(100, 80), () -> false);
        assertThat(findings.noisy()).isTrue();
        assertThat(findings.results()).extracting(Result::verdict).containsOnly(Verdict.NOISY);
        assertThat(findings.valid()).isTrue();
    }

    @Test
    void cancelledRunKeepsWhatIsFinishedAndIsNotValid() throws IOException {
        Findings findings = run(new Plan(Effort.QUICK, List.of(GRAM, GEMM)), forks(row -> 0.5), new FakeMeter(100),
                () -> ran.size() == 1 && asked++ > 0);
        assertThat(findings.complete()).isFalse();
        assertThat(findings.valid()).isFalse();
        assertThat(findings.results()).extracting(Result::row).containsExactly(GRAM);
        assertThat(findings.missing()).containsExactly(Kernel.GEMM);
    }

    @Test
    void runCancelledDuringTheRoofsHasNoRows() throws IOException {
        Findings findings = run(new Plan(Effort.QUICK, List.of(GRAM, GEMM)), forks(row -> 0.5), new FakeMeter(100), () -> asked++ > 1);
        assertThat(ran).isEmpty();
        assertThat(findings.results()).isEmpty();
        assertThat(findings.complete()).isFalse();
        assertThat(findings.missing()).containsExactly(Kernel.GRAM, Kernel.GEMM);
    }

    @Test
    void forkThatIsInterruptedIsNoResult() throws IOException {
        Findings findings = run(new Plan(Effort.QUICK, List.of(GRAM, GEMM)), forks(row -> 0.5), new FakeMeter(100), () -> ran.size() == 2);
        assertThat(findings.results()).extracting(Result::row).containsExactly(GRAM);
    }

    @Test
    void everyForkIsAnnouncedAndReported() throws IOException {
        List<String> heard = new ArrayList<>();
        new BenchRun(new Plan(Effort.DEFAULT, List.of(GRAM)), forks(row -> 0.5), new FakeMeter(100), () -> false)
                .run(new BenchRun.Listener() {
                    @Override
                    public void roofs(RunRoofs roofs, double secondsLeft) {
                        heard.add("roofs");
                        assertThat(secondsLeft).isPositive();
                    }

                    @Override
                    public void begins(Row row, int done, double secondsLeft) {
                        heard.add("begins " + done);
                    }

                    @Override
                    public void ended(Result result, int done, Findings soFar) {
                        heard.add("ended " + done);
                        assertThat(soFar.complete()).isFalse();
                        assertThat(soFar.results()).containsExactly(result);
                    }
                });
        assertThat(heard).containsExactly("roofs", "begins 0", "ended 1", "begins 1", "ended 2");
    }

    private record Silent() implements BenchRun.Listener {
        @Override
        public void roofs(RunRoofs roofs, double secondsLeft) {
        }

        @Override
        public void begins(Row row, int done, double secondsLeft) {
        }

        @Override
        public void ended(Result result, int done, Findings soFar) {
        }
    }
}
