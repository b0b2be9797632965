package gramflow.blas;

import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Sums and updates over the entries of a block, row after row, in chunks of fixed length on workers. A library may do other arithmetic at other addresses and strides, so it is shown
 * memory of one kind only: outside the heap, from a cache line on, without gaps. What lies otherwise is copied chunk by chunk, through the second-level cache.
 */
final class ChunkedVectors {
    private static final int CHUNK = 1 << 15;
    private static final long CACHE_LINE = 64;

    private final BlockKernels kernels;
    /** Two chunks for each thread that ever called, of either precision. */
    private final ThreadLocal<MemorySegment[]> doubles = ThreadLocal.withInitial(() -> chunks(Precision.F64));
    private final ThreadLocal<MemorySegment[]> floats = ThreadLocal.withInitial(() -> chunks(Precision.F32));

    ChunkedVectors(BlockKernels kernels) {
        this.kernels = kernels;
    }

    private MemorySegment[] chunks(Precision precision) {
        return new MemorySegment[]{kernels.scratch(precision, CHUNK, Arena.ofAuto()), kernels.scratch(precision, CHUNK, Arena.ofAuto())};
    }

    private MemorySegment[] scratch(Precision precision) {
        return precision == Precision.F64 ? doubles.get() : floats.get();
    }

    /** Σ xᵢ·yᵢ. */
    double dot(Strided x, Strided y, Workers workers) {
        long count = x.rows() * x.cols();
        double[] sums = new double[Math.toIntExact(Math.ceilDiv(count, CHUNK))];
        workers.forEach(sums.length, (task, worker) -> {
            long from = task * CHUNK;
            int length = (int) Math.min(CHUNK, count - from);
            MemorySegment[] own = scratch(x.precision());
            MemorySegment left = input(x, from, length, own[0]);
            MemorySegment right = x.equals(y) ? left : input(y, from, length, own[1]);
            sums[(int) task] = kernels.dot(x.precision(), length, left, right);
        });
        double sum = 0;
        for (double part : sums) {
            sum += part;
        }
        return sum;
    }

    /** y ← α·x + y. */
    void axpy(double alpha, Strided x, Strided y, Workers workers) {
        long count = x.rows() * x.cols();
        workers.forEach(Math.ceilDiv(count, CHUNK), (task, worker) -> {
            long from = task * CHUNK;
            int length = (int) Math.min(CHUNK, count - from);
            MemorySegment[] own = scratch(x.precision());
            boolean direct = takes(y);
            MemorySegment result = input(y, from, length, own[1]);
            kernels.axpy(y.precision(), length, alpha, input(x, from, length, own[0]), result);
            if (!direct) {
                Transfer.scatter(result, y, from, length);
            }
        });
    }

    /** The entries from one on as they lie, if the library may see them so, else their copy in {@code place}. */
    private MemorySegment input(Strided block, long from, int length, MemorySegment place) {
        if (takes(block)) {
            return block.segment().asSlice(from * block.precision().bytes());
        }
        Transfer.gather(block, from, length, place);
        return place;
    }

    private boolean takes(Strided block) {
        boolean gapless = (block.colStride() == 1 || block.cols() == 1) && (block.rowStride() == block.cols() || block.rows() == 1);
        MemorySegment memory = block.segment();
        return gapless && memory.isNative() && memory.address() % CACHE_LINE == 0 && kernels.takes(memory, block.precision(), 0);
    }
}
