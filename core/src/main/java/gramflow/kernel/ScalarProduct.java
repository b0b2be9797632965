package gramflow.kernel;

import gramflow.machine.HeapLayout;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.concurrent.CancellationException;

/**
 * The scalar reference, plain loops, and the oracle of every other kernel: c(i, j) is the sum of a(i, l)·b(l, j) over ascending l, begun at 0, each
 * product and each sum rounded to the precision of the operands; then α times that, plus β·c where β ≠ 0.
 *
 * <p>The loop over j is innermost: entries of a row of C are summed side by side, each in the order above, so that the compiler may use vectors without
 * changing a bit. Rows of C come in groups that share each row of B once it is in the cache.
 */
public final class ScalarProduct {
    /** Rows of C that share a pass over B. */
    private static final int ROWS = 8;
    /** Columns of C at a time: eight rows of them, and one of B, stay in a first-level cache of 48 KiB. */
    private static final int COLUMNS = 512;

    private ScalarProduct() {
    }

    /**
     * C ← α·A·B + β·C on the entries with j − i ≤ {@code diagonals}: {@code Long.MAX_VALUE} for all, 0 for a lower triangle.
     *
     * @param a m × k
     * @param b k × n
     * @param c m × n, of the same precision, overlapping neither
     */
    public static void run(double alpha, Strided a, Strided b, double beta, Strided c, long diagonals, Workers workers, Progress progress) {
        long groups = Math.ceilDiv(c.rows(), ROWS);
        workers.forEach(groups, (group, worker) -> {
            if (progress.cancelled()) {
                throw new CancellationException();
            }
            long i0 = group * ROWS;
            long i1 = Math.min(c.rows(), i0 + ROWS);
            long columns = diagonals == Long.MAX_VALUE ? c.cols() : Math.min(c.cols(), i1 + diagonals);
            for (long j0 = 0; j0 < columns; j0 += COLUMNS) {
                int width = (int) Math.min(COLUMNS, columns - j0);
                if (c.precision() == Precision.F64) {
                    f64(alpha, a, b, beta, c, i0, i1, j0, width, diagonals);
                } else {
                    f32((float) alpha, a, b, (float) beta, c, i0, i1, j0, width, diagonals);
                }
            }
            long entries = 0;
            for (long i = i0; i < i1; i++) {
                entries += end(i, 0, columns, diagonals);
            }
            progress.advance(2.0 * entries * a.cols());
        });
    }

    private static void f64(double alpha, Strided a, Strided b, double beta, Strided c, long i0, long i1, long j0, int width,
            long diagonals) {
        int length = wholeLines(width, c.precision());
        double[][] sums = new double[(int) (i1 - i0)][length];
        double[] bRow = new double[length];
        for (long l = 0; l < a.cols(); l++) {
            Copy.row(b, l, j0, width, bRow, 0);
            for (int i = 0; i < sums.length; i++) {
                double ail = a.get(i0 + i, l);
                double[] sum = sums[i];
                for (int j = 0; j < width; j++) {
                    sum[j] += ail * bRow[j];
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            long end = end(i0 + i, j0, width, diagonals);
            for (int j = 0; j < end; j++) {
                double scaled = alpha * sums[i][j];
                c.set(i0 + i, j0 + j, beta == 0 ? scaled : scaled + beta * c.get(i0 + i, j0 + j));
            }
        }
    }

    private static void f32(float alpha, Strided a, Strided b, float beta, Strided c, long i0, long i1, long j0, int width,
            long diagonals) {
        int length = wholeLines(width, c.precision());
        float[][] sums = new float[(int) (i1 - i0)][length];
        float[] bRow = new float[length];
        for (long l = 0; l < a.cols(); l++) {
            Copy.row(b, l, j0, width, bRow, 0);
            for (int i = 0; i < sums.length; i++) {
                float ail = (float) a.get(i0 + i, l);
                float[] sum = sums[i];
                for (int j = 0; j < width; j++) {
                    sum[j] += ail * bRow[j];
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            long end = end(i0 + i, j0, width, diagonals);
            for (int j = 0; j < end; j++) {
                float scaled = alpha * sums[i][j];
                c.set(i0 + i, j0 + j, beta == 0 ? scaled : scaled + beta * (float) c.get(i0 + i, j0 + j));
            }
        }
    }

    /**
     * Length of an array for so many elements that, what stands before them included, fills whole cache lines. Arrays made one after another then begin at the same place of a line, as far as the heap
     * lays them side by side; otherwise it depends on the virtual machine how their vectors straddle lines: 512 x 512 doubles took 10.5 ms in some and 12.7 or 16 in others, now 9.1 to 9.6 in most and 16 in the rest (Zen 5).
     */
    private static int wholeLines(int count, Precision precision) {
        HeapLayout heap = HeapLayout.current();
        int before = precision == Precision.F64 ? heap.firstLongElement() : heap.firstElement();
        return (Math.ceilDiv(before + count * precision.bytes(), Elements.CACHE_LINE) * Elements.CACHE_LINE - before) / precision.bytes();
    }

    /** How many of the {@code width} entries of row i that begin at column j0 have j − i ≤ diagonals. */
    private static long end(long i, long j0, long width, long diagonals) {
        return diagonals == Long.MAX_VALUE ? width : Math.min(width, i + diagonals + 1 - j0);
    }
}
