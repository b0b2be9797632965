package gramflow.bench.peers;

import gramflow.backend.FmaRoof;
import gramflow.backend.MemoryLevel;
import gramflow.backend.ReadRoof;
import gramflow.bench.measure.Check;
import gramflow.bench.measure.Effort;
import gramflow.bench.measure.Estimate;
import gramflow.bench.measure.Evidence;
import gramflow.bench.measure.ForkResult;
import gramflow.bench.measure.Kernel;
import gramflow.bench.measure.Question;
import gramflow.bench.measure.RoofMeter;
import gramflow.bench.measure.Row;
import gramflow.bench.measure.RunRoofs;
import gramflow.machine.Cpu;
import gramflow.memory.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class PairRunTest {
    private static final Row GRAM = new Row(Kernel.GRAM, PeerFork.OURS, Precision.F64, 1000, 500, 1);
    private static final Check RIGHT = new Check(1e-16, 1e-13, "");
    private static final RoofMeter METER = new RoofMeter() {
        @Override
        public FmaRoof fma(Precision precision, int threads) {
            return new FmaRoof(precision, threads, 100, "fake");
        }

        @Override
        public List<MemoryLevel> levels() {
            return List.of(MemoryLevel.DRAM);
        }

        @Override
        public ReadRoof read(MemoryLevel level, int threads) {
            return new ReadRoof(threads, 1 << 30, 100, "fake");
        }

        @Override
        public ReadRoof read(long bytes, int threads) {
            return new ReadRoof(threads, bytes, 100, "fake");
        }
    };

    private final List<String> ran = new ArrayList<>();

    /** Ours takes a second at half the roof; theirs as {@code factor} of how it is set up says. */
    private Forks forks(ToDoubleFunction<String> factor, Peer... absent) {
        return (row, peer, setup, seconds) -> {
            String who = peer == null ? "ours" : peer.label() + " " + setup.label();
            ran.add(who);
            if (peer != null && List.of(absent).contains(peer)) {
                return ForkResult.failed(null, "no such library");
            }
            double time = row.flops() / 50e9 * (peer == null ? 1 : factor.applyAsDouble(who));
            return new ForkResult(List.of(time, time, time), new Evidence(RIGHT, "library", "syrk"), "", null);
        };
    }

    private PairFindings run(Effort effort, Forks forks, Peer... peers) throws IOException {
        return new PairRun(new PairPlan(effort, List.of(GRAM), List.of(peers)), forks, METER, Cpu.current(), () -> false)
                .run(new Silent());
    }

    private static Estimate ratio(PairResult pair) {
        return Objects.requireNonNull(pair.ratio());
    }

    @Test
    void everyForkOfALibraryIsNextToOneOfOurs() throws IOException {
        run(Effort.DEFAULT, forks(who -> 1.1), Peer.EJML, Peer.OJALGO, Peer.BLAS);
        // Trials first, of a library each.
        List<String> pairs = ran.subList(3, ran.size());
        assertThat(pairs).hasSize(50).startsWith("ejml untouched", "ours", "ojalgo untouched", "blas untouched", "ours", "ejml untouched");
        for (int i = 0; i < pairs.size(); i++) {
            boolean before = i > 0 && pairs.get(i - 1).equals("ours");
            boolean after = i + 1 < pairs.size() && pairs.get(i + 1).equals("ours");
            assertThat(pairs.get(i).equals("ours") || before || after).as("fork %d", i).isTrue();
        }
    }

    @Test
    void ratioIsTheirTimeOverOurs() throws IOException {
        PairFindings found = run(Effort.DEFAULT, forks(who -> 1.25), Peer.EJML);
        PairResult pair = found.pairs().getFirst();
        assertThat(pair.ratios()).hasSize(10);
        assertThat(ratio(pair).median()).isEqualTo(1.25);
        assertThat(ratio(pair).low()).isEqualTo(1.25);
        assertThat(pair.theirs().row().backend()).isEqualTo("ejml");
        assertThat(pair.theirs().setup()).isEqualTo("untouched; syrk");
        assertThat(found.rows().valid()).isTrue();
        assertThat(found.rows().results()).hasSize(2);
    }

    @Test
    void fewPairsAreEnoughWhereTheyLeaveNoDoubt() throws IOException {
        assertThat(run(Effort.DEFAULT, forks(who -> 2.1), Peer.EJML).pairs().getFirst().ratios()).hasSize(3);
        assertThat(run(Effort.QUICK, forks(who -> 2.1), Peer.EJML).pairs().getFirst().ratios()).hasSize(2);
        assertThat(run(Effort.QUICK, forks(who -> 4.1), Peer.EJML).pairs().getFirst().ratios()).hasSize(1);
        assertThat(run(Effort.QUICK, forks(who -> 1.9), Peer.EJML).pairs().getFirst().ratios()).hasSize(3);
    }

    @Test
    void theFastestOfItsSwitchesIsMeasuredBesideTheLibraryUntouched() throws IOException {
        PairFindings found = run(Effort.DEFAULT, forks(who -> who.contains("HASWELL") || who.contains("NEOVERSEN1") ? 1.0 : 1.5),
                Peer.OPENBLAS);
        assertThat(found.pairs()).extracting(pair -> pair.setup().label()).hasSize(2).last().isEqualTo("untouched");
        assertThat(found.pairs().getFirst().setup().label()).startsWith("OPENBLAS_CORETYPE=");
        assertThat(ratio(found.pairs().getFirst()).median()).isEqualTo(1.0);
        assertThat(ratio(found.pairs().getLast()).median()).isEqualTo(1.5);
    }

    @Test
    void aLibraryThatNoSwitchHelpsIsMeasuredUntouchedAlone() throws IOException {
        PairFindings found = run(Effort.DEFAULT, forks(who -> who.endsWith("untouched") ? 1 : 0.99), Peer.OPENBLAS);
        assertThat(found.pairs()).extracting(pair -> pair.setup().label()).containsExactly("untouched");
        assertThat(found.notes()).singleElement().asString().contains("openblas, gram f64: none of", "makes it faster here");
    }

    @Test
    void aLibraryThatIsNotHereIsLeftOutWithTheReason() throws IOException {
        PairFindings found = run(Effort.DEFAULT, forks(who -> 1.5, Peer.MKL), Peer.MKL, Peer.EJML);
        assertThat(found.pairs()).extracting(PairResult::peer).containsExactly(Peer.EJML);
        assertThat(found.notes()).containsExactly("mkl is left out: no such library");
        assertThat(found.rows().valid()).isTrue();
    }

    @Test
    void openblasFromMavenDoesNotStandInForThatOfTheSystem() throws IOException {
        Forks forks = (row, peer, setup, seconds) -> new ForkResult(List.of(1.0),
                new Evidence(RIGHT, "OpenBLAS 0.3.31, libopenblas.so.0 (from Maven)", "syrk"), "", null);
        PairFindings found = run(Effort.QUICK, forks, Peer.OPENBLAS);
        assertThat(found.pairs()).isEmpty();
        assertThat(found.notes()).containsExactly("openblas is left out: not on this system");
    }

    @Test
    void aWrongResultMakesTheRunInvalid() throws IOException {
        Check wrong = new Check(0.5, 1e-13, "entry (3, 2) is 7, expected 8");
        int[] forks = {0};
        PairFindings found = run(Effort.QUICK,
                (row, peer, setup, seconds) -> peer != null && forks[0]++ > 1
                        ? ForkResult.failed(new Evidence(wrong, "library", "syrk"), wrong.fault())
                        : forks(who -> 1.1).run(row, peer, setup, seconds),
                Peer.EJML);
        assertThat(found.rows().valid()).isFalse();
        assertThat(found.pairs().getFirst().theirs().failure()).isEqualTo("entry (3, 2) is 7, expected 8");
    }

    @Test
    void librariesOfOneThreadAreNotAskedForTwo() {
        PairPlan plan = PairPlan.of(Effort.DEFAULT, Question.ALL, List.of(Peer.values()), 2);
        for (Row row : plan.rows()) {
            assertThat(plan.peers(row).contains(Peer.JBLAS)).isEqualTo(row.threads() == 1);
            assertThat(plan.peers(row)).contains(Peer.BLIS, Peer.EJML);
        }
    }

    @Test
    void theStandardComparisonIsOfBothSizesPrecisionsAndNumbersOfThreads() {
        List<Row> rows = PairPlan.of(Effort.DEFAULT, Question.ALL, List.of(Peer.EJML), 2).rows();
        assertThat(rows).hasSize(16).extracting(Row::n).containsOnly(1536L, 4096L);
        assertThat(PairPlan.of(Effort.QUICK, Question.ALL, List.of(Peer.EJML), 2).rows()).extracting(Row::n).containsExactly(1536L, 1536L);
    }

    private record Silent() implements PairRun.Listener {
        @Override
        public void roofs(RunRoofs roofs) {
        }

        @Override
        public void begins(String what, double secondsLeft) {
            assertThat(secondsLeft).isNotNegative();
        }

        @Override
        public void ended(PairResult pair, PairFindings soFar) {
            assertThat(soFar.pairs()).contains(pair);
        }
    }

}
