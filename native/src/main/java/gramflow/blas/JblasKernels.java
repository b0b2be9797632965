package gramflow.blas;

import gramflow.memory.Precision;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jblas.NativeBlas;

/**
 * jblas: an OpenBLAS of 2020 behind JNI. It takes heap arrays alone, so whatever is not in one of the right type is copied tile by tile; knows matrices column after column alone, so
 * others are handed over as their transposes; and has no {@code syrk}.
 */
final class JblasKernels implements BlockKernels {
    private static final char PLAIN = 'N';
    private static final char TRANSPOSED = 'T';

    /** An array, where in it to begin, and how it lies. */
    private static int offset(MemorySegment memory, Precision precision) {
        // The address of heap memory counts bytes from the first element of its array.
        return (int) (memory.address() / precision.bytes());
    }

    private static double[] doubles(MemorySegment memory) {
        return (double[]) memory.heapBase().orElseThrow();
    }

    private static float[] floats(MemorySegment memory) {
        return (float[]) memory.heapBase().orElseThrow();
    }

    @Override
    public void gemm(Precision precision, int m, int n, int k, double alpha, Operand a, Operand b, double beta, Operand c) {
        if (c.byRows()) {
            // Cᵀ = Bᵀ·Aᵀ, and the transpose of what lies by rows lies by columns.
            columnGemm(precision, n, m, k, alpha, transposed(b), transposed(a), beta, transposed(c));
        } else {
            columnGemm(precision, m, n, k, alpha, a, b, beta, c);
        }
    }

    private static Operand transposed(Operand each) {
        return new Operand(each.memory(), !each.byRows(), each.stride());
    }

    private static char transposition(Operand each) {
        return each.byRows() ? TRANSPOSED : PLAIN;
    }

    private static void columnGemm(Precision precision, int m, int n, int k, double alpha, Operand a, Operand b, double beta, Operand c) {
        int aFrom = offset(a.memory(), precision);
        int bFrom = offset(b.memory(), precision);
        int cFrom = offset(c.memory(), precision);
        if (precision == Precision.F64) {
            NativeBlas.dgemm(transposition(a), transposition(b), m, n, k, alpha, doubles(a.memory()), aFrom, a.stride(),
                    doubles(b.memory()),
                    bFrom, b.stride(), beta, doubles(c.memory()), cFrom, c.stride());
        } else {
            NativeBlas.sgemm(transposition(a), transposition(b), m, n, k, (float) alpha, floats(a.memory()), aFrom, a.stride(),
                    floats(b.memory()), bFrom, b.stride(), (float) beta, floats(c.memory()), cFrom, c.stride());
        }
    }

    @Override
    public boolean hasSyrk() {
        return false;
    }

    @Override
    public void syrk(Precision precision, int n, int k, double alpha, Operand a, double beta, Operand c) {
        throw new UnsupportedOperationException("jblas has no syrk");
    }

    @Override
    public void gemv(Precision precision, int m, int n, double alpha, Operand a, MemorySegment x, double beta, MemorySegment y) {
        char transposition = transposition(a);
        int rows = a.byRows() ? n : m;
        int cols = a.byRows() ? m : n;
        int from = offset(a.memory(), precision);
        if (precision == Precision.F64) {
            NativeBlas.dgemv(transposition, rows, cols, alpha, doubles(a.memory()), from, a.stride(), doubles(x), offset(x, precision), 1,
                    beta, doubles(y), offset(y, precision), 1);
        } else {
            NativeBlas.sgemv(transposition, rows, cols, (float) alpha, floats(a.memory()), from, a.stride(), floats(x),
                    offset(x, precision), 1, (float) beta, floats(y), offset(y, precision), 1);
        }
    }

    @Override
    public double dot(Precision precision, int n, MemorySegment x, MemorySegment y) {
        return precision == Precision.F64
                ? NativeBlas.ddot(n, doubles(x), offset(x, precision), 1, doubles(y), offset(y, precision), 1)
                : NativeBlas.sdot(n, floats(x), offset(x, precision), 1, floats(y), offset(y, precision), 1);
    }

    @Override
    public void axpy(Precision precision, int n, double alpha, MemorySegment x, MemorySegment y) {
        if (precision == Precision.F64) {
            NativeBlas.daxpy(n, alpha, doubles(x), offset(x, precision), 1, doubles(y), offset(y, precision), 1);
        } else {
            NativeBlas.saxpy(n, (float) alpha, floats(x), offset(x, precision), 1, floats(y), offset(y, precision), 1);
        }
    }

    @Override
    public boolean takes(MemorySegment memory, Precision precision, double flops) {
        return memory.heapBase().filter(base -> precision == Precision.F64 ? base instanceof double[] : base instanceof float[])
                .isPresent() && memory.address() % precision.bytes() == 0;
    }

    @Override
    public MemorySegment scratch(Precision precision, long elements, Arena arena) {
        return precision == Precision.F64
                ? MemorySegment.ofArray(new double[Math.toIntExact(elements)])
                : MemorySegment.ofArray(new float[Math.toIntExact(elements)]);
    }
}
