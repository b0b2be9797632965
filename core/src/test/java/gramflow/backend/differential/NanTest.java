package gramflow.backend.differential;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Strided;
import org.junit.jupiter.api.Tag;

import static org.assertj.core.api.Assertions.assertThat;

/** A NaN among the inputs marks the entries of the result that depend on it, and no other, wherever it stands. */
@Tag("lane")
class NanTest {
    private static final int M = 19;
    private static final int K = 5;

    @Subjects
    void nanInRowIOfTheFirstFactorReachesExactlyRowIOfTheResult(Subject s) {
        Case c = Case.of(s.operation(), s.precision(), M, M, K);
        for (int i = 0; i < M; i++) {
            Operands operands = Operands.of(c);
            operands.first().block().set(i, i % K, Double.NaN);
            Strided result = call(s, c, operands);
            for (int row = 0; row < M; row++) {
                for (int col = 0; col < c.n(); col++) {
                    // X·Xᵀ has the row on both sides.
                    boolean depends = row == i || (s.operation().symmetric() && col == i);
                    assertThat(Double.isNaN(result.get(row, col))).as("%s: entry (%d, %d), NaN in row %d", s, row, col, i)
                            .isEqualTo(depends);
                }
            }
        }
    }

    @Subjects
    void zeroTimesInfinityIsNanAlsoForAlphaZero(Subject s) {
        Case c = Case.of(s.operation(), s.precision(), M, M, K).withFactors(0, 0);
        Operands operands = Operands.of(c);
        operands.first().block().set(M - 1, K - 1, Double.POSITIVE_INFINITY);
        Strided result = call(s, c, operands);
        assertThat(result.get(M - 1, c.n() - 1)).isNaN();
        assertThat(result.get(0, 0)).isZero();
    }

    private static Strided call(Subject s, Case c, Operands operands) {
        Strided result = operands.result().block();
        try (Workers workers = Workers.of(2)) {
            s.operation().call(s.backend(), c, operands.first().block(), operands.second().block(), result, workers, Progress.NONE);
        }
        return result;
    }
}
