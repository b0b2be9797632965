package gramflow.kernel;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * z = X·w, r = φ′(z), g = Xᵀ·r, reading X once: a few rows are multiplied by w and at once, still in the nearest caches, by their residuals.
 *
 * <p>Those few rows lie far apart: a block of rows is cut into as many parts, and of each part the next row is taken. So memory is read in a few streams
 * that never stop, and what runs ahead of them is of use; rows side by side are each a stream of its own, a row long, that is fetched late. Nor do the two
 * passes overlap: one loop for both, for the next rows and the present ones, is slower, in C too.
 *
 * <p>Rows are cut into blocks, each with a gradient of its own; these are added in ascending order, in double precision. Within a block, rows are added in
 * the order they are read. The cut follows from the shape alone, and so do the bits of the result, given the width of a vector and FMA or not.
 */
public final class LossGradient {
    /** Rows at a time. */
    private static final int ABREAST = StreamKernel.ABREAST;
    /** Blocks wanted, for the threads of a large machine. Each costs one more addition an entry of the gradient, and streams that begin anew. */
    private static final long BLOCKS = 64;
    /** Rows of a block at least, so that those additions stay below a hundredth of the work. */
    private static final long LEAST_ROWS = 256;
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
        // A power of two: as many for every one of 2, 4, 8, … threads.
        long wanted = Long.highestOneBit(Math.clamp(Math.min(x.rows() / LEAST_ROWS, MOST_ELEMENTS / d), 1, BLOCKS));
        long rows = Math.ceilDiv(Math.ceilDiv(x.rows(), wanted), ABREAST) * ABREAST;
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

    /** One block of rows, on one thread. */
    private final class Block {
        private final Strided x;
        private final @Nullable Operand direct;
        private final StreamKernel kernel;
        private final int d;
        private final int whole;
        private final Object w;
        private final int wAt;
        private final Object array;
        private final int lanes;
        /** Whether kernels take another type of residuals than z has. */
        private final boolean converted;
        private final Object factors;
        private final int factorsAt;
        private final int copies;
        private final Object gradient;
        private final int gradientAt;
        private final double[] z = new double[ABREAST];

        Block(Strided x, Scratch w, Scratch scratch, Object gradient, int gradientAt) {
            this.x = x;
            this.direct = direct(x);
            this.kernel = direct == null ? kernels.overArrays() : kernels.of(direct);
            this.d = (int) x.cols();
            this.whole = d / kernels.lanes() * kernels.lanes();
            this.w = w.array();
            this.wAt = w.start();
            this.array = scratch.array();
            this.lanes = scratch.start();
            this.converted = kernels.precision() != Precision.F64;
            this.factors = converted ? array : z;
            this.factorsAt = converted ? lanes + ABREAST * kernels.lanes() : 0;
            this.copies = lanes + ABREAST * (kernels.lanes() + 1);
            this.gradient = gradient;
            this.gradientAt = gradientAt;
        }

        /** X, if kernels can read it where it is. */
        private static @Nullable Operand direct(Strided x) {
            return x.colStride() == 1 ? Operand.of(x) : null;
        }

        /** Elements of scratch: sums in lanes, residuals, and a copy of the rows where kernels cannot read them. */
        static int room(StreamKernels kernels, Strided x) {
            return ABREAST * (kernels.lanes() + 1) + (direct(x) == null ? Math.multiplyExact(ABREAST, (int) x.cols()) : 0);
        }

        double add(long from, long to, Residuals residuals) {
            long part = (to - from) / ABREAST;
            double loss = 0;
            for (long i = from; i < from + part; i++) {
                loss += add(i, part, ABREAST, residuals);
            }
            for (long i = from + part * ABREAST; i < to; i++) {
                loss += add(i, 1, 1, residuals);
            }
            return loss;
        }

        /** Rows i, i + step, …, i + (count − 1)·step; count is 1 or {@link #ABREAST}. */
        private double add(long i, long step, int count, Residuals residuals) {
            Object base = direct == null ? array : direct.base();
            long at = direct == null ? copies : direct.at(i * x.rowStride());
            long stride = direct == null ? d : step * x.rowStride() * direct.unit();
            if (direct == null) {
                for (int r = 0; r < count; r++) {
                    elements.readRow(x, i + r * step, 0, array, copies + r * d, d);
                }
            }
            multiply(base, at, stride, count);
            for (int r = 0; whole < d && r < count; r++) {
                z[r] += elements.dot(x.segment(), x.byteOffset(i + r * step, whole), x.colStride(), w, wAt + whole, d - whole);
            }
            double loss = residuals.apply(i, step, z, count);
            multiplyBack(base, at, stride, count);
            for (int r = 0; whole < d && r < count; r++) {
                elements.addScaled(gradient, gradientAt + whole, x.segment(), x.byteOffset(i + r * step, whole), x.colStride(), factors,
                        factorsAt + r, d - whole);
            }
            return loss;
        }

        private void multiply(Object base, long at, long stride, int count) {
            Arrays.fill(z, 0);
            if (whole == 0) {
                return;
            }
            if (count == ABREAST) {
                kernel.rows(base, at, stride, w, wAt, whole, array, lanes, z, 0, 1);
            } else {
                kernel.row(base, at, w, wAt, whole, array, lanes, z, 0);
            }
        }

        private void multiplyBack(Object base, long at, long stride, int count) {
            for (int r = 0; converted && r < count; r++) {
                elements.set(factors, factorsAt + r, z[r]);
            }
            if (whole == 0) {
                return;
            }
            if (count == ABREAST) {
                kernel.columns(base, at, stride, factors, factorsAt, whole, gradient, gradientAt);
            } else {
                kernel.column(base, at, factors, factorsAt, whole, gradient, gradientAt);
            }
        }
    }
}
