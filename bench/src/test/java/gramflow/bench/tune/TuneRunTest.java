package gramflow.bench.tune;

import gramflow.backend.Tuning;
import gramflow.backend.Tuning.Shape;
import gramflow.bench.measure.ForkResult;
import gramflow.memory.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

final class TuneRunTest {
    private static final Shape STANDARD = new Shape(512, 8, 2, 2, 1024, 400_000, 256);
    private static final Tuning TUNING = new Tuning(STANDARD, STANDARD);

    private final List<Shape> ran = new ArrayList<>();
    private long now;

    private TuneRun run(ToDoubleFunction<Shape> seconds) {
        return new TuneRun((row, tuning, budget) -> {
            Shape shape = tuning.of(row.precision());
            ran.add(shape);
            now += 1_000_000_000L;
            double time = seconds.applyAsDouble(shape);
            return Double.isNaN(time) ? ForkResult.failed(null, "it crashed") : new ForkResult(List.of(time, time, time), null, "", null);
        }, TUNING, true, () -> ran.size() == 500, () -> now, new Silent());
    }

    @Test
    void theFastestTileAndBlocksAreFoundOneAfterTheOther() throws IOException {
        TuneRun.Winner winner = run(shape -> 1.0 + (shape.rows() == 12 && shape.bits() == 512 ? 0 : 0.1) + (shape.depth() == 512 ? 0 : 0.1)
                + (shape.cols() == 128 ? 0 : 0.1)).search(Precision.F64);
        assertThat(winner.shape()).isEqualTo(STANDARD.withTile(512, 12, 2, 1).withDepth(512).withCols(128));
        assertThat(winner.few().median()).isBetween(1.299, 1.301);
    }

    @Test
    void theOtherPrecisionIsLeftAsItIs() throws IOException {
        run(shape -> 1).search(Precision.F32);
        assertThat(ran).first().isEqualTo(STANDARD);
        assertThat(ran.size()).isLessThan(40);
    }

    @Test
    void whatLooksFasterOnceIsNotTaken() throws IOException {
        TuneRun.Winner winner = run(shape -> shape.equals(STANDARD) || ran.size() > 25 ? 1 : 0.9).search(Precision.F64);
        assertThat(winner.shape()).isEqualTo(STANDARD);
        assertThat(winner.isStandard()).isTrue();
    }

    @Test
    void whatIsFasterInSomePairsOnlyIsNotTaken() throws IOException {
        // While it is looked for it is fast; then in every other pair.
        TuneRun.Winner winner = run(shape -> shape.equals(STANDARD) ? 1 : ran.size() < 20 || ran.size() % 8 < 4 ? 0.95 : 1.01)
                .search(Precision.F64);
        assertThat(winner.shape()).isEqualTo(STANDARD);
    }

    @Test
    void whatIsFasterWithFewColumnsAndSlowerWithManyIsNotTaken() throws IOException {
        TuneRun run = new TuneRun((row, tuning, budget) -> {
            boolean tile = tuning.f64().rows() == 12;
            double time = !tile ? 1 : row.d() == 768 ? 0.9 : 1.02;
            return new ForkResult(List.of(time), null, "", null);
        }, TUNING, true, () -> false, () -> 0, new Silent());
        assertThat(run.search(Precision.F64).isStandard()).isTrue();
    }

    @Test
    void whatIsFasterWithManyColumnsAndTheSameWithFewIsTaken() throws IOException {
        TuneRun run = new TuneRun((row, tuning, budget) -> {
            double time = tuning.f64().depth() == 1536 && row.d() > 768 ? 0.95 : 1;
            return new ForkResult(List.of(time), null, "", null);
        }, TUNING, true, () -> false, () -> 0, new Silent());
        TuneRun.Winner winner = run.search(Precision.F64);
        assertThat(winner.shape()).isEqualTo(STANDARD.withDepth(1536));
        assertThat(winner.few().median()).isEqualTo(1);
    }

    @Test
    void whatCrashesIsPassedOver() throws IOException {
        TuneRun.Winner winner = run(shape -> shape.rows() == 8 ? 1 : Double.NaN).search(Precision.F64);
        assertThat(winner.shape()).isEqualTo(STANDARD);
    }

    @Test
    void theSearchEndsInTimeAndWhatIsBestByThenIsConfirmed() throws IOException {
        TuneRun.Winner winner = run(shape -> {
            now += 20_000_000_000L;
            return shape.equals(STANDARD) ? 1 : 0.9;
        }).search(Precision.F64);
        assertThat(winner.shape()).isNotEqualTo(STANDARD);
        // The standard at two sizes, another or two, and four pairs at each.
        assertThat(ran).hasSizeBetween(19, 21);
    }

    @Test
    void cancelledSearchKeepsNothing() {
        ran.addAll(java.util.Collections.nCopies(500, STANDARD));
        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> run(shape -> 1).search(Precision.F64));
    }

    private record Silent() implements TuneRun.Listener {
        @Override
        public void begins(String what, int fork, int of) {
            assertThat(fork).isLessThanOrEqualTo(of);
        }

        @Override
        public void ended(String what, double gflops) {
        }
    }
}
