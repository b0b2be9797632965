package gramflow.kernel;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * z = X·w, r = φ′(z), g = Xᵀ·r, reading X once: a group of rows is multiplied by w, several side by side, and then, still in a second-level cache, by its
 * residuals.
 *
 * <p>The two do not overlap, so a group is as large as that cache allows: every change from one to the other costs a few latencies of memory. On a core whose
 * second-level cache gives half a line a cycle, 0.78 of the read roof is then all there is. What lost, at 10,000 × 784 on one thread, where this had 0.63 to
 * 0.70 of that roof and groups of 8 rows 0.55 to 0.61: one loop that reads the next rows while it multiplies the present ones back, of 1, 2, 4, 8 rows, by
 * the vector or in pieces of a row, 0.25 to 0.55. Loads that hit the second-level cache take the place of those that wait for memory, in C with the same loops
 * too (0.35 to 0.6). Only with rows that stay in the first level do the two overlap, and then each row adds to all of the gradient.
 *
 * <p>Rows are cut into blocks, each with a gradient of its own; these are added in ascending order, in double precision. Within a block, rows are added in
 * ascending order too. The cut follows from the shape alone, and so do the bits of the result, given the width of a vector and FMA or not.
 */
public final class LossGradient {
    /** Columns of Xᵀ that one pass over the gradient adds. */
    private static final int COLUMNS = StreamKernel.COLUMNS;
    /** Rows of a group are a multiple of this: whole passes of either product. */
    private static final int ROWS = StreamKernels.ROWS * COLUMNS / 2;
    /**
     * Bytes of a group of rows, unless eight are more: what stays in a second-level cache of 512 kB or more beside all else. Not taken from the machine, on
     * which bits would then depend.
     */
    private static final int GROUP_BYTES = 5 << 16;
    /** Rows of a group at most. */
    private static final int MOST_ROWS = 504;
    /** Blocks wanted, for the threads of a large machine. Each costs one more addition an entry of the gradient. */
    private static final long BLOCKS = 64;
    /** Rows of a block at least, so that those additions stay below a thirtieth of the work. */
    private static final long LEAST_ROWS = 64;
    /** Elements of all the blocks' gradients together at most: 1 GiB. */
    private static final long MOST_ELEMENTS = 1L << 27;
    /** Lines shorter than this are not worth a kernel. */
    private static final int SHORT_LINE = 16;

    private final StreamKernels kernels;
    private final Elements elements;

    /** With those kernels. */
    public LossGradient(StreamKernels kernels) {
        this.kernels = kernels;
        this.elements = Elements.of(kernels.precision());
    }

    /**
     * g ← Xᵀφ′(X·w).
     *
     * @param x n × d
     * @param w d × 1
     * @param g d × 1, overlapping neither
     * @return Σ φ
     */
    public double run(Strided x, Strided w, Residuals residuals, Strided g, Workers workers, Progress progress) {
        if (x.isEmpty() || x.cols() < SHORT_LINE) {
            return ScalarVectors.lossGradient(x, w, residuals, g, progress);
        }
        int d = Math.toIntExact(x.cols());
        long wanted = Math.clamp(Math.min(x.rows() / LEAST_ROWS, MOST_ELEMENTS / d), 1, BLOCKS);
        long rows = Math.ceilDiv(Math.ceilDiv(x.rows(), wanted), COLUMNS) * COLUMNS;
        int blocks = (int) Math.ceilDiv(x.rows(), rows);
        double[] losses = new double[blocks];
        try (Scratch factor = Scratch.lease(kernels.precision(), d);
                WorkerScratch scratch = new WorkerScratch(kernels.precision(), Block.room(kernels, x), workers.threads());
                Scratch sums = Scratch.lease(kernels.precision(), Math.multiplyExact(blocks, d))) {
            elements.readRow(w.transpose(), 0, 0, factor.array(), factor.start(), d);
            workers.forEach(blocks, (block, worker) -> {
                if (progress.cancelled()) {
                    throw new CancellationException();
                }
                long from = block * rows;
                long to = Math.min(x.rows(), from + rows);
                int at = sums.start() + (int) block * d;
                elements.clear(sums.array(), at, d);
                losses[(int) block] = new Block(x, factor, scratch.of(worker), sums.array(), at).add(from, to, residuals);
                progress.advance(4.0 * (to - from) * d);
            });
            add(sums, blocks, d, g);
        }
        double loss = 0;
        for (double part : losses) {
            loss += part;
        }
        return loss;
    }

    private void add(Scratch sums, int blocks, int d, Strided g) {
        try (Scratch total = Scratch.lease(Precision.F64, d)) {
            double[] out = (double[]) total.array();
            // What leaves every summand as it is, −0 too.
            Arrays.fill(out, total.start(), total.start() + d, -0.0);
            for (int block = 0; block < blocks; block++) {
                add(sums.array(), sums.start() + block * d, out, total.start(), d);
            }
            for (int j = 0; j < d; j++) {
                g.set(j, 0, out[total.start() + j]);
            }
        }
    }

    /** Loops that C2 makes vectors of: entry by entry through {@link Elements} this took a fortieth of all the time. */
    private static void add(Object part, int at, double[] out, int outAt, int count) {
        if (part instanceof double[] doubles) {
            for (int j = 0; j < count; j++) {
                out[outAt + j] += doubles[at + j];
            }
        } else {
            float[] floats = (float[]) part;
            for (int j = 0; j < count; j++) {
                out[outAt + j] += floats[at + j];
            }
        }
    }

    /** Rows of a group, for rows of that many bytes. */
    private static int groupRows(long rowBytes) {
        return Math.clamp(GROUP_BYTES / rowBytes / ROWS * ROWS, COLUMNS, MOST_ROWS);
    }

    /** One block of rows, on one thread. */
    private final class Block {
        private final Strided x;
        private final @Nullable Operand direct;
        private final int d;
        private final int whole;
        private final int group;
        private final Object w;
        private final int wAt;
        private final Object array;
        private final int lanes;
        private final int factors;
        private final int copies;
        private final Object gradient;
        private final int gradientAt;
        private final double[] z;

        Block(Strided x, Scratch w, Scratch scratch, Object gradient, int gradientAt) {
            this.x = x;
            this.direct = direct(x);
            this.d = (int) x.cols();
            this.whole = d / kernels.step() * kernels.step();
            this.group = groupRows((long) d * x.precision().bytes());
            this.w = w.array();
            this.wAt = w.start();
            this.array = scratch.array();
            this.lanes = scratch.start();
            this.factors = lanes + StreamKernels.ROWS * kernels.lanes();
            this.copies = factors + group;
            this.gradient = gradient;
            this.gradientAt = gradientAt;
            this.z = new double[group];
        }

        /** X, if kernels can read it where it is. */
        private static @Nullable Operand direct(Strided x) {
            return x.colStride() == 1 ? Operand.of(x) : null;
        }

        /** Elements of scratch: sums in lanes, residuals, and a copy of the rows where kernels cannot read them. */
        static int room(StreamKernels kernels, Strided x) {
            int group = groupRows(x.cols() * x.precision().bytes());
            return StreamKernels.ROWS * kernels.lanes() + group + (direct(x) == null ? Math.multiplyExact(group, (int) x.cols()) : 0);
        }

        double add(long from, long to, Residuals residuals) {
            double loss = 0;
            for (long i = from; i < to; i += group) {
                loss += add(i, (int) Math.min(group, to - i), residuals);
            }
            return loss;
        }

        private double add(long i, int rows, Residuals residuals) {
            Object base = direct == null ? array : direct.base();
            long at = direct == null ? copies : direct.at(i * x.rowStride());
            long stride = direct == null ? d : x.rowStride() * direct.unit();
            if (direct == null) {
                for (int r = 0; r < rows; r++) {
                    elements.readRow(x, i + r, 0, array, copies + r * d, d);
                }
            }
            StreamKernel kernel = direct == null ? kernels.overArrays() : kernels.of(direct);
            multiply(kernel, base, at, stride, rows);
            for (int r = 0; whole < d && r < rows; r++) {
                z[r] += elements.dot(x.segment(), x.byteOffset(i + r, whole), x.colStride(), w, wAt + whole, d - whole);
            }
            double loss = residuals.apply(i, 1, z, rows);
            multiplyBack(kernel, base, at, stride, rows);
            for (int r = 0; whole < d && r < rows; r++) {
                elements.addScaled(gradient, gradientAt + whole, x.segment(), x.byteOffset(i + r, whole), x.colStride(), array,
                        factors + r, d - whole);
            }
            return loss;
        }

        private void multiply(StreamKernel kernel, Object base, long at, long stride, int rows) {
            int abreast = StreamKernels.ROWS;
            int streams = rows / abreast;
            // Streams that each run through consecutive rows, far from each other: one that began anew with every row would be fetched late.
            for (int r = 0; whole > 0 && r < streams; r++) {
                kernel.rows(base, at + r * stride, streams * stride, w, wAt, whole, array, lanes);
                for (int s = 0; s < abreast; s++) {
                    z[r + s * streams] = kernels.sum(array, lanes, s);
                }
            }
            for (int r = whole > 0 ? streams * abreast : 0; r < rows; r++) {
                z[r] = 0;
                if (whole > 0) {
                    kernel.row(base, at + r * stride, w, wAt, whole, array, lanes);
                    z[r] = kernels.sum(array, lanes, 0);
                }
            }
        }

        private void multiplyBack(StreamKernel kernel, Object base, long at, long stride, int rows) {
            for (int r = 0; r < rows; r++) {
                elements.set(array, factors + r, z[r]);
            }
            int r = 0;
            for (; whole > 0 && r + COLUMNS <= rows; r += COLUMNS) {
                kernel.columns(base, at + r * stride, stride, array, factors + r, whole, gradient, gradientAt);
            }
            for (; whole > 0 && r < rows; r++) {
                kernel.column(base, at + r * stride, array, factors + r, whole, gradient, gradientAt);
            }
        }
    }
}
