package gramflow.kernel;

import gramflow.memory.Strided;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** By rows, several side by side: each pass over a piece of x serves them all. A row's sum has the same bits wherever the row stands. */
final class RowBlockSum implements BlockSum {
    private final StreamKernels kernels;
    private final Elements elements;
    private final Strided a;
    private final Strided x;
    private final @Nullable Operand direct;
    private final int abreast;
    private final int sumsRoom;

    RowBlockSum(StreamKernels kernels, Strided a, Strided x) {
        this.kernels = kernels;
        this.elements = Elements.of(kernels.precision());
        this.a = a;
        this.x = x.transpose();
        this.direct = a.colStride() == 1 ? Operand.of(a) : null;
        this.abreast = StreamKernels.ROWS;
        this.sumsRoom = abreast * kernels.lanes();
    }

    @Override
    public int room() {
        return MatrixVector.PIECE + sumsRoom + (direct == null ? abreast * MatrixVector.PIECE : 0);
    }

    @Override
    public void compute(long i, int rows, long from, long to, Scratch scratch, double[] sums, int at) {
        Arrays.fill(sums, at, at + rows, 0);
        for (long l = from; l < to; l += MatrixVector.PIECE) {
            int count = (int) Math.min(MatrixVector.PIECE, to - l);
            int whole = count / kernels.step() * kernels.step();
            elements.readRow(x, 0, l, scratch.array(), scratch.start(), count);
            if (whole > 0) {
                addWholeVectors(i, rows, l, whole, scratch, sums, at);
            }
            if (whole < count) {
                for (int r = 0; r < rows; r++) {
                    sums[at + r] += elements.dot(a.segment(), a.byteOffset(i + r, l + whole), a.colStride(), scratch.array(),
                            scratch.start() + whole, count - whole);
                }
            }
        }
    }

    private void addWholeVectors(long i, int rows, long l, int count, Scratch scratch, double[] sums, int at) {
        Object array = scratch.array();
        int lanes = scratch.start() + MatrixVector.PIECE;
        int together = rows / abreast * abreast;
        for (int r = 0; r < together; r += abreast) {
            sumRows(i + r, l, count, array, scratch.start());
            for (int s = 0; s < abreast; s++) {
                sums[at + r + s] += kernels.sum(array, lanes, s);
            }
        }
        for (int r = together; r < rows; r++) {
            sumRow(i + r, l, count, array, scratch.start());
            sums[at + r] += kernels.sum(array, lanes, 0);
        }
    }

    /** The sums of several rows in lanes, behind the piece of x. */
    private void sumRows(long i, long l, int count, Object array, int start) {
        int lanes = start + MatrixVector.PIECE;
        if (direct != null) {
            kernels.of(direct).rows(direct.base(), direct.at(i * a.rowStride() + l), a.rowStride() * direct.unit(), array, start, count,
                    array,
                    lanes);
            return;
        }
        int copies = lanes + sumsRoom;
        for (int s = 0; s < abreast; s++) {
            elements.readRow(a, i + s, l, array, copies + s * MatrixVector.PIECE, count);
        }
        kernels.overArrays().rows(array, copies, MatrixVector.PIECE, array, start, count, array, lanes);
    }

    private void sumRow(long i, long l, int count, Object array, int start) {
        int lanes = start + MatrixVector.PIECE;
        if (direct != null) {
            kernels.of(direct).row(direct.base(), direct.at(i * a.rowStride() + l), array, start, count, array, lanes);
            return;
        }
        int copy = lanes + sumsRoom;
        elements.readRow(a, i, l, array, copy, count);
        kernels.overArrays().row(array, copy, array, start, count, array, lanes);
    }
}
