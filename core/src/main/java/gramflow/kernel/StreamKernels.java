package gramflow.kernel;

import gramflow.memory.Precision;

/**
 * The stream kernels of one element type. There are two, because code that reads both heap arrays and memory outside the heap is compiled for neither:
 * it loses a factor of two, or far more.
 */
public final class StreamKernels {
    /**
     * Rows of a matrix that are read side by side, each with two sums: what 16 registers hold, with two of x. Eight are 5 % slower: where rows lie a power
     * of two apart they take all eight ways of a first-level cache, and none is left for x. Four or five are 40 % slower, because C2 unrolls a loop that
     * short and then spills its addresses.
     */
    static final int ROWS = 6;

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
        this.overArrays = StreamKernelGenerator.generate(precision, bits, fma, ROWS, false);
        this.overSegments = StreamKernelGenerator.generate(precision, bits, fma, ROWS, true);
    }

    /** The element type. */
    Precision precision() {
        return precision;
    }

    /** Elements of a vector. */
    int lanes() {
        return lanes;
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
