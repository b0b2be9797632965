package gramflow.backend.differential;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import org.junit.jupiter.api.Tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** What a product tells of itself while it runs, and how it is stopped. */
@Tag("lane")
class ProgressTest {
    /** Large enough for several pieces on every backend: one can be cancelled between them. */
    private static Shape shape(Operation operation) {
        return operation == Operation.MATVEC ? new Shape(1301, 1, 1301) : new Shape(1301, 1301, 13);
    }

    @Subjects
    void piecesAddUpToTheFlopsAnnounced(Subject s) {
        for (Part part : s.operation().parts()) {
            Ledger ledger = new Ledger(Double.POSITIVE_INFINITY);
            run(s, part, ledger);
            Shape shape = shape(s.operation());
            double flops = s.operation().flops(shape.m(), shape.n(), shape.k());
            assertThat(ledger.begun).hasValue(1);
            assertThat(ledger.announced.sum()).as("announced for %s", part).isEqualTo(flops);
            assertThat(ledger.advanced.sum()).as("advanced for %s", part).isCloseTo(flops, within(1e-9 * flops));
        }
    }

    @Subjects
    void cancelledBeforeItBeginsNothingIsDone(Subject s) {
        for (Part part : s.operation().parts()) {
            Ledger ledger = new Ledger(0);
            assertThatThrownBy(() -> run(s, part, ledger)).isInstanceOf(CancellationException.class);
            assertThat(ledger.advanced.sum()).isZero();
        }
    }

    @Subjects
    void cancelledOnTheWayItStopsShortOfTheEnd(Subject s) {
        for (Part part : s.operation().parts()) {
            Ledger ledger = new Ledger(1);
            assertThatThrownBy(() -> run(s, part, ledger)).isInstanceOf(CancellationException.class);
            assertThat(ledger.advanced.sum()).isBetween(1.0, ledger.announced.sum() - 1);
        }
    }

    @Subjects
    void anEmptyProductAdvancesByNothing(Subject s) {
        for (Shape empty : new Shape[]{new Shape(0, 0, 5), new Shape(5, 5, 0)}) {
            Ledger ledger = new Ledger(Double.POSITIVE_INFINITY);
            run(s, s.operation().parts().getFirst(), empty, ledger);
            assertThat(ledger.advanced.sum()).isZero();
        }
    }

    private static void run(Subject s, Part part, Progress progress) {
        run(s, part, shape(s.operation()), progress);
    }

    private static void run(Subject s, Part part, Shape shape, Progress progress) {
        Case c = Case.of(s.operation(), s.precision(), shape.m(), shape.n(), shape.k()).withPart(part);
        Operands operands = Operands.of(c);
        try (Workers workers = Workers.of(2)) {
            s.operation().call(s.backend(), c, operands.first().block(), operands.second().block(), operands.result().block(), workers,
                    progress);
        }
    }

    /** Writes down what it hears, and cancels once it has heard of so many units. */
    private static final class Ledger implements Progress {
        private final AtomicInteger begun = new AtomicInteger();
        private final DoubleAdder announced = new DoubleAdder();
        private final DoubleAdder advanced = new DoubleAdder();
        private final double patience;

        Ledger(double patience) {
            this.patience = patience;
        }

        @Override
        public void begin(String what, double units) {
            begun.incrementAndGet();
            announced.add(units);
        }

        @Override
        public void advance(double units) {
            advanced.add(units);
        }

        @Override
        public boolean cancelled() {
            return advanced.sum() >= patience;
        }
    }
}
