package gramflow.spectrum;

import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import org.jspecify.annotations.Nullable;

/**
 * B ← L⁻¹·B and B ← L⁻ᵀ·B for a lower triangular L. Halving L turns all but its diagonal blocks of {@value SmallCholesky#ORDER} rows into products. These blocks
 * are done by substitution in plain loops, which is stable whatever their condition; a product with an inverse is not.
 *
 * <p>Up to {@value #PANEL} rows of L, a slab of B's columns is copied to scratch, goes through all halves there, in a second-level cache, and is copied
 * back: products of blocks of 64 from memory whose rows lie 64 KiB apart reach a quarter of the roof, in scratch 0.6. The halves follow from the order
 * alone, and so do the bits. Where the backend has a way of its own for triangles, forward substitution of many columns takes that instead, and up to a larger order.
 */
final class TriangularSolve {
    /** Rows of L in a panel. */
    private static final int PANEL = 256;
    /** Columns of B in a slab: 256 KiB of doubles, a quarter of a second-level cache of 1 MiB. */
    private static final int SLAB = 128;

    /** Columns of B from which the backend's own way is taken: it packs L. */
    private static final int MANY = 32;

    private final Products on;
    private final Products alone;
    private final @Nullable Scratch[] scratch;
    private final double[][][] diagonal = new double[PANEL / SmallCholesky.ORDER][SmallCholesky.ORDER][SmallCholesky.ORDER];

    /** Holds scratch for one call at a time. */
    TriangularSolve(Products on) {
        this.on = on;
        alone = on.withWorkers(Workers.of(1));
        scratch = new Scratch[on.workers().threads()];
    }

    /** One worker's: a slab of B, and the rows of it that a block of L works on. */
    private static final class Scratch {
        final Matrix slab;
        final double[][] rows = new double[SmallCholesky.ORDER][SLAB];
        final double[] array = new double[PANEL * SLAB];
        final double[] lines = new double[Slab.LINE * PANEL];

        Scratch(Matrix b) {
            slab = b.precision() == Precision.F64 ? Matrix.over(array, PANEL, SLAB) : Matrix.zeros(b.precision(), PANEL, SLAB);
        }

        void read(Matrix part) {
            if (turned(part)) {
                Slab.transpose(part.transpose().strided(), array, SLAB, lines);
            } else {
                slab.block(0, part.rows(), 0, part.cols()).assign(part);
            }
        }

        void write(Matrix part) {
            if (turned(part)) {
                Slab.transpose(array, SLAB, part.transpose().strided(), lines);
            } else {
                part.assign(slab.block(0, part.rows(), 0, part.cols()));
            }
        }

        private static boolean turned(Matrix part) {
            return part.precision() == Precision.F64 && part.strided().rowStride() == 1 && part.strided().colStride() != 1;
        }
    }

    /** Rows of the first of two halves: whole blocks, at least half of them. */
    static long half(long n) {
        return Math.ceilDiv(Math.ceilDiv(n, SmallCholesky.ORDER), 2) * SmallCholesky.ORDER;
    }

    /**
     * B ← L⁻¹·B.
     *
     * @param l n × n, its lower triangle read
     * @param b n × r, any strides, of the precision of L
     */
    void forward(Matrix l, Matrix b) {
        long n = l.rows();
        if (b.cols() >= MANY && n <= on.backend().triangleOrder(b.precision())) {
            on.backend().solveTriangle(l.strided(), b.transpose().strided(), on.workers());
            return;
        }
        if (n <= PANEL) {
            panel(l, b, true);
            return;
        }
        long m = half(n);
        Matrix top = b.rows(0, m);
        Matrix bottom = b.rows(m, n);
        forward(l.block(0, m, 0, m), top);
        Subtraction.product(on, l.block(m, n, 0, m), top, bottom);
        forward(l.block(m, n, m, n), bottom);
    }

    /** B ← L⁻ᵀ·B; as {@link #forward}. */
    void backward(Matrix l, Matrix b) {
        long n = l.rows();
        if (n <= PANEL) {
            panel(l, b, false);
            return;
        }
        long m = half(n);
        Matrix top = b.rows(0, m);
        Matrix bottom = b.rows(m, n);
        backward(l.block(m, n, m, n), bottom);
        Subtraction.product(on, l.block(m, n, 0, m).transpose(), bottom, top);
        backward(l.block(0, m, 0, m), top);
    }

    private void panel(Matrix l, Matrix b, boolean forward) {
        for (long i = 0; i < l.rows(); i += SmallCholesky.ORDER) {
            long end = Math.min(l.rows(), i + SmallCholesky.ORDER);
            SmallCholesky.read(l.block(i, end, i, end), diagonal[(int) (i / SmallCholesky.ORDER)]);
        }
        on.workers().forEach(Math.ceilDiv(b.cols(), SLAB), (task, worker) -> {
            Scratch mine = scratch[worker];
            if (mine == null) {
                mine = new Scratch(b);
                scratch[worker] = mine;
            }
            long from = task * SLAB;
            Matrix part = b.block(0, b.rows(), from, Math.min(b.cols(), from + SLAB));
            Matrix slab = mine.slab.block(0, part.rows(), 0, part.cols());
            mine.read(part);
            if (forward) {
                forward(l, 0, slab, mine.rows);
            } else {
                backward(l, 0, slab, mine.rows);
            }
            mine.write(part);
        });
    }

    /** As {@link #forward(Matrix, Matrix)} on a slab; L begins at row {@code first} of the panel. */
    private void forward(Matrix l, long first, Matrix slab, double[][] rows) {
        long n = l.rows();
        if (n <= SmallCholesky.ORDER) {
            Slab.read(slab, rows);
            SmallCholesky.solveTransposed(diagonal[(int) (first / SmallCholesky.ORDER)], (int) n, rows, (int) slab.cols());
            Slab.write(rows, slab);
            return;
        }
        long m = half(n);
        forward(l.block(0, m, 0, m), first, slab.rows(0, m), rows);
        Subtraction.product(alone, l.block(m, n, 0, m), slab.rows(0, m), slab.rows(m, n));
        forward(l.block(m, n, m, n), first + m, slab.rows(m, n), rows);
    }

    private void backward(Matrix l, long first, Matrix slab, double[][] rows) {
        long n = l.rows();
        if (n <= SmallCholesky.ORDER) {
            Slab.read(slab, rows);
            SmallCholesky.solve(diagonal[(int) (first / SmallCholesky.ORDER)], (int) n, rows, (int) slab.cols());
            Slab.write(rows, slab);
            return;
        }
        long m = half(n);
        backward(l.block(m, n, m, n), first + m, slab.rows(m, n), rows);
        Subtraction.product(alone, l.block(m, n, 0, m).transpose(), slab.rows(m, n), slab.rows(0, m));
        backward(l.block(0, m, 0, m), first, slab.rows(0, m), rows);
    }
}
