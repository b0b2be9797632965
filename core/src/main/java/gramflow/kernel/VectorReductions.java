package gramflow.kernel;

import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.util.function.DoubleBinaryOperator;

/**
 * Dot products, sums and norms. Entries are taken in chunks, each read as four streams side by side; the sums of the chunks are added in ascending order,
 * in double precision. The cut follows from the number of entries alone, and so do the bits of the result, given the width of a vector and FMA or not.
 */
public final class VectorReductions {
    /** Entries of a chunk: copies of two chunks stay in a second-level cache. */
    private static final int CHUNK = 1 << 15;
    /** Chunks of a task: below, handing it out costs more than doing it. */
    private static final int CHUNKS = 8;
    /** Fewer entries are summed one by one: it takes that long to get hold of scratch. */
    private static final int FEW = 128;
    private static final int STREAMS = StreamKernel.STREAMS;

    private final StreamKernels kernels;
    private final Elements elements;
    /** Where, in scratch, copies begin: behind the lanes of a kernel's sums. */
    private final int copies;

    /** With those kernels. */
    public VectorReductions(StreamKernels kernels) {
        this.kernels = kernels;
        this.elements = Elements.of(kernels.precision());
        this.copies = STREAMS * kernels.lanes();
    }

    /** What one chunk gives: a sum, or a maximum. */
    @FunctionalInterface
    private interface Chunk {
        double of(long from, int count, Scratch scratch);
    }

    /** Σ xᵢ·yᵢ over the entries of two blocks of one shape, row after row; 0 if they have none. */
    public double dot(Strided x, Strided y, Workers workers) {
        Flat left = Flat.of(x);
        if (left.length() < FEW) {
            return ScalarVectors.dot(x, y);
        }
        Flat right = Flat.of(y);
        Operand l = left.operand();
        Operand r = right.operand();
        boolean direct = l != null && r != null && l.outsideHeap() == r.outsideHeap();
        int copied = direct ? STREAMS * kernels.step() : CHUNK;
        return sum(left.length(), 2 * copied, workers, (from, count, scratch) -> {
            int stream = stream(count);
            int rest = count - STREAMS * stream;
            int first = scratch.start() + copies;
            int second = first + copied;
            int toCopy = direct ? rest : count;
            left.read(from + count - toCopy, scratch.array(), first, toCopy);
            right.read(from + count - toCopy, scratch.array(), second, toCopy);
            double sum = l != null && r != null && direct
                    ? pairs(l, from, r, from, stream, scratch)
                    : pairs(Operand.of(scratch, copies), 0, Operand.of(scratch, copies + copied), 0, stream, scratch);
            return sum + elements.dot(scratch.array(), first + toCopy - rest, scratch.array(), second + toCopy - rest, rest);
        });
    }

    /** Σ xᵢ; 0 if there are none. */
    public double sum(Strided x, Workers workers) {
        Flat entries = Flat.of(x);
        if (entries.length() < FEW) {
            return ScalarVectors.sum(x);
        }
        Operand operand = entries.operand();
        int copied = operand != null ? STREAMS * kernels.step() : CHUNK;
        return sum(entries.length(), copied, workers, (from, count, scratch) -> {
            int stream = stream(count);
            int rest = count - STREAMS * stream;
            int toCopy = operand != null ? rest : count;
            entries.read(from + count - toCopy, scratch.array(), scratch.start() + copies, toCopy);
            double sum = operand != null ? sums(operand, from, stream, scratch) : sums(Operand.of(scratch, copies), 0, stream, scratch);
            return sum + elements.sum(scratch.array(), scratch.start() + copies + toCopy - rest, rest);
        });
    }

    /**
     * √Σ xᵢ², to rounding also where the squares overflow or underflow: then, in a second pass, of the entries times a power of two. 0 if there are none, NaN
     * if one is NaN, else ∞ if one is ±∞.
     */
    public double norm(Strided x, Workers workers) {
        if (x.rows() * x.cols() < FEW) {
            return ScalarVectors.norm(x);
        }
        double squares = dot(x, x, workers);
        Flat entries = Flat.of(x);
        if (SafeNorm.inRange(squares, entries.length(), kernels.precision())) {
            return Math.sqrt(squares);
        }
        double largest = maxAbs(x, workers);
        if (!SafeNorm.scalable(largest)) {
            return largest;
        }
        int exponent = SafeNorm.exponent(largest, kernels.precision());
        double scaled = sum(entries.length(), CHUNK, workers, (from, count, scratch) -> {
            int stream = stream(count);
            int whole = STREAMS * stream;
            int at = scratch.start() + copies;
            entries.read(from, scratch.array(), at, count);
            elements.scale(Math.scalb(1.0, exponent), scratch.array(), at, count);
            Operand copy = Operand.of(scratch, copies);
            return pairs(copy, 0, copy, 0, stream, scratch)
                    + elements.dot(scratch.array(), at + whole, scratch.array(), at + whole, count - whole);
        });
        return Math.scalb(Math.sqrt(scaled), -exponent);
    }

    /** The largest |xᵢ|; 0 if there are none, NaN if one is NaN. */
    public double maxAbs(Strided x, Workers workers) {
        Flat entries = Flat.of(x);
        if (entries.length() < FEW) {
            return ScalarVectors.maxAbs(x);
        }
        return combine(entries.length(), CHUNK, workers, Math::max, (from, count, scratch) -> {
            entries.read(from, scratch.array(), scratch.start() + copies, count);
            return elements.maxAbs(scratch.array(), scratch.start() + copies, count);
        });
    }

    private double sum(long length, int room, Workers workers, Chunk chunk) {
        return combine(length, room, workers, Double::sum, chunk);
    }

    /** What the chunks give, combined in ascending order with 0 before the first. */
    private double combine(long length, int room, Workers workers, DoubleBinaryOperator operator, Chunk chunk) {
        long chunks = Math.ceilDiv(length, CHUNK);
        try (WorkerScratch scratch = new WorkerScratch(kernels.precision(), copies + room, workers.threads());
                Scratch parts = Scratch.lease(Precision.F64, Math.toIntExact(chunks))) {
            double[] part = (double[]) parts.array();
            workers.forEach(Math.ceilDiv(chunks, CHUNKS), (task, worker) -> {
                long end = Math.min(chunks, (task + 1) * CHUNKS);
                for (long c = task * CHUNKS; c < end; c++) {
                    long from = c * CHUNK;
                    part[parts.start() + (int) c] = chunk.of(from, (int) Math.min(CHUNK, length - from), scratch.of(worker));
                }
            });
            double result = 0;
            for (int c = 0; c < chunks; c++) {
                result = operator.applyAsDouble(result, part[parts.start() + c]);
            }
            return result;
        }
    }

    /** Entries of each stream of a chunk: whole vectors. */
    private int stream(int count) {
        return count / STREAMS / kernels.step() * kernels.step();
    }

    private double pairs(Operand x, long xFrom, Operand y, long yFrom, int stream, Scratch scratch) {
        if (stream == 0) {
            return 0;
        }
        kernels.of(x).pairs(x.base(), x.at(xFrom), y.base(), y.at(yFrom), (long) stream * x.unit(), stream, scratch.array(),
                scratch.start());
        return lanes(scratch);
    }

    private double sums(Operand x, long from, int stream, Scratch scratch) {
        if (stream == 0) {
            return 0;
        }
        kernels.of(x).sums(x.base(), x.at(from), (long) stream * x.unit(), stream, scratch.array(), scratch.start());
        return lanes(scratch);
    }

    private double lanes(Scratch scratch) {
        Object sums = scratch.array();
        int at = scratch.start();
        return (kernels.sum(sums, at, 0) + kernels.sum(sums, at, 1)) + (kernels.sum(sums, at, 2) + kernels.sum(sums, at, 3));
    }
}
