package gramflow.blas;

import gramflow.memory.Precision;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions of the C interface of BLAS, {@code cblas_dgemm} and its like, called through {@link java.lang.foreign}. Memory outside the heap is handed over as it
 * is. An array on the heap can be, too, but the collector must then wait for the call to return: that is done for calls that take less than a
 * millisecond, and others get a copy.
 */
final class CblasKernels implements BlockKernels {
    private static final int ROW_MAJOR = 101;
    private static final int COL_MAJOR = 102;
    private static final int PLAIN = 111;
    private static final int TRANSPOSED = 112;
    private static final int LOWER = 122;

    /** What the slowest library does in a few milliseconds, and a good one in a fifth of one. */
    private static final double SHORT_FLOPS = 1 << 24;
    private static final long CACHE_LINE = 64;

    private final Functions f64;
    private final Functions f32;
    private final boolean syrk;

    /**
     * The functions of one precision. Sizes are {@code int}s and scalars {@code double}s in all of them; those that take heap memory hold up the collector.
     */
    private record Functions(MethodHandle gemm, MethodHandle gemmOfHeap, MethodHandle syrk, MethodHandle syrkOfHeap, MethodHandle gemv,
            MethodHandle gemvOfHeap, MethodHandle dot, MethodHandle axpy) {
    }

    /**
     * Binds them.
     *
     * @param wide whether the library's integers have 64 bits
     * @throws LibraryException if one is missing
     */
    CblasKernels(Symbols symbols, boolean wide) throws LibraryException {
        f64 = functions(symbols, "d", ValueLayout.JAVA_DOUBLE, wide);
        f32 = functions(symbols, "s", ValueLayout.JAVA_FLOAT, wide);
        syrk = true;
    }

    private CblasKernels(CblasKernels bound, boolean syrk) {
        f64 = bound.f64;
        f32 = bound.f32;
        this.syrk = syrk;
    }

    /** The same, as if the library had no {@link #syrk}. */
    CblasKernels withoutSyrk() {
        return new CblasKernels(this, false);
    }

    private static Functions functions(Symbols symbols, String letter, MemoryLayout scalar, boolean wide) throws LibraryException {
        Linker.Option heap = Linker.Option.critical(true);
        String prefix = "cblas_" + letter;
        // e: an enum; i: a size or stride; s: a scalar; p: an address; the result first, v for none.
        return new Functions(bind(symbols, prefix + "gemm", "veeeiiispipispi", scalar, wide),
                bind(symbols, prefix + "gemm", "veeeiiispipispi", scalar, wide, heap),
                bind(symbols, prefix + "syrk", "veeeiispispi", scalar, wide),
                bind(symbols, prefix + "syrk", "veeeiispispi", scalar, wide, heap),
                bind(symbols, prefix + "gemv", "veeiispipispi", scalar, wide),
                bind(symbols, prefix + "gemv", "veeiispipispi", scalar, wide, heap),
                bind(symbols, prefix + "dot", "sipipi", scalar, wide),
                bind(symbols, prefix + "axpy", "vispipi", scalar, wide));
    }

    private static MethodHandle bind(Symbols symbols, String name, String signature, MemoryLayout scalar, boolean wide,
            Linker.Option... options) throws LibraryException {
        List<MemoryLayout> layouts = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        for (char kind : signature.substring(1).toCharArray()) {
            layouts.add(switch (kind) {
                case 'e' -> ValueLayout.JAVA_INT;
                case 'i' -> wide ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_INT;
                case 's' -> scalar;
                default -> ValueLayout.ADDRESS;
            });
            types.add(kind == 's' ? double.class : kind == 'p' ? MemorySegment.class : int.class);
        }
        MemoryLayout[] arguments = layouts.toArray(MemoryLayout[]::new);
        boolean answers = signature.charAt(0) == 's';
        FunctionDescriptor descriptor = answers ? FunctionDescriptor.of(scalar, arguments) : FunctionDescriptor.ofVoid(arguments);
        return MethodHandles.explicitCastArguments(symbols.function(name, descriptor, options),
                MethodType.methodType(answers ? double.class : void.class, types));
    }

    private Functions of(Precision precision) {
        return precision == Precision.F64 ? f64 : f32;
    }

    private static int order(Operand c) {
        return c.byRows() ? ROW_MAJOR : COL_MAJOR;
    }

    private static int transposition(Operand each, Operand c) {
        return each.byRows() == c.byRows() ? PLAIN : TRANSPOSED;
    }

    @Override
    public void gemm(Precision precision, int m, int n, int k, double alpha, Operand a, Operand b, double beta, Operand c) {
        Functions functions = of(precision);
        boolean heap = !a.memory().isNative() || !b.memory().isNative() || !c.memory().isNative();
        MethodHandle gemm = heap ? functions.gemmOfHeap : functions.gemm;
        try {
            gemm.invokeExact(order(c), transposition(a, c), transposition(b, c), m, n, k, alpha, a.memory(), a.stride(), b.memory(),
                    b.stride(), beta, c.memory(), c.stride());
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public void syrk(Precision precision, int n, int k, double alpha, Operand a, double beta, Operand c) {
        Functions functions = of(precision);
        boolean heap = !a.memory().isNative() || !c.memory().isNative();
        MethodHandle function = heap ? functions.syrkOfHeap : functions.syrk;
        try {
            function.invokeExact(order(c), LOWER, transposition(a, c), n, k, alpha, a.memory(), a.stride(), beta, c.memory(), c.stride());
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public void gemv(Precision precision, int m, int n, double alpha, Operand a, MemorySegment x, double beta, MemorySegment y) {
        Functions functions = of(precision);
        MethodHandle gemv = a.memory().isNative() && x.isNative() && y.isNative() ? functions.gemv : functions.gemvOfHeap;
        try {
            gemv.invokeExact(order(a), PLAIN, m, n, alpha, a.memory(), a.stride(), x, 1, beta, y, 1);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public double dot(Precision precision, int n, MemorySegment x, MemorySegment y) {
        try {
            return (double) of(precision).dot.invokeExact(n, x, 1, y, 1);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public void axpy(Precision precision, int n, double alpha, MemorySegment x, MemorySegment y) {
        try {
            of(precision).axpy.invokeExact(n, alpha, x, 1, y, 1);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public boolean hasSyrk() {
        return syrk;
    }

    @Override
    public boolean takes(MemorySegment memory, Precision precision, double flops) {
        if (memory.isNative()) {
            return memory.address() % precision.bytes() == 0;
        }
        boolean array = memory.heapBase().filter(base -> base instanceof double[] || base instanceof float[]).isPresent();
        return array && flops <= SHORT_FLOPS;
    }

    @Override
    public MemorySegment scratch(Precision precision, long elements, Arena arena) {
        return arena.allocate(elements * precision.bytes(), CACHE_LINE);
    }

    private static RuntimeException failed(Throwable e) {
        return switch (e) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            default -> new IllegalStateException("a call into the library failed", e);
        };
    }
}
