package gramflow.blas;

import gramflow.backend.Lapack;
import gramflow.memory.Precision;
import gramflow.memory.Strided;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * LAPACK's {@code potrf} and {@code syevd}, by their Fortran names, which every LAPACK has. Fortran's matrices lie column after column: to it, the lower
 * triangle of ours is the upper one of theirs, and the columns of eigenvectors that it leaves are our rows.
 */
final class LinkedLapack implements Lapack {
    /** Beyond it {@code syevd} asks for 1 + 6n + 2n² elements of scratch, which 32 bits cannot count. */
    private static final long NARROW_ORDER = 32_766;
    /** The same with 64 bits; the matrix itself ends before that. */
    private static final long WIDE_ORDER = Integer.MAX_VALUE;
    private static final long CACHE_LINE = 64;

    private final String description;
    private final boolean wide;
    private final Functions f64;
    private final Functions f32;

    private record Functions(MethodHandle potrf, MethodHandle syevd) {
    }

    /**
     * Binds them.
     *
     * @param wide whether integers have 64 bits
     * @throws LibraryException if one is missing
     */
    LinkedLapack(String description, Symbols symbols, boolean wide) throws LibraryException {
        this.description = description;
        this.wide = wide;
        f64 = functions(symbols, "d");
        f32 = functions(symbols, "s");
    }

    private static Functions functions(Symbols symbols, String letter) throws LibraryException {
        return new Functions(symbols.function(letter + "potrf_", descriptor(5, 1)), symbols.function(letter + "syevd_", descriptor(11, 2)));
    }

    /** Every argument is an address; behind them, unseen in Fortran, are the lengths of the texts among them. */
    private static FunctionDescriptor descriptor(int arguments, int texts) {
        MemoryLayout[] layouts = new MemoryLayout[arguments + texts];
        Arrays.fill(layouts, 0, arguments, ValueLayout.ADDRESS);
        Arrays.fill(layouts, arguments, arguments + texts, ValueLayout.JAVA_LONG);
        return FunctionDescriptor.ofVoid(layouts);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public long maxOrder() {
        return wide ? WIDE_ORDER : NARROW_ORDER;
    }

    @Override
    public long cholesky(Strided a) {
        long n = checked("cholesky", a);
        if (n == 0) {
            return 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            Strided matrix = staged(a, arena);
            MemorySegment info = integer(arena, 0);
            functions(a.precision()).potrf.invokeExact(arena.allocateFrom("U"), integer(arena, n), matrix.segment(),
                    integer(arena, matrix.rowStride()), info, 1L);
            if (!takes(a)) {
                Transfer.copyLower(matrix, a);
            }
            long failed = value(info);
            requireArguments("potrf", failed);
            return failed == 0 ? n : failed - 1;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public void eigen(Strided a, boolean vectors, double[] values) {
        long n = checked("eigen", a);
        if (values.length != n) {
            throw new IllegalArgumentException("eigen: room for %d eigenvalues, expected %d".formatted(values.length, n));
        }
        if (n == 0) {
            return;
        }
        Precision precision = a.precision();
        try (Arena arena = Arena.ofConfined()) {
            Strided matrix = staged(a, arena);
            MemorySegment found = arena.allocate(n * precision.bytes(), CACHE_LINE);
            MemorySegment info = integer(arena, 0);
            MemorySegment job = arena.allocateFrom(vectors ? "V" : "N");
            MemorySegment upper = arena.allocateFrom("U");
            long work = vectors ? 1 + 6 * n + 2 * n * n : 2 * n + 1;
            long integers = vectors ? 3 + 5 * n : 1;
            functions(precision).syevd.invokeExact(job, upper, integer(arena, n), matrix.segment(), integer(arena, matrix.rowStride()),
                    found,
                    arena.allocate(work * precision.bytes(), CACHE_LINE), integer(arena, work),
                    arena.allocate(integers * Long.BYTES, CACHE_LINE), integer(arena, integers), info, 1L, 1L);
            long failed = value(info);
            requireArguments("syevd", failed);
            if (failed > 0) {
                throw new ArithmeticException("eigen: %s did not converge, its code is %d".formatted(description, failed));
            }
            if (vectors && !takes(a)) {
                Transfer.copy(matrix, a);
            }
            Strided ascending = new Strided(found, precision, n, 1, 1, 1);
            for (int i = 0; i < n; i++) {
                values[i] = ascending.get(i, 0);
            }
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private long checked(String what, Strided a) {
        if (a.rows() != a.cols() || a.colStride() != 1) {
            throw new IllegalArgumentException("%s: A is %d x %d with column stride %d, expected n x n with column stride 1".formatted(what,
                    a.rows(), a.cols(), a.colStride()));
        }
        if (a.rows() > maxOrder()) {
            throw new IllegalArgumentException(
                    "%s: n = %d, and %s takes at most %d".formatted(what, a.rows(), description, maxOrder()));
        }
        return a.rows();
    }

    private static boolean takes(Strided a) {
        boolean aligned = a.segment().isNative() && a.segment().address() % a.precision().bytes() == 0;
        return aligned && a.rowStride() >= a.cols() && a.rowStride() <= Integer.MAX_VALUE;
    }

    /** The matrix where it is, if LAPACK takes it there, else a copy of its lower triangle. */
    private static Strided staged(Strided a, Arena arena) {
        if (takes(a)) {
            return a;
        }
        Strided copy = Operand.dense(arena.allocate(a.rows() * a.cols() * a.precision().bytes(), CACHE_LINE), a.precision(), a.rows(),
                a.cols(), true);
        Transfer.copyLower(a, copy);
        return copy;
    }

    private Functions functions(Precision precision) {
        return precision == Precision.F64 ? f64 : f32;
    }

    /** An integer by address. */
    private MemorySegment integer(Arena arena, long value) {
        return wide ? arena.allocateFrom(ValueLayout.JAVA_LONG, value) : arena.allocateFrom(ValueLayout.JAVA_INT, Math.toIntExact(value));
    }

    private long value(MemorySegment integer) {
        return wide ? integer.get(ValueLayout.JAVA_LONG, 0) : integer.get(ValueLayout.JAVA_INT, 0);
    }

    private void requireArguments(String function, long info) {
        if (info < 0) {
            throw new IllegalStateException("%s: %s refuses its argument %d".formatted(description, function, -info));
        }
    }

    private static RuntimeException failed(Throwable e) {
        return switch (e) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            default -> new IllegalStateException("a call into the library failed", e);
        };
    }
}
