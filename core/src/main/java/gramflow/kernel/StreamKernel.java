package gramflow.kernel;

/**
 * The innermost loops of what reads every entry once, generated for one element type, vector width and kind of memory. Several streams are read
 * side by side: one alone leaves a third of the memory's bandwidth unused.
 *
 * <p>A stream is read from an {@link Operand}'s base, either a heap array or memory outside the heap, as the kernel was generated for; {@code at} and
 * {@code stride} are in that operand's units. All other arrays are heap arrays of the element type. {@code count} is a multiple of
 * {@link StreamKernels#lanes}, of {@link StreamKernels#step} in {@link #pairs} and {@link #sums}. The caller guarantees that every index lies inside, and that
 * what is written is not read as another operand.
 *
 * <p>Sums of {@link #pairs} and {@link #sums} leave in lanes: the sum of stream r is spread over {@code sums[sumsAt + r*lanes …]}, to be added by the caller in an order of its own. Lane v of
 * that sum has the entries v, v + lanes, … of the stream, even multiples in one accumulator, odd ones in another, then those two added.
 */
interface StreamKernel {
    /** Streams of {@link #pairs} and {@link #sums}. */
    int STREAMS = 4;
    /** Streams of {@link #rows} and of {@link #columns}. */
    int ABREAST = 8;

    /**
     * z[zAt + r·step] ← z[zAt + r·step] + Σ a(at + r·stride + i)·x[xAt + i], i &lt; count, r &lt; {@value #ABREAST}: rows of a matrix with one vector. The lanes of a
     * sum are added in pairs, those sums in pairs, and so on.
     *
     * @param room scratch of {@value #ABREAST} vectors
     */
    void rows(Object a, long at, long stride, Object x, int xAt, int count, Object room, int roomAt, double[] z, int zAt, int step);

    /** z[zAt] ← z[zAt] + Σ a(at + i)·x[xAt + i], i &lt; count: one row, the same bits as one of many. */
    void row(Object a, long at, Object x, int xAt, int count, Object room, int roomAt, double[] z, int zAt);

    /** Sum r ← Σ a(at + r·stride + i)·b(bAt + r·stride + i), i &lt; count, r &lt; {@value #STREAMS}: a dot product in parts. */
    void pairs(Object a, long at, Object b, long bAt, long stride, int count, Object sums, int sumsAt);

    /** Sum r ← Σ a(at + r·stride + i), i &lt; count, r &lt; {@value #STREAMS}. */
    void sums(Object a, long at, long stride, int count, Object sums, int sumsAt);

    /**
     * y[yAt + i] ← y[yAt + i] + a(at + i)·x[xAt] + a(at + stride + i)·x[xAt + 1] + …: {@value #ABREAST} columns of a matrix, added one after the other.
     */
    void columns(Object a, long at, long stride, Object x, int xAt, int count, Object y, int yAt);

    /** y[yAt + i] ← y[yAt + i] + a(at + i)·x[xAt]: one column, the same bits as one of many. */
    void column(Object a, long at, Object x, int xAt, int count, Object y, int yAt);

    /** y(yAt + i) ← x(at + i)·y(yAt + i), i &lt; count; y is memory of the kind that x is. */
    void multiply(Object x, long at, Object y, long yAt, int count);

    /** y(yAt + i) ← x(at + i)·(y(yAt + i) + b[bAt + i]), i &lt; count, rounded twice; y is memory of the kind that x is. */
    void multiplySum(Object x, long at, Object y, long yAt, Object b, int bAt, int count);
}
