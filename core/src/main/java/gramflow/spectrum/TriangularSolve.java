package gramflow.spectrum;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Strided;

/**
 * B ← L⁻¹·B and B ← L⁻ᵀ·B for a lower triangular L. Halving L turns all but blocks of {@value SmallCholesky#ORDER} rows into products of large matrices; the
 * blocks are done by substitution in plain loops, slab by slab of columns, which is stable whatever the condition of a block (a product with its inverse is
 * not). The halves follow from the order alone, and so do the bits.
 */
final class TriangularSolve {
    /** Columns of B in a task: with {@value SmallCholesky#ORDER} rows, 128 KiB of doubles that stay in a second-level cache. */
    private static final int SLAB = 256;

    private final Products on;
    private final double[][][] slabs;
    private final double[][] block = new double[SmallCholesky.ORDER][SmallCholesky.ORDER];

    /** Holds scratch for one call at a time. */
    TriangularSolve(Products on) {
        this.on = on;
        slabs = new double[on.workers().threads()][][];
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
        if (n <= SmallCholesky.ORDER) {
            block(l, b, true);
            return;
        }
        long m = half(n);
        Matrix top = b.rows(0, m);
        Matrix bottom = b.rows(m, n);
        forward(l.block(0, m, 0, m), top);
        product(l.block(m, n, 0, m), top, bottom);
        forward(l.block(m, n, m, n), bottom);
    }

    /** B ← L⁻ᵀ·B; as {@link #forward}. */
    void backward(Matrix l, Matrix b) {
        long n = l.rows();
        if (n <= SmallCholesky.ORDER) {
            block(l, b, false);
            return;
        }
        long m = half(n);
        Matrix top = b.rows(0, m);
        Matrix bottom = b.rows(m, n);
        backward(l.block(m, n, m, n), bottom);
        product(l.block(m, n, 0, m).transpose(), bottom, top);
        backward(l.block(0, m, 0, m), top);
    }

    /** C ← C − A·B. */
    private void product(Matrix a, Matrix b, Matrix c) {
        if (b.cols() == 1) {
            on.matvec(-1, a, b, 1, c);
        } else {
            on.gemm(-1, a, b, 1, c);
        }
    }

    private void block(Matrix l, Matrix b, boolean forward) {
        int n = (int) l.rows();
        SmallCholesky.read(l.strided(), block);
        on.workers().forEach(Math.ceilDiv(b.cols(), SLAB), (task, worker) -> {
            long from = task * SLAB;
            int width = (int) Math.min(SLAB, b.cols() - from);
            double[][] x = slabs[worker];
            if (x == null) {
                x = new double[SmallCholesky.ORDER][SLAB];
                slabs[worker] = x;
            }
            Strided part = b.strided().block(0, n, from, from + width);
            Slab.read(part, x);
            if (forward) {
                SmallCholesky.solveTransposed(block, n, x, width);
            } else {
                SmallCholesky.solve(block, n, x, width);
            }
            Slab.write(x, part);
        });
    }
}
