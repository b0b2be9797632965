package gramflow.blas;

import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Where blocks wait that a library cannot take as they lie: strides it has no words for, addresses off the grid of the element, memory it cannot have. A
 * copy keeps the order of its block, so that the library does the same with either. For one task, on one thread.
 */
final class Staging implements AutoCloseable {
    private final BlockKernels kernels;
    private final Precision precision;
    private final double flops;
    private @Nullable Arena arena;

    /**
     * For calls of at most so many flops each.
     */
    Staging(BlockKernels kernels, Precision precision, double flops) {
        this.kernels = kernels;
        this.precision = precision;
        this.flops = flops;
    }

    /** Whether the library takes the block where it is. */
    boolean takes(Strided block) {
        return Operand.fits(block) && kernels.takes(block.segment(), precision, flops);
    }

    /** An input: as it lies, or its copy in {@code place}. */
    Operand input(Strided block, Place place) {
        if (takes(block)) {
            return Operand.of(block);
        }
        Strided copy = dense(block, place);
        Transfer.copy(block, copy);
        return Operand.of(copy);
    }

    /** A block of the same shape and order in {@code place}, with nothing in it yet. */
    Strided dense(Strided block, Place place) {
        return Operand.dense(place.of(this, block.rows() * block.cols()), precision, block.rows(), block.cols(),
                Operand.mainlyByRows(block));
    }

    /** Memory for one block at a time; what was in it is overwritten by the next. */
    static final class Place {
        private @Nullable MemorySegment memory;

        private MemorySegment of(Staging staging, long elements) {
            MemorySegment made = memory;
            if (made == null || made.byteSize() < elements * staging.precision.bytes()) {
                made = staging.allocate(elements);
                memory = made;
            }
            return made;
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // close() closes it.
    private MemorySegment allocate(long elements) {
        Arena open = arena;
        if (open == null) {
            open = Arena.ofConfined();
            arena = open;
        }
        return kernels.scratch(precision, elements, open);
    }

    @Override
    public void close() {
        if (arena != null) {
            arena.close();
        }
    }
}
