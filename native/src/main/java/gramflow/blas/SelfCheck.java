package gramflow.blas;

import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Small products of small integers, whose sums are exact: a library that gets one wrong is bound wrongly, or broken, and is not used. */
final class SelfCheck {
    private static final int M = 5;
    private static final int N = 4;
    private static final int K = 3;

    private SelfCheck() {
    }

    /**
     * Tries every kernel once, into memory that holds NaN.
     *
     * @throws LibraryException if a result is wrong
     */
    static void check(BlockKernels kernels, Precision precision) throws LibraryException {
        try (Arena arena = Arena.ofConfined()) {
            Strided a = filled(kernels, precision, M, K, arena);
            // Column after column, as the other factor of X·Xᵀ is.
            Strided b = filled(kernels, precision, N, K, arena).transpose();
            Strided c = holdingNan(kernels, precision, M, N, arena);
            kernels.gemm(precision, M, N, K, 2, Operand.of(a), Operand.of(b), 0, Operand.of(c));
            for (int i = 0; i < M; i++) {
                for (int j = 0; j < N; j++) {
                    require(c.get(i, j) == 2 * sum(a, i, b, j), precision, "gemm");
                }
            }
            if (kernels.hasSyrk()) {
                Strided k = holdingNan(kernels, precision, M, M, arena);
                kernels.syrk(precision, M, K, 1, Operand.of(a), 0, Operand.of(k));
                for (int i = 0; i < M; i++) {
                    for (int j = 0; j < M; j++) {
                        require(j > i ? Double.isNaN(k.get(i, j)) : k.get(i, j) == sum(a, i, a.transpose(), j), precision, "syrk");
                    }
                }
            }
            checkVectors(kernels, precision, a, arena);
        }
    }

    private static void checkVectors(BlockKernels kernels, Precision precision, Strided a, Arena arena) throws LibraryException {
        Strided x = filled(kernels, precision, K, 1, arena);
        Strided y = holdingNan(kernels, precision, M, 1, arena);
        kernels.gemv(precision, M, K, 1, Operand.of(a), x.segment(), 0, y.segment());
        for (int i = 0; i < M; i++) {
            require(y.get(i, 0) == sum(a, i, x, 0), precision, "gemv");
        }
        double before = y.get(1, 0);
        require(kernels.dot(precision, K, x.segment(), x.segment()) == sum(x.transpose(), 0, x, 0), precision, "dot");
        kernels.axpy(precision, K, -2, x.segment(), y.segment());
        require(y.get(1, 0) == before - 2 * x.get(1, 0), precision, "axpy");
    }

    /**
     * Tries whether 0·∞ is NaN. The reference implementation leaves out terms with a factor 0 in some of its loops.
     *
     * @throws LibraryException if a product loses it
     */
    static void checkZeroTimesInfinity(BlockKernels kernels, Precision precision) throws LibraryException {
        try (Arena arena = Arena.ofConfined()) {
            Strided a = infiniteAndZero(kernels, precision, arena);
            for (Strided left : new Strided[]{a, a.transpose()}) {
                for (Strided right : new Strided[]{a, a.transpose()}) {
                    Strided c = holdingNan(kernels, precision, 2, 2, arena);
                    c.segment().fill((byte) 0);
                    kernels.gemm(precision, 2, 2, 2, 1, Operand.of(left), Operand.of(right), 0, Operand.of(c));
                    requireNan(c.get(0, 1), precision, "gemm");
                }
                Strided y = holdingNan(kernels, precision, 2, 1, arena);
                y.segment().fill((byte) 0);
                Strided x = holdingNan(kernels, precision, 2, 1, arena);
                x.segment().fill((byte) 0);
                kernels.gemv(precision, 2, 2, 1, Operand.of(left), x.segment(), 0, y.segment());
                requireNan(y.get(0, 0), precision, "gemv");
            }
        }
    }

    /** Whether 0·∞ is NaN also in {@code syrk}, either way the factor lies. */
    static boolean syrkKeepsNan(BlockKernels kernels, Precision precision) {
        try (Arena arena = Arena.ofConfined()) {
            Strided a = infiniteAndZero(kernels, precision, arena);
            boolean kept = true;
            for (Strided factor : new Strided[]{a, a.transpose()}) {
                Strided k = holdingNan(kernels, precision, 2, 2, arena);
                k.segment().fill((byte) 0);
                kernels.syrk(precision, 2, 2, 1, Operand.of(factor), 0, Operand.of(k));
                kept &= Double.isNaN(k.get(1, 0));
            }
            return kept;
        }
    }

    /** ∞ beside 0 and above it: every entry off the diagonal of a product with itself, or its transpose, has 0·∞ in it. */
    private static Strided infiniteAndZero(BlockKernels kernels, Precision precision, Arena arena) {
        Strided a = block(kernels, precision, 2, 2, arena);
        a.set(0, 0, Double.POSITIVE_INFINITY);
        a.set(0, 1, 0);
        a.set(1, 0, 0);
        a.set(1, 1, 1);
        return a;
    }

    private static void requireNan(double entry, Precision precision, String function) throws LibraryException {
        if (!Double.isNaN(entry)) {
            throw new LibraryException("its %s %s takes 0 times infinity for %s".formatted(precision.label(), function, entry));
        }
    }

    private static void require(boolean right, Precision precision, String function) throws LibraryException {
        if (!right) {
            throw new LibraryException("its %s %s gave a wrong result".formatted(precision.label(), function));
        }
    }

    private static double sum(Strided a, int i, Strided b, int j) {
        double sum = 0;
        for (long l = 0; l < a.cols(); l++) {
            sum += a.get(i, l) * b.get(l, j);
        }
        return sum;
    }

    private static Strided filled(BlockKernels kernels, Precision precision, int rows, int cols, Arena arena) {
        Strided block = block(kernels, precision, rows, cols, arena);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                block.set(i, j, (7 * i + 3 * j) % 5 - 1);
            }
        }
        return block;
    }

    private static Strided holdingNan(BlockKernels kernels, Precision precision, int rows, int cols, Arena arena) {
        Strided block = block(kernels, precision, rows, cols, arena);
        block.segment().fill((byte) 0xFF);
        return block;
    }

    private static Strided block(BlockKernels kernels, Precision precision, int rows, int cols, Arena arena) {
        MemorySegment memory = kernels.scratch(precision, (long) rows * cols, arena);
        return Operand.dense(memory, precision, rows, cols, true);
    }
}
