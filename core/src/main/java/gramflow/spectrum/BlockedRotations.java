package gramflow.spectrum;

import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;

/**
 * Turns the rows of a large matrix, many sweeps at a time: the rotations of {@value #SWEEPS} sweeps are gathered, cut into blocks that each touch few
 * rows, multiplied up to one orthogonal matrix a block, and applied as products (Lang, Parallel Computing 25, 1999). That is a third more flops than
 * rotating rows one pair after another, at many times the rate.
 *
 * <p>Sweep s may do rotation i once sweep s − 1 has done those up to its far neighbour's. Seen from the end where sweeps begin, block b therefore holds
 * rotations b·{@value #SWEEPS} − s to (b+1)·{@value #SWEEPS} − s − 1 of sweep s: a slanted strip, over 2·{@value #SWEEPS} rows.
 */
final class BlockedRotations implements Rotations {
    /** Sweeps, and rotations of a sweep in a block. */
    private static final int SWEEPS = 64;
    private static final int ROWS = 2 * SWEEPS;
    /** Blocks whose matrices are made ahead, so that several threads have work. */
    private static final int AHEAD = 64;

    private final Matrix rows;
    private final Products on;
    private final Matrix turns;
    private final Matrix turned;
    private final double[][] local;
    private final double[][] c = new double[SWEEPS][];
    private final double[][] s = new double[SWEEPS][];
    private final int[] low = new int[SWEEPS];
    private final int[] high = new int[SWEEPS];
    private int count;
    private boolean descending;

    /**
     * For a matrix of at least two rows, which is turned where it is.
     *
     * @param rows n × m, n &lt; 2³¹; complete only after {@link #finish}
     */
    BlockedRotations(Matrix rows, Products on) {
        this.rows = rows;
        this.on = on;
        int n = Math.toIntExact(rows.rows());
        turns = Matrix.zeros(rows.precision(), (long) AHEAD * ROWS, ROWS);
        turned = Matrix.zeros(rows.precision(), Math.min(ROWS, n), rows.cols());
        local = new double[AHEAD * ROWS][ROWS];
        for (int i = 0; i < SWEEPS; i++) {
            c[i] = new double[n];
            s[i] = new double[n];
        }
    }

    @Override
    public void sweep(int first, int last, boolean fromLast, double[] cosines, double[] sines) {
        if (count > 0 && (count == SWEEPS || fromLast != descending)) {
            finish();
        }
        descending = fromLast;
        System.arraycopy(cosines, first, c[count], first, last - first + 1);
        System.arraycopy(sines, first, s[count], first, last - first + 1);
        low[count] = first;
        high[count] = last;
        count++;
    }

    /** Does what is still gathered. */
    void finish() {
        if (count == 0) {
            return;
        }
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int k = 0; k < count; k++) {
            least = Math.min(least, seen(descending ? high[k] : low[k]) + k);
            most = Math.max(most, seen(descending ? low[k] : high[k]) + k);
        }
        long firstBlock = least / SWEEPS;
        long lastBlock = most / SWEEPS;
        for (long b = firstBlock; b <= lastBlock; b += AHEAD) {
            long from = b;
            int blocks = (int) Math.min(AHEAD, lastBlock + 1 - b);
            on.workers().forEach(blocks, (block, worker) -> multiplyUp(from + block, (int) block));
            for (int block = 0; block < blocks; block++) {
                apply(b + block, block);
            }
        }
        count = 0;
    }

    /** Number of a rotation as counted from the end where sweeps begin. */
    private long seen(long rotation) {
        return descending ? rows.rows() - 2 - rotation : rotation;
    }

    /** First row of a block; those that lie outside the matrix have no rotation. */
    private long firstRow(long block) {
        long seen = block * SWEEPS - (SWEEPS - 1);
        return descending ? rows.rows() - seen - ROWS : seen;
    }

    private void multiplyUp(long block, int at) {
        double[][] u = new double[ROWS][];
        for (int i = 0; i < ROWS; i++) {
            u[i] = local[at * ROWS + i];
            java.util.Arrays.fill(u[i], 0);
            u[i][i] = 1;
        }
        long top = firstRow(block);
        for (int k = 0; k < count; k++) {
            long begin = block * SWEEPS - k;
            for (long seen = begin; seen < begin + SWEEPS; seen++) {
                int i = (int) (descending ? rows.rows() - 2 - seen : seen);
                if (i >= low[k] && i <= high[k]) {
                    int row = (int) (i - top);
                    RowRotations.rotate(u[row], u[row + 1], c[k][i], s[k][i]);
                }
            }
        }
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < ROWS; j++) {
                turns.set((long) at * ROWS + i, j, u[i][j]);
            }
        }
    }

    private void apply(long block, int at) {
        long top = firstRow(block);
        long from = Math.max(0, top);
        long to = Math.min(rows.rows(), top + ROWS);
        if (to - from < 2) {
            return;
        }
        Matrix turn = turns.block((long) at * ROWS + from - top, (long) at * ROWS + to - top, from - top, to - top);
        Matrix window = rows.rows(from, to);
        Matrix result = turned.rows(0, to - from);
        on.gemm(1, turn, window, 0, result);
        copy(result, window, on.workers());
    }

    private static void copy(Matrix from, Matrix to, Workers workers) {
        workers.forEach(from.rows(), (i, worker) -> to.rows(i, i + 1).assign(from.rows(i, i + 1)));
    }
}
