package gramflow.kernel;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * z = X·w, r = φ′(z), g = Xᵀ·r, reading X once: eight rows at a time are multiplied by w, and again, still in a first- or second-level cache, by their residuals. The second product then costs a
 * tenth of the first.
 *
 * <p>One loop that reads the next group while it multiplies the present one back lost: 5.0 ms in place of 3.4 at 10,000 × 784 on one thread. With eight rows both ways it is more than C2 compiles without
 * making objects of vectors (60 ms), and with four each way the streams are read more slowly than eight abreast.
 *
 * <p>Rows are cut into blocks, each with a gradient of its own; these are added in ascending order, in double precision. The cut follows from the shape alone, and so do the bits of the result,
 * given the width of a vector and FMA or not.
 */
public final class LossGradient {
    /** Rows that are multiplied together: columns of Xᵀ that one pass over the gradient adds. */
    private static final int GROUP = StreamKernel.COLUMNS;
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
        long rows = Math.ceilDiv(Math.ceilDiv(x.rows(), wanted), GROUP) * GROUP;
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
            for (int block = 0; block < blocks; block++) {
                int at = sums.start() + block * d;
                for (int j = 0; j < d; j++) {
                    double part = elements.get(sums.array(), at + j);
                    out[total.start() + j] = block == 0 ? part : out[total.start() + j] + part;
                }
            }
            for (int j = 0; j < d; j++) {
                g.set(j, 0, out[total.start() + j]);
            }
        }
    }

    /** One block of rows, on one thread. */
    private final class Block {
        private final Strided x;
        private final @Nullable Operand direct;
        private final int d;
        private final int whole;
        private final Object w;
        private final int wAt;
        private final Object array;
        private final int lanes;
        private final int factors;
        private final int copies;
        private final Object gradient;
        private final int gradientAt;
        private final double[] z = new double[GROUP];

        Block(Strided x, Scratch w, Scratch scratch, Object gradient, int gradientAt) {
            this.x = x;
            this.direct = x.colStride() == 1 ? Operand.of(x) : null;
            this.d = (int) x.cols();
            this.whole = d / kernels.step() * kernels.step();
            this.w = w.array();
            this.wAt = w.start();
            this.array = scratch.array();
            this.lanes = scratch.start();
            this.factors = lanes + StreamKernels.ROWS * kernels.lanes();
            this.copies = factors + GROUP;
            this.gradient = gradient;
            this.gradientAt = gradientAt;
        }

        /** Elements of scratch: sums in lanes, residuals, and a copy of the rows where kernels cannot read them. */
        static int room(StreamKernels kernels, Strided x) {
            boolean copied = x.colStride() != 1 || Operand.of(x) == null;
            return StreamKernels.ROWS * kernels.lanes() + GROUP + (copied ? Math.multiplyExact(GROUP, (int) x.cols()) : 0);
        }

        double add(long from, long to, Residuals residuals) {
            long step = (to - from) / GROUP;
            double loss = 0;
            for (long i = from; i < from + step; i++) {
                loss += add(i, step, GROUP, residuals);
            }
            long rest = from + step * GROUP;
            return rest < to ? loss + add(rest, 1, (int) (to - rest), residuals) : loss;
        }

        private double add(long i, long step, int rows, Residuals residuals) {
            Object base = direct == null ? array : direct.base();
            long at = direct == null ? copies : direct.at(i * x.rowStride());
            long stride = direct == null ? d : step * x.rowStride() * direct.unit();
            if (direct == null) {
                for (int r = 0; r < rows; r++) {
                    elements.readRow(x, i + r * step, 0, array, copies + r * d, d);
                }
            }
            StreamKernel kernel = direct == null ? kernels.overArrays() : kernels.of(direct);
            multiply(kernel, base, at, stride, rows);
            for (int r = 0; whole < d && r < rows; r++) {
                z[r] += elements.dot(x.segment(), x.byteOffset(i + r * step, whole), x.colStride(), w, wAt + whole, d - whole);
            }
            double loss = residuals.apply(i, step, z, rows);
            multiplyBack(kernel, base, at, stride, rows);
            for (int r = 0; whole < d && r < rows; r++) {
                elements.addScaled(gradient, gradientAt + whole, x.segment(), x.byteOffset(i + r * step, whole), x.colStride(), array,
                        factors + r, d - whole);
            }
            return loss;
        }

        private void multiply(StreamKernel kernel, Object base, long at, long stride, int rows) {
            int abreast = StreamKernels.ROWS;
            int r = 0;
            // Streams that each run through consecutive rows, far from each other: one that began anew with every row would be fetched late.
            for (; whole > 0 && r + abreast <= rows; r += abreast) {
                kernel.rows(base, at + r * stride, stride, w, wAt, whole, array, lanes);
                for (int s = 0; s < abreast; s++) {
                    z[r + s] = kernels.sum(array, lanes, s);
                }
            }
            for (; r < rows; r++) {
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
            if (whole > 0 && rows == GROUP) {
                kernel.columns(base, at, stride, array, factors, whole, gradient, gradientAt);
            } else if (whole > 0) {
                for (int r = 0; r < rows; r++) {
                    kernel.column(base, at + r * stride, array, factors + r, whole, gradient, gradientAt);
                }
            }
        }
    }
}
