package gramflow.kernel;

import gramflow.machine.Workers;
import gramflow.memory.Strided;
import org.jspecify.annotations.Nullable;

/**
 * y ← x ∘ y and y ← x ∘ (y + 1·bᵀ), entry by entry, every operation rounded in the precision of the entries: the bits of the scalar reference. Rows that lie together are multiplied where they are; others are
 * copied ({@link VectorUpdate}), or taken one entry at a time.
 */
public final class EntrywiseProduct {
    /** Entries of a task: below, handing it out costs more than doing it. */
    private static final long TASK = 1L << 18;

    private final StreamKernels kernels;
    private final Elements elements;

    /** With those kernels. */
    public EntrywiseProduct(StreamKernels kernels) {
        this.kernels = kernels;
        this.elements = Elements.of(kernels.precision());
    }

    /** y ← x ∘ y over the entries of two blocks of one shape, not overlapping. */
    public void run(Strided x, Strided y, Workers workers) {
        boolean byColumns = y.rowStride() < y.colStride();
        Strided left = byColumns ? x.transpose() : x;
        Strided right = byColumns ? y.transpose() : y;
        Strided leftRow = Flat.of(left).block();
        Strided rightRow = Flat.of(right).block();
        boolean oneRow = leftRow.rows() == rightRow.rows();
        Rows rows = oneRow ? Rows.of(leftRow, rightRow, kernels) : Rows.of(left, right, kernels);
        if (rows == null) {
            VectorUpdate.multiply(x, y, workers);
        } else {
            rows.multiply(null, workers);
        }
    }

    /**
     * y ← x ∘ (y + scale·1·biasᵀ).
     *
     * @param bias a number for each column of y, one below the other
     */
    public void run(Strided x, Strided y, double scale, Strided bias, Workers workers) {
        Rows rows = Rows.of(x, y, kernels);
        if (rows == null) {
            ScalarVectors.multiply(x, y, scale, bias);
            return;
        }
        int cols = Math.toIntExact(y.cols());
        try (Scratch row = Scratch.lease(y.precision(), cols)) {
            elements.readRow(bias.transpose(), 0, 0, row.array(), row.start(), cols);
            elements.scale(scale, row.array(), row.start(), cols);
            rows.multiply(row, workers);
        }
    }

    /** Two blocks whose rows a kernel can take where they are. */
    private record Rows(StreamKernel kernel, int lanes, Strided x, Operand left, Strided y, Operand right) {

        /** Null if it can't. */
        static @Nullable Rows of(Strided x, Strided y, StreamKernels kernels) {
            if (y.cols() < kernels.lanes() || x.colStride() != 1 || y.colStride() != 1) {
                return null;
            }
            Operand left = Operand.of(x);
            Operand right = Operand.of(y);
            return left != null && right != null && left.outsideHeap() == right.outsideHeap()
                    ? new Rows(kernels.of(left), kernels.lanes(), x, left, y, right)
                    : null;
        }

        void multiply(@Nullable Scratch bias, Workers workers) {
            long length = y.rows() * y.cols();
            workers.forEach(Math.ceilDiv(length, TASK), (task, worker) -> {
                long end = Math.min(length, (task + 1) * TASK);
                int count;
                for (long at = task * TASK; at < end; at += count) {
                    long row = at / y.cols();
                    long col = at % y.cols();
                    count = (int) Math.min(end - at, y.cols() - col);
                    multiply(row, col, count, bias);
                }
            });
        }

        private void multiply(long row, long col, int count, @Nullable Scratch bias) {
            int whole = count / lanes * lanes;
            long leftAt = left.at(row * x.rowStride() + col);
            long rightAt = right.at(row * y.rowStride() + col);
            if (bias == null) {
                kernel.multiply(left.base(), leftAt, right.base(), rightAt, whole);
            } else {
                kernel.multiplySum(left.base(), leftAt, right.base(), rightAt, bias.array(), bias.start() + (int) col, whole);
            }
            Elements elements = Elements.of(y.precision());
            for (long j = col + whole; j < col + count; j++) {
                if (bias != null) {
                    y.set(row, j, y.get(row, j) + elements.get(bias.array(), bias.start() + (int) j));
                }
                // Of floats the product of doubles is exact.
                y.set(row, j, x.get(row, j) * y.get(row, j));
            }
        }
    }
}
