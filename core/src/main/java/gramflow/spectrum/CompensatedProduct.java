package gramflow.spectrum;

import gramflow.machine.Jit;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * K·x for a formed symmetric K as if in twice the working precision (Ogita, Rump and Oishi, SIAM J. Sci. Comput. 26, 2005): each product is split into itself and its error, and so is each
 * sum. What is left of a residual K·v − θ·v after cancellation is then right to nearly all its digits, where a plain product leaves √n roundings of ‖K‖.
 *
 * <p>Sums run side by side along rows of K, which C2 makes vector code of: some 20 flops for each of the n² entries, which are read once.
 */
final class CompensatedProduct {
    private static final ValueLayout.OfDouble F64 = ValueLayout.JAVA_DOUBLE_UNALIGNED;
    /** Columns in a task: their sums, errors and entries stay in a first-level cache. */
    private static final int COLUMNS = 1024;
    /** Splits a double into two halves of 26 bits (Dekker). */
    private static final double SPLITTER = 0x1p27 + 1;

    private final Strided k;
    private final Workers workers;

    /** For a symmetric n × n matrix with both triangles, of either precision. */
    CompensatedProduct(Matrix k, Workers workers) {
        this.k = k.strided();
        this.workers = workers;
    }

    /**
     * The Rayleigh quotient of a vector and its residual.
     *
     * @param value vᵀKv/vᵀv
     * @param residual ‖K·v − value·v‖/‖v‖
     */
    record Quotient(double value, double residual) {
    }

    /**
     * @param v n × 1 f64, not zero
     * @param r takes K·v − value·v
     */
    Quotient quotient(Matrix v, Matrix r) {
        int n = Math.toIntExact(k.rows());
        double[] x = new double[n];
        Matrix.over(x, n, 1).assign(v);
        double[] high = new double[n];
        double[] low = new double[n];
        boolean fma = Jit.current().fma();
        workers.forEach(Math.ceilDiv(n, COLUMNS), (task, worker) -> {
            int from = (int) task * COLUMNS;
            columns(x, from, Math.min(n, from + COLUMNS), high, low, fma);
        });
        double[] square = dot(x, x, null);
        double[] product = dot(x, high, low);
        double value = (product[0] + product[1]) / (square[0] + square[1]);
        double norm = 0;
        for (int i = 0; i < n; i++) {
            double p = value * x[i];
            double e = productError(value, x[i], p);
            double left = (high[i] - p) + (low[i] - e);
            r.set(i, 0, left);
            norm = Math.hypot(norm, left);
        }
        return new Quotient(value, norm / Math.sqrt(square[0]));
    }

    private void columns(double[] x, int from, int to, double[] high, double[] low, boolean fma) {
        double[] row = new double[to - from];
        double[] h = new double[to - from];
        double[] l = new double[to - from];
        for (int j = 0; j < x.length; j++) {
            if (k.precision() == Precision.F64 && k.colStride() == 1) {
                MemorySegment.copy(k.segment(), F64, k.byteOffset(j, from), row, 0, row.length);
            } else {
                for (int i = 0; i < row.length; i++) {
                    row[i] = k.get(j, from + i);
                }
            }
            if (fma) {
                addFused(row, x[j], h, l);
            } else {
                addSplit(row, x[j], h, l);
            }
        }
        System.arraycopy(h, 0, high, from, h.length);
        System.arraycopy(l, 0, low, from, l.length);
    }

    private static void addFused(double[] row, double x, double[] h, double[] l) {
        for (int i = 0; i < row.length; i++) {
            double p = row[i] * x;
            double e = Math.fma(row[i], x, -p);
            double sum = h[i] + p;
            double z = sum - h[i];
            l[i] += (h[i] - (sum - z)) + (p - z) + e;
            h[i] = sum;
        }
    }

    /** The same to the bit, without fused multiply–add. */
    private static void addSplit(double[] row, double x, double[] h, double[] l) {
        for (int i = 0; i < row.length; i++) {
            double p = row[i] * x;
            double e = productError(row[i], x, p);
            double sum = h[i] + p;
            double z = sum - h[i];
            l[i] += (h[i] - (sum - z)) + (p - z) + e;
            h[i] = sum;
        }
    }

    /** a·b − p for p = a·b rounded: exact unless something overflows or underflows. */
    private static double productError(double a, double b, double p) {
        double ca = SPLITTER * a;
        double aHigh = ca - (ca - a);
        double aLow = a - aHigh;
        double cb = SPLITTER * b;
        double bHigh = cb - (cb - b);
        double bLow = b - bHigh;
        return ((aHigh * bHigh - p) + aHigh * bLow + aLow * bHigh) + aLow * bLow;
    }

    /** x·(high + low), as a sum and its error. */
    private static double[] dot(double[] x, double[] high, double @org.jspecify.annotations.Nullable [] low) {
        double sum = 0;
        double error = 0;
        for (int i = 0; i < x.length; i++) {
            double p = x[i] * high[i];
            double e = productError(x[i], high[i], p) + (low == null ? 0 : x[i] * low[i]);
            double t = sum + p;
            double z = t - sum;
            error += (sum - (t - z)) + (p - z) + e;
            sum = t;
        }
        return new double[]{sum, error};
    }
}
