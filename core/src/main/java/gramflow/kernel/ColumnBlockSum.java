package gramflow.kernel;

import gramflow.memory.Strided;
import org.jspecify.annotations.Nullable;

/**
 * By columns, several side by side: each pass over the block's sums, which stay in a first-level cache, adds a multiple of each. A sum is one chain over
 * ascending columns, in the precision of the elements.
 */
final class ColumnBlockSum implements BlockSum {
    /** Entries of x that are copied at a time. */
    private static final int FACTORS = 256;

    private final StreamKernels kernels;
    private final Elements elements;
    private final Strided columns;
    private final Strided x;
    private final @Nullable Operand direct;

    ColumnBlockSum(StreamKernels kernels, Strided a, Strided x) {
        this.kernels = kernels;
        this.elements = Elements.of(kernels.precision());
        this.columns = a.transpose();
        this.x = x.transpose();
        this.direct = a.rowStride() == 1 ? Operand.of(a) : null;
    }

    @Override
    public int room() {
        return MatrixVector.ROWS + FACTORS + (direct == null ? StreamKernel.ABREAST * MatrixVector.ROWS : 0);
    }

    @Override
    public void compute(long i, int rows, long from, long to, Scratch scratch, double[] sums, int at) {
        Object array = scratch.array();
        int y = scratch.start();
        int factors = y + MatrixVector.ROWS;
        int whole = rows / kernels.lanes() * kernels.lanes();
        elements.clear(array, y, rows);
        for (long l = from; l < to; l += FACTORS) {
            int count = (int) Math.min(FACTORS, to - l);
            elements.readRow(x, 0, l, array, factors, count);
            if (whole > 0) {
                addWholeVectors(l, count, i, whole, array, y);
            }
            if (whole < rows) {
                for (int c = 0; c < count; c++) {
                    elements.addScaled(array, y + whole, columns.segment(), columns.byteOffset(l + c, i + whole), columns.colStride(),
                            array,
                            factors + c, rows - whole);
                }
            }
        }
        for (int r = 0; r < rows; r++) {
            sums[at + r] = elements.get(array, y + r);
        }
    }

    private void addWholeVectors(long l, int count, long i, int rows, Object array, int y) {
        int factors = y + MatrixVector.ROWS;
        int together = count / StreamKernel.ABREAST * StreamKernel.ABREAST;
        for (int c = 0; c < together; c += StreamKernel.ABREAST) {
            addColumns(l + c, i, rows, array, factors + c, y);
        }
        for (int c = together; c < count; c++) {
            addColumn(l + c, i, rows, array, factors + c, y);
        }
    }

    private void addColumns(long l, long i, int rows, Object array, int factors, int y) {
        if (direct != null) {
            kernels.of(direct).columns(direct.base(), at(direct, l, i), columns.rowStride() * direct.unit(), array, factors, rows, array,
                    y);
            return;
        }
        int copies = y + MatrixVector.ROWS + FACTORS;
        for (int s = 0; s < StreamKernel.ABREAST; s++) {
            elements.readRow(columns, l + s, i, array, copies + s * MatrixVector.ROWS, rows);
        }
        kernels.overArrays().columns(array, copies, MatrixVector.ROWS, array, factors, rows, array, y);
    }

    private void addColumn(long l, long i, int rows, Object array, int factor, int y) {
        if (direct != null) {
            kernels.of(direct).column(direct.base(), at(direct, l, i), array, factor, rows, array, y);
            return;
        }
        int copy = y + MatrixVector.ROWS + FACTORS;
        elements.readRow(columns, l, i, array, copy, rows);
        kernels.overArrays().column(array, copy, array, factor, rows, array, y);
    }

    private long at(Operand operand, long column, long row) {
        return operand.at(column * columns.rowStride() + row);
    }
}
