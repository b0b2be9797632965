package gramflow.backend;

import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.memory.Precision;
import gramflow.memory.Strided;

/**
 * Dense products. All operands of a call have one precision; the output overlaps no input; shapes are those stated, checked by {@code matrix} above and
 * trusted here. NaN and ∞ in the inputs pass through as in the plain loops of the scalar backend. Implementations are thread-safe and hold no state of
 * a call.
 *
 * <p>A result depends on the inputs and the {@linkplain #numericKey numeric key} alone: never on the number of threads, never on the run. The one
 * exception is which of the many NaNs a NaN is: Java leaves that open, and C2 makes use of it.
 */
public interface Backend {

    /** Short name, as on the command line: {@code vector}, {@code scalar}, … */
    String name();

    /** What is underneath, with version where there is one, for a person: {@code "Vector API, 512 bits, tile 12x2"}. */
    String description();

    /**
     * All that decides the bits of a result besides the inputs: backend, species, tile, blocks of the inner dimension, FMA or not. Results under equal
     * keys are bit-identical.
     */
    String numericKey(Precision precision);

    /**
     * C ← α·A·B + β·C. With β = 0, C is overwritten, whatever it held (NaN too). 2·m·n·k flops.
     *
     * @param a m × k
     * @param b k × n
     * @param c m × n
     * @param workers who does it
     * @param progress hears of it in flops; cancelling throws {@link java.util.concurrent.CancellationException}
     */
    void gemm(double alpha, Strided a, Strided b, double beta, Strided c, Workers workers, Progress progress);

    /**
     * K ← α·X·Xᵀ + β·K on a triangle of K. With β = 0 that triangle is overwritten, whatever it held; with {@link Triangle#BOTH} and β ≠ 0 K is taken to
     * be symmetric and its lower triangle read. n·(n+1)·d flops.
     *
     * @param x n × d
     * @param k n × n
     * @param workers who does it
     * @param progress hears of it in flops; cancelling throws {@link java.util.concurrent.CancellationException}
     */
    void gram(double alpha, Strided x, double beta, Triangle triangle, Strided k, Workers workers, Progress progress);
}
