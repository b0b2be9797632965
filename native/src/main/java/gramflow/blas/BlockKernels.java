package gramflow.blas;

import gramflow.memory.Precision;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What a library does with one block: the part of a backend that differs between libraries. Sizes are at least 1, operands do not overlap, α is not 0, and shapes and memory have been looked at by the caller. Thread-safe.
 */
interface BlockKernels {

    /** C ← α·A·B + β·C, A m × k, B k × n. */
    void gemm(Precision precision, int m, int n, int k, double alpha, Operand a, Operand b, double beta, Operand c);

    /** The lower triangle of C ← α·A·Aᵀ + β·C, A n × k. The upper one is not touched. */
    void syrk(Precision precision, int n, int k, double alpha, Operand a, double beta, Operand c);

    /** y ← α·A·x + β·y, A m × n, the vectors without gaps. */
    void gemv(Precision precision, int m, int n, double alpha, Operand a, MemorySegment x, double beta, MemorySegment y);

    /** Σ xᵢ·yᵢ of vectors without gaps. */
    double dot(Precision precision, int n, MemorySegment x, MemorySegment y);

    /** y ← α·x + y, of vectors without gaps. */
    void axpy(Precision precision, int n, double alpha, MemorySegment x, MemorySegment y);

    /** Whether it has a {@link #syrk} worth the name, of half the flops of {@link #gemm}. */
    boolean hasSyrk();

    /**
     * Whether it takes this memory where it is, for a call of so many flops.
     *
     * @param memory a multiple of the element's size from the start of an element
     */
    boolean takes(MemorySegment memory, Precision precision, double flops);

    /** Memory that it takes, for {@code elements} elements, on a cache line where it can be; gone with the arena. */
    MemorySegment scratch(Precision precision, long elements, Arena arena);
}
