package gramflow.kernel;

import gramflow.memory.Precision;

/**
 * The stream kernels of one element type. There are two, because code that reads both heap arrays and memory outside the heap is compiled for neither:
 * it loses a factor of two, or far more.
 */
public final class StreamKernels {
    /** The width that comes with 32 registers, others with 16. */
    private static final int MANY_REGISTERS = 512;

    private final Precision precision;
    private final int lanes;
    private final int rows;
    private final StreamKernel overArrays;
    private final StreamKernel overSegments;

    /**
     * Generates both.
     *
     * @param bits width of a vector
     * @param fma multiply and add in one rounding: only where the hardware has it
     */
    public StreamKernels(Precision precision, int bits, boolean fma) {
        this.precision = precision;
        this.lanes = bits / Byte.SIZE / precision.bytes();
        this.rows = bits == MANY_REGISTERS ? 8 : 4;
        this.overArrays = StreamKernelGenerator.generate(precision, bits, fma, rows, false);
        this.overSegments = StreamKernelGenerator.generate(precision, bits, fma, rows, true);
    }

    /** The element type. */
    Precision precision() {
        return precision;
    }

    /** Elements of a vector. */
    int lanes() {
        return lanes;
    }

    /**
     * Rows of a matrix that are read side by side. Eight reach 0.98 of the rate at which the same memory can be summed, four 0.93; but each takes two
     * registers.
     */
    int rows() {
        return rows;
    }

    /** A kernel's counts are multiples of this. */
    int step() {
        return StreamKernelGenerator.VECTORS * lanes;
    }

    /** The kernel for heap arrays. */
    StreamKernel overArrays() {
        return overArrays;
    }

    /** The kernel that reads such an operand. */
    StreamKernel of(Operand operand) {
        return operand.outsideHeap() ? overSegments : overArrays;
    }

    /** The sum of stream r, its lanes added in ascending order. */
    double sum(Object sums, int sumsAt, int r) {
        return Elements.of(precision).sum(sums, sumsAt + r * lanes, lanes);
    }
}
