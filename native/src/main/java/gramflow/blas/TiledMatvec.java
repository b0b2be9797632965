package gramflow.blas;

import gramflow.blas.Tiling.Tiles;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.MemorySegment;

/** Products of a matrix and a vector, on workers: each takes rows of the result, and adds up pieces of their sums in order. */
final class TiledMatvec {
    private final BlockKernels kernels;
    private final Tiling tiling;

    TiledMatvec(BlockKernels kernels, Tiling tiling) {
        this.kernels = kernels;
        this.tiling = tiling;
    }

    /** y ← α·A·x + β·y; nothing is empty, and α is not 0. */
    void run(double alpha, Strided a, Strided x, double beta, Strided y, Workers workers, Progress progress) {
        Tiles tiles = tiling.ofMatvec(a.rows(), a.cols(), Operand.mainlyByRows(a));
        workers.forEach(tiles.down(), (task, worker) -> {
            long i0 = task * tiles.rows();
            long i1 = Math.min(a.rows(), i0 + tiles.rows());
            rows(alpha, a.block(i0, i1, 0, a.cols()), x, beta, y.block(i0, i1, 0, 1), tiles.cols(), progress);
        });
    }

    private void rows(double alpha, Strided a, Strided x, double beta, Strided y, int cols, Progress progress) {
        Precision precision = a.precision();
        int m = (int) a.rows();
        boolean resultDirect = takes(y);
        MemorySegment result = resultDirect ? y.segment() : array(precision, m);
        if (!resultDirect && beta != 0) {
            Transfer.gather(y, 0, m, result);
        }
        boolean factorDirect = takes(x);
        MemorySegment factor = factorDirect ? x.segment() : array(precision, (int) Math.min(cols, a.cols()));
        try (Staging staging = new Staging(kernels, precision, 2.0 * m * Math.min(cols, a.cols()))) {
            Staging.Place place = new Staging.Place();
            for (long j0 = 0; j0 < a.cols(); j0 += cols) {
                TiledProduct.stopIfCancelled(progress);
                int width = (int) Math.min(cols, a.cols() - j0);
                Operand block = staging.input(a.block(0, m, j0, j0 + width), place);
                MemorySegment piece = factorDirect ? factor.asSlice(j0 * precision.bytes()) : factor;
                if (!factorDirect) {
                    Transfer.gather(x, j0, width, piece);
                }
                kernels.gemv(precision, m, width, alpha, block, piece, j0 == 0 ? beta : 1, result);
                progress.advance(2.0 * m * width);
            }
        }
        if (!resultDirect) {
            Transfer.scatter(result, y, 0, m);
        }
    }

    private boolean takes(Strided vector) {
        return (vector.rowStride() == 1 || vector.rows() == 1) && kernels.takes(vector.segment(), vector.precision(), 0);
    }

    private static MemorySegment array(Precision precision, int length) {
        return precision == Precision.F64 ? MemorySegment.ofArray(new double[length]) : MemorySegment.ofArray(new float[length]);
    }
}
