package gramflow.kernel;

import gramflow.memory.Strided;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** By rows, several side by side: each pass over a piece of x serves them all. A row's sum has the same bits wherever the row stands. */
final class RowBlockSum implements BlockSum {
    private static final int ABREAST = StreamKernel.ABREAST;

    private final StreamKernels kernels;
    private final Elements elements;
    private final Strided a;
    private final Strided x;
    private final @Nullable Operand direct;
    private final int sumsRoom;

    RowBlockSum(StreamKernels kernels, Strided a, Strided x) {
        this.kernels = kernels;
        this.elements = Elements.of(kernels.precision());
        this.a = a;
        this.x = x.transpose();
        this.direct = a.colStride() == 1 ? Operand.of(a) : null;
        this.sumsRoom = ABREAST * kernels.lanes();
    }

    @Override
    public int room() {
        return MatrixVector.PIECE + sumsRoom + (direct == null ? ABREAST * MatrixVector.PIECE : 0);
    }

    @Override
    public void compute(long i, int rows, long from, long to, Scratch scratch, double[] sums, int at) {
        Arrays.fill(sums, at, at + rows, 0);
        for (long l = from; l < to; l += MatrixVector.PIECE) {
            int count = (int) Math.min(MatrixVector.PIECE, to - l);
            int whole = count / kernels.lanes() * kernels.lanes();
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

    /** Rows side by side lie far from each other, so that each stream runs on through rows that follow: a short one alone is fetched late. */
    private void addWholeVectors(long i, int rows, long l, int count, Scratch scratch, double[] sums, int at) {
        Object array = scratch.array();
        int part = rows / ABREAST;
        for (int r = 0; r < part; r++) {
            addRows(i + r, part, l, count, array, scratch.start(), sums, at + r);
        }
        for (int r = part * ABREAST; r < rows; r++) {
            addRow(i + r, l, count, array, scratch.start(), sums, at + r);
        }
    }

    /** The sums of rows i, i + step, … to those that lie {@code step} apart. */
    private void addRows(long i, int step, long l, int count, Object array, int start, double[] sums, int at) {
        int lanes = start + MatrixVector.PIECE;
        if (direct != null) {
            long apart = step * a.rowStride() * direct.unit();
            kernels.of(direct).rows(direct.base(), direct.at(i * a.rowStride() + l), apart, array, start, count, array, lanes, sums,
                    at, step);
            return;
        }
        int copies = lanes + sumsRoom;
        for (int s = 0; s < ABREAST; s++) {
            elements.readRow(a, i + (long) s * step, l, array, copies + s * MatrixVector.PIECE, count);
        }
        kernels.overArrays().rows(array, copies, MatrixVector.PIECE, array, start, count, array, lanes, sums, at, step);
    }

    private void addRow(long i, long l, int count, Object array, int start, double[] sums, int at) {
        int lanes = start + MatrixVector.PIECE;
        if (direct != null) {
            kernels.of(direct).row(direct.base(), direct.at(i * a.rowStride() + l), array, start, count, array, lanes, sums, at);
            return;
        }
        int copy = lanes + sumsRoom;
        elements.readRow(a, i, l, array, copy, count);
        kernels.overArrays().row(array, copy, array, start, count, array, lanes, sums, at);
    }
}
