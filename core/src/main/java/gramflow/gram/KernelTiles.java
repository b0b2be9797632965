package gramflow.gram;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.memory.ProductPair;
import java.io.IOException;
import java.util.List;

/**
 * A kernel matrix K as a source of its blocks: whoever needs part of K asks for it here, and K as a whole need not exist. Blocks begin and end at multiples of
 * {@link #granularity} or at the ends of K. Implementations are immutable, or serve one thread at a time and say so.
 *
 * <p>On a backend whose {@linkplain gramflow.backend.Backend#entriesStandAlone entries stand alone} an entry has the same bits in whatever block it is asked for, and those of its mirror image.
 */
public interface KernelTiles {

    /**
     * K = Σ_l (s_l·A_l·A_l′ᵀ + c_l) ∘ (D_l·D_l′ᵀ) of factors in memory: a lone A gives X·X′ᵀ, a pair for each layer a tangent kernel. The factors must not change.
     *
     * @throws IllegalArgumentException if there is no pair, or they differ in shape or precision
     */
    static KernelTiles of(List<ProductPair> pairs) {
        return new PairTiles(pairs);
    }

    /** Rows of K. */
    long rows();

    /** Columns of K. */
    long cols();

    /** Whether K is symmetric by construction. */
    boolean symmetric();

    /** Element type of K. */
    Precision precision();

    /** Length of the rows whose products an entry is, of all factors together: an entry takes twice as many flops. */
    long inner();

    /** Rows and columns of K that come in one piece: the outputs of an example. */
    long granularity();

    /** Memory that the factors take all the time, in bytes. */
    long inputBytes();

    /** Flops of a block: twice the {@link #inner} length for each entry. */
    default double flops(long rows, long cols) {
        return 2.0 * rows * cols * inner();
    }

    /**
     * What all of K costs, each entry computed once.
     *
     * @throws IllegalArgumentException if K would have more than 2⁶³ bytes
     */
    default GramPlan plan() {
        return Shape.of(this).plan();
    }

    /** How the blocks are computed: dense products, layer by layer, from a file. */
    GramPlan.Way way();

    /**
     * Computes rows {@code fromRow ≤ i < toRow} and columns {@code fromCol ≤ j < toCol} into {@code target}.
     *
     * @param target of the block's shape and of K's precision, overlapping no factor
     * @param on who computes
     * @param progress hears of flops as they are done, and may cancel
     * @throws IOException if factors come from a file, and reading it fails
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    void compute(long fromRow, long toRow, long fromCol, long toCol, Matrix target, Products on, Progress progress) throws IOException;

    /**
     * As {@link #compute} with equal ranges of rows and columns, for a symmetric K: half the flops, and symmetric to the bit on any backend.
     *
     * @throws IOException if factors come from a file, and reading it fails
     * @throws java.util.concurrent.CancellationException if {@code progress} says so
     */
    void computeDiagonal(long from, long to, Matrix target, Products on, Progress progress) throws IOException;

    /**
     * A fingerprint of all that decides K besides the numeric key: SHA-256 of factors and their scalars, in hexadecimal. Reads all factors.
     *
     * @throws IOException if factors come from a file, and reading it fails
     */
    String digest() throws IOException;
}
