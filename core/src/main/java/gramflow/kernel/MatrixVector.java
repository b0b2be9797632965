package gramflow.kernel;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.concurrent.CancellationException;

/**
 * y ← α·A·x + β·y, reading A once, along the way it lies in memory: by rows, each a dot product with x, or by columns, each a multiple added to y.
 *
 * <p>A is cut into blocks of rows and, where these are few, into slices of columns as well, so that there is work for many threads; the sums of the
 * slices are added in ascending order, in double precision. The cut follows from the shape alone, and so do the bits of the result, given the width of
 * a vector, FMA or not, and the strides of A.
 */
public final class MatrixVector {
    /** Columns at a time: that much of x stays in a second-level cache while rows stream by. */
    static final int PIECE = 1 << 13;
    /** Rows of a block at most: their sums stay in a first-level cache while columns stream by. */
    static final int ROWS = 1 << 12;
    /** Elements of a task at least, where A has as many: below, handing it out costs more than doing it. */
    private static final long TASK = 1L << 18;
    /** Tasks wanted, for the threads of a large machine. */
    private static final long TASKS = 64;

    /** Lines shorter than this are not worth a kernel: what is left of a vector takes as long as plain loops. */
    private static final int SHORT_LINE = 16;
    /** The same where entries of a line lie apart, and must be gathered. */
    private static final int SHORT_SPREAD_LINE = 64;
    /** Rows of a block, and columns of a slice, are multiples of this, so that few are left over: so many are read side by side. */
    private static final int GROUP = StreamKernel.ABREAST;

    private final StreamKernels kernels;

    /** With those kernels. */
    public MatrixVector(StreamKernels kernels) {
        this.kernels = kernels;
    }

    /** How A is cut: blocks of {@code rows} rows times slices of {@code cols} columns. */
    private record Cut(int rows, long blocks, long cols, long slices) {
        static Cut of(Strided a, boolean byRows) {
            // Each block copies x anew: as many rows as leave tasks enough.
            long high = Math.max(TASK / Math.clamp(a.cols(), 1, PIECE), a.rows() / (2 * TASKS));
            int rows = byRows ? Math.clamp(high / GROUP * GROUP, GROUP, ROWS) : ROWS;
            long blocks = Math.ceilDiv(a.rows(), rows);
            long wanted = Math.max(1, TASKS / blocks);
            long least = Math.max(Math.ceilDiv(a.cols(), wanted), Math.ceilDiv(TASK, Math.min(a.rows(), rows)));
            long unit = byRows ? PIECE : GROUP;
            long cols = Math.ceilDiv(least, unit) * unit;
            return new Cut(rows, blocks, cols, Math.max(1, Math.ceilDiv(a.cols(), cols)));
        }
    }

    /**
     * y ← α·A·x + β·y.
     *
     * @param a m × n
     * @param x n × 1
     * @param y m × 1, overlapping neither
     */
    public void run(double alpha, Strided a, Strided x, double beta, Strided y, Workers workers, Progress progress) {
        if (y.isEmpty()) {
            return;
        }
        boolean byRows = byRows(a);
        Strided lines = byRows ? a : a.transpose();
        if (lines.cols() < SHORT_LINE || (lines.cols() < SHORT_SPREAD_LINE && lines.colStride() != 1)) {
            ScalarVectors.matvec(alpha, a, x, beta, y, workers, progress);
            return;
        }
        Cut cut = Cut.of(a, byRows);
        BlockSum sum = byRows ? new RowBlockSum(kernels, a, x) : new ColumnBlockSum(kernels, a, x);
        boolean whole = cut.slices() == 1;
        int room = whole ? ROWS : Math.toIntExact(cut.slices() * a.rows());
        try (WorkerScratch scratch = new WorkerScratch(kernels.precision(), sum.room(), workers.threads());
                WorkerScratch sums = new WorkerScratch(Precision.F64, room, whole ? workers.threads() : 1)) {
            Scratch shared = sums.of(0);
            workers.forEach(cut.blocks() * cut.slices(), (task, worker) -> {
                if (progress.cancelled()) {
                    throw new CancellationException();
                }
                long slice = task % cut.slices();
                long i = task / cut.slices() * cut.rows();
                int rows = (int) Math.min(cut.rows(), a.rows() - i);
                long from = slice * cut.cols();
                long to = Math.min(a.cols(), from + cut.cols());
                Scratch mine = whole ? sums.of(worker) : shared;
                double[] out = (double[]) mine.array();
                int at = mine.start() + (whole ? 0 : (int) (slice * a.rows() + i));
                sum.compute(i, rows, from, to, scratch.of(worker), out, at);
                if (whole) {
                    write(alpha, out, at, beta, y, i, rows);
                }
                progress.advance(2.0 * rows * (to - from));
            });
            if (!whole) {
                double[] out = (double[]) shared.array();
                int m = (int) a.rows();
                for (long slice = 1; slice < cut.slices(); slice++) {
                    int at = shared.start() + (int) (slice * m);
                    for (int i = 0; i < m; i++) {
                        out[shared.start() + i] += out[at + i];
                    }
                }
                write(alpha, out, shared.start(), beta, y, 0, m);
            }
        }
    }

    /** Whether to take A by rows: along the way it lies in memory, unless lines that way are short and there are more of them than they have entries. */
    private static boolean byRows(Strided a) {
        boolean lies = a.colStride() <= a.rowStride();
        long line = lies ? a.cols() : a.rows();
        long lines = lies ? a.rows() : a.cols();
        return (line < SHORT_LINE && lines >= SHORT_LINE) ? !lies : lies;
    }

    private static void write(double alpha, double[] sums, int at, double beta, Strided y, long i, int rows) {
        for (int r = 0; r < rows; r++) {
            double scaled = alpha * sums[at + r];
            y.set(i + r, 0, beta == 0 ? scaled : scaled + beta * y.get(i + r, 0));
        }
    }
}
