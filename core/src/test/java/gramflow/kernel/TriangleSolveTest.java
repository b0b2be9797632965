package gramflow.kernel;

import gramflow.machine.Jit;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

final class TriangleSolveTest {
    private static final double U = Precision.F64.unitRoundoff();

    private static Matrix random(long rows, long cols, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Matrix m = Matrix.zeros(Precision.F64, rows, cols);
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < cols; j++) {
                m.set(i, j, 2 * random.nextDouble() - 1);
            }
        }
        return m;
    }

    private static TriangleSolve solve(int rows, int vectors) {
        // The tile is one of 256 bits: a JVM of the lanes for 128 bits, or without vectors, has no registers for it.
        assumeThat(Jit.current().vectorBits()).as("skipped: vectors of 256 bits don't live in registers here").isGreaterThanOrEqualTo(256);
        Tile tile = new Tile(Precision.F64, 256, rows, vectors, 1, Jit.current().fma());
        return Objects.requireNonNull(new TileProduct(tile, BlockSizes.of(tile, 1 << 20)).triangleSolve(), "the tile allows it");
    }

    /** |X·Lᵀ − B| ≤ (n + 3)·u·|X||Lᵀ|, entry for entry (Higham, Accuracy and Stability, 8.5): substitution, whatever the condition of L. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 9", "3, 5", "16, 16", "17, 23", "63, 40", "64, 64", "65, 65", "130, 129", "300, 512"})
    void whatIsSolvedTimesTheTriangleIsWhatWasThereAndNothingElseIsTouched(int m, int n) {
        Matrix l = random(n, n, 1);
        for (int i = 0; i < n; i++) {
            // Pivots from 1e-3 to 1: no product with an inverse would pass.
            l.set(i, i, Math.pow(10, -3.0 * (i % 4) / 3));
            for (int j = 0; j < n; j++) {
                l.set(i, j, j > i ? Double.NaN : j < i ? l.get(i, j) / n : l.get(i, j));
            }
        }
        Matrix b = random(m, n, 2);
        Matrix wide = Matrix.zeros(Precision.F64, m + 2, n + 3);
        for (long i = 0; i < m + 2; i++) {
            for (long j = 0; j < n + 3; j++) {
                wide.set(i, j, 7);
            }
        }
        Matrix x = wide.block(1, m + 1, 2, n + 2);
        x.assign(b);
        solve(4, 2).run(l.strided(), x.strided(), Workers.of(1));
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                double scale = 0;
                for (int k = 0; k <= j; k++) {
                    sum += x.get(i, k) * l.get(j, k);
                    scale += Math.abs(x.get(i, k) * l.get(j, k));
                }
                // The sum that checks it errs as much again.
                assertThat(Math.abs(sum - b.get(i, j))).isLessThanOrEqualTo(2 * (n + 3) * U * (scale + Math.abs(b.get(i, j))));
            }
        }
        for (long i = 0; i < m + 2; i++) {
            for (long j = 0; j < n + 3; j++) {
                if (i < 1 || i > m || j < 2 || j >= n + 2) {
                    assertThat(wide.get(i, j)).isEqualTo(7);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 2", "4, 1", "5, 2", "6, 1"})
    void theBitsOfARowDependNeitherOnThreadsNorOnTheOtherRowsNorOnStrides(int rows, int vectors) {
        TriangleSolve solve = solve(rows, vectors);
        Matrix l = random(70, 70, 1);
        for (int i = 0; i < 70; i++) {
            l.set(i, i, 8);
        }
        Matrix all = random(333, 70, 2);
        Matrix turned = Matrix.zeros(Precision.F64, 70, 333).transpose();
        turned.assign(all);
        Matrix alone = all.rows(200, 201).copy(Precision.F64);
        solve.run(l.strided(), all.strided(), Workers.of(1));
        solve.run(l.strided(), alone.strided(), Workers.of(1));
        try (Workers workers = Workers.of(3)) {
            solve.run(l.strided(), turned.strided(), workers);
        }
        for (long j = 0; j < 70; j++) {
            assertThat(alone.get(0, j)).isEqualTo(all.get(200, j));
            for (long i = 0; i < 333; i++) {
                assertThat(turned.get(i, j)).isEqualTo(all.get(i, j));
            }
        }
    }
}
