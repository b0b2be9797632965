package gramflow.backend.differential;

import gramflow.backend.Backend;
import gramflow.backend.Backends;
import gramflow.backend.Triangle;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A suite is worth what it catches: backends with one fault each are caught, with the fault named. */
class DifferentialSelfTest {
    private static final Differential DIFFERENTIAL = new Differential();
    private static final Case GRAM = Case.of(Operation.GRAM, Precision.F64, 7, 7, 5);

    @AfterAll
    static void close() {
        DIFFERENTIAL.close();
    }

    @Test
    void aSingleUnitInTheLastPlaceIsCaughtWhereSumsAreExact() {
        caught(GRAM, (k, workers) -> k.set(6, 3, Math.nextUp(k.get(6, 3))), "entry (6, 3) is");
    }

    @Test
    void aLostTermIsCaughtWhereSumsAreRounded() {
        caught(GRAM.withEntries(Entries.UNIFORM), (k, workers) -> k.set(6, 3, k.get(6, 3) + 1e-13), "entry (6, 3) is");
    }

    @Test
    void aSwallowedNanIsCaught() {
        caught(GRAM.withEntries(Entries.SPECIAL), (k, workers) -> k.set(6, 6, 0), "entry (6, 6) is 0.0");
    }

    @Test
    void aWriteIntoTheOtherTriangleIsCaught() {
        caught(GRAM.withPart(Part.LOWER), (k, workers) -> k.set(1, 2, 0), "outside the part to be written");
    }

    @Test
    void aWriteIntoThePaddingOfARowIsCaught() {
        caught(GRAM.withLayouts(Layout.ROWS, Layout.ROWS, Layout.PADDED_ROWS), (k, workers) -> k.set(2, k.rowStride() - 1, 0),
                "outside the part to be written");
    }

    @Test
    void anUnequalMirrorImageIsCaught() {
        caught(GRAM.withEntries(Entries.UNIFORM), (k, workers) -> k.set(3, 6, Math.nextUp(k.get(3, 6))), "mirror image");
    }

    @Test
    void otherBitsOnMoreThreadsAreCaught() {
        caught(GRAM.withPart(Part.LOWER).withEntries(Entries.UNIFORM),
                (k, workers) -> k.set(6, 3, workers.threads() == 7 ? Math.nextUp(k.get(6, 3)) : k.get(6, 3)),
                "other bits than on fewer threads");
    }

    @Test
    void aWrongEntryOfALargeResultIsCaught() {
        caught(Case.of(Operation.GEMM, Precision.F32, 1291, 1291, 1291), (c, workers) -> c.set(1290, 77, c.get(1290, 77) + 1),
                "row 1290 times");
    }

    private static void caught(Case c, BiConsumer<Strided, Workers> fault, String complaint) {
        assertThatThrownBy(() -> DIFFERENTIAL.check(new Faulty(fault), c)).isInstanceOf(AssertionError.class)
                .hasMessageContaining(complaint)
                .hasMessageContaining(c.toString());
    }

    /** The scalar reference, and a fault afterwards. */
    private record Faulty(BiConsumer<Strided, Workers> fault) implements Backend {
        private static final Backend SCALAR = Backends.named("scalar");

        @Override
        public String name() {
            return "faulty";
        }

        @Override
        public String description() {
            return SCALAR.description();
        }

        @Override
        public String numericKey(Precision precision) {
            return SCALAR.numericKey(precision);
        }

        @Override
        public void gemm(double alpha, Strided a, Strided b, double beta, Strided c, Workers workers, Progress progress) {
            SCALAR.gemm(alpha, a, b, beta, c, workers, progress);
            fault.accept(c, workers);
        }

        @Override
        public void gram(double alpha, Strided x, double beta, Triangle triangle, Strided k, Workers workers, Progress progress) {
            SCALAR.gram(alpha, x, beta, triangle, k, workers, progress);
            fault.accept(k, workers);
        }

        @Override
        public void matvec(double alpha, Strided a, Strided x, double beta, Strided y, Workers workers, Progress progress) {
            SCALAR.matvec(alpha, a, x, beta, y, workers, progress);
            fault.accept(y, workers);
        }

        @Override
        public void axpy(double alpha, Strided x, Strided y, Workers workers) {
            SCALAR.axpy(alpha, x, y, workers);
        }

        @Override
        public double dot(Strided x, Strided y, Workers workers) {
            return SCALAR.dot(x, y, workers);
        }

        @Override
        public double norm(Strided x, Workers workers) {
            return SCALAR.norm(x, workers);
        }

        @Override
        public double sum(Strided x, Workers workers) {
            return SCALAR.sum(x, workers);
        }

        @Override
        public double maxAbs(Strided x, Workers workers) {
            return SCALAR.maxAbs(x, workers);
        }
    }
}
