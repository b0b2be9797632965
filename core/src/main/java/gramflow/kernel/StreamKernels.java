package gramflow.kernel;

import gramflow.memory.Precision;

/**
 * The stream kernels of one element type. There are two, because code that reads both heap arrays and memory outside the heap is compiled for neither:
 * it loses a factor of two, or far more.
 */
public final class StreamKernels {
    private final Precision precision;
    private final int lanes;
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
        this.overArrays = StreamKernelGenerator.generate(precision, bits, fma, false);
        this.overSegments = StreamKernelGenerator.generate(precision, bits, fma, true);
    }

    /** The element type. */
    Precision precision() {
        return precision;
    }

    /** Elements of a vector: counts of rows and columns are multiples of this. */
    int lanes() {
        return lanes;
    }

    /** Counts of pairs and sums are multiples of this. */
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
