package gramflow.kernel;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.concurrent.CancellationException;

/**
 * The scalar reference of products with a vector: plain loops, every sum in ascending order and in double precision, and the oracle of other kernels. Single
 * threaded but for the matrix–vector product, whose rows are independent.
 */
public final class ScalarVectors {
    /** Rows of a task, whose sums are taken side by side if columns are what lies together. */
    private static final int ROWS = 256;

    private ScalarVectors() {
    }

    /** y ← α·A·x + β·y, A m × n, x n × 1, y m × 1. */
    public static void matvec(double alpha, Strided a, Strided x, double beta, Strided y, Workers workers, Progress progress) {
        boolean byRows = a.colStride() <= a.rowStride();
        try (WorkerScratch scratch = new WorkerScratch(Precision.F64, ROWS, workers.threads())) {
            workers.forEach(Math.ceilDiv(a.rows(), ROWS), (task, worker) -> {
                if (progress.cancelled()) {
                    throw new CancellationException();
                }
                long from = task * ROWS;
                int rows = (int) Math.min(ROWS, a.rows() - from);
                double[] sums = (double[]) scratch.of(worker).array();
                Strided block = a.block(from, from + rows, 0, a.cols());
                if (byRows) {
                    sumByRows(block, x, sums);
                } else {
                    sumByColumns(block, x, sums);
                }
                for (int r = 0; r < rows; r++) {
                    double scaled = alpha * sums[r];
                    y.set(from + r, 0, beta == 0 ? scaled : scaled + beta * y.get(from + r, 0));
                }
                progress.advance(2.0 * rows * a.cols());
            });
        }
    }

    private static void sumByRows(Strided a, Strided x, double[] sums) {
        for (int r = 0; r < a.rows(); r++) {
            double sum = 0;
            for (long l = 0; l < a.cols(); l++) {
                sum += a.get(r, l) * x.get(l, 0);
            }
            sums[r] = sum;
        }
    }

    private static void sumByColumns(Strided a, Strided x, double[] sums) {
        for (int r = 0; r < a.rows(); r++) {
            sums[r] = 0;
        }
        for (long l = 0; l < a.cols(); l++) {
            double factor = x.get(l, 0);
            for (int r = 0; r < a.rows(); r++) {
                sums[r] += a.get(r, l) * factor;
            }
        }
    }

    /** g ← Xᵀφ′(X·w), X n × d, w and g d × 1; returns Σ φ. Single-threaded, row after row. */
    public static double lossGradient(Strided x, Strided w, Residuals residuals, Strided g, Progress progress) {
        int d = Math.toIntExact(x.cols());
        double[] sums = new double[d];
        double[] z = new double[1];
        double loss = 0;
        for (long i = 0; i < x.rows(); i++) {
            if (progress.cancelled()) {
                throw new CancellationException();
            }
            double sum = 0;
            for (int l = 0; l < d; l++) {
                sum += x.get(i, l) * w.get(l, 0);
            }
            z[0] = sum;
            loss += residuals.apply(i, 1, z, 1);
            for (int l = 0; l < d; l++) {
                sums[l] += x.get(i, l) * z[0];
            }
            progress.advance(4.0 * d);
        }
        for (int l = 0; l < d; l++) {
            g.set(l, 0, sums[l]);
        }
        return loss;
    }

    /** Σ xᵢ·yᵢ. */
    public static double dot(Strided x, Strided y) {
        double sum = 0;
        for (long i = 0; i < x.rows(); i++) {
            for (long j = 0; j < x.cols(); j++) {
                sum += x.get(i, j) * y.get(i, j);
            }
        }
        return sum;
    }

    /** y ← α·x + y, product and sum rounded to the precision of the entries. */
    public static void axpy(double alpha, Strided x, Strided y) {
        for (long i = 0; i < x.rows(); i++) {
            for (long j = 0; j < x.cols(); j++) {
                double product = y.precision() == Precision.F64 ? alpha * x.get(i, j) : (float) alpha * (float) x.get(i, j);
                y.set(i, j, y.get(i, j) + product);
            }
        }
    }

    /** y ← x ∘ y. */
    public static void multiply(Strided x, Strided y) {
        for (long i = 0; i < x.rows(); i++) {
            for (long j = 0; j < x.cols(); j++) {
                // Of floats the product of doubles is exact.
                y.set(i, j, x.get(i, j) * y.get(i, j));
            }
        }
    }

    /** y ← x ∘ (y + scale·1·biasᵀ), bias as many × 1 as y has columns; the scale and every operation rounded in the precision of the entries. */
    public static void multiply(Strided x, Strided y, double scale, Strided bias) {
        double factor = y.precision() == Precision.F64 ? scale : (float) scale;
        for (long j = 0; j < y.cols(); j++) {
            double product = factor * bias.get(j, 0);
            double added = y.precision() == Precision.F64 ? product : (float) product;
            for (long i = 0; i < y.rows(); i++) {
                // Of floats, sums and products of doubles round to what floats make of them.
                y.set(i, j, y.get(i, j) + added);
                y.set(i, j, x.get(i, j) * y.get(i, j));
            }
        }
    }

    /** √Σ xᵢ². */
    public static double norm(Strided x) {
        double squares = sumOfSquares(x, 1);
        if (SafeNorm.inRange(squares, x.rows() * x.cols(), Precision.F64)) {
            return Math.sqrt(squares);
        }
        double largest = maxAbs(x);
        if (!SafeNorm.scalable(largest)) {
            return largest;
        }
        int exponent = SafeNorm.exponent(largest, Precision.F64);
        return Math.scalb(Math.sqrt(sumOfSquares(x, Math.scalb(1.0, exponent))), -exponent);
    }

    private static double sumOfSquares(Strided x, double factor) {
        double sum = 0;
        for (long i = 0; i < x.rows(); i++) {
            for (long j = 0; j < x.cols(); j++) {
                double scaled = factor * x.get(i, j);
                sum += scaled * scaled;
            }
        }
        return sum;
    }

    /** Σ xᵢ. */
    public static double sum(Strided x) {
        double sum = 0;
        for (long i = 0; i < x.rows(); i++) {
            for (long j = 0; j < x.cols(); j++) {
                sum += x.get(i, j);
            }
        }
        return sum;
    }

    /** The largest |xᵢ|; NaN if one is NaN. */
    public static double maxAbs(Strided x) {
        double largest = 0;
        for (long i = 0; i < x.rows(); i++) {
            for (long j = 0; j < x.cols(); j++) {
                largest = Math.max(largest, Math.abs(x.get(i, j)));
            }
        }
        return largest;
    }
}
