package gramflow.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * Memory outside the heap, in huge pages where the system has them for whoever asks. A Gram matrix of n = 1536 is written 2–7 % faster to them: its rows lie in pages of their own, and there are more of these than the CPU
 * remembers the addresses of. Their zeros come from the system when they are first touched, by whatever thread does.
 *
 * <p>Asking takes two calls of the system's library, which the JVM allows where {@code --enable-native-access} names this module. Elsewhere, on systems other than Linux, and for little memory, it is an arena's own.
 */
public final class OffHeap {
    private static final long HUGE_PAGE = 2 << 20;
    /** Below, rounding up to whole pages costs more than they bring. */
    private static final long LEAST = 2 * HUGE_PAGE;

    private OffHeap() {
    }

    /**
     * Zeros, freed with {@code arena}.
     *
     * @param bytes not negative
     * @param alignment a power of two
     * @throws OutOfMemoryError if the machine has not that much memory
     */
    public static MemorySegment allocate(long bytes, long alignment, Arena arena) {
        if (bytes >= LEAST && alignment <= HUGE_PAGE && Calls.AVAILABLE != null) {
            MemorySegment mapped = Calls.AVAILABLE.map(bytes, arena);
            if (mapped != null) {
                return mapped;
            }
        }
        return arena.allocate(bytes, alignment);
    }

    /** Whether there can be huge pages at all. */
    static boolean asks() {
        return Calls.AVAILABLE != null;
    }

    /** Of the system's library. */
    private record Calls(MethodHandle mmap, MethodHandle munmap, MethodHandle madvise) {
        private static final int READ_AND_WRITE = 0x1 | 0x2;
        private static final int PRIVATE_AND_ANONYMOUS = 0x02 | 0x20;
        private static final int HUGE_PAGES = 14;
        /** What mmap returns where it can't. */
        private static final long FAILED = -1;

        static final @Nullable Calls AVAILABLE = find();

        /** A module that may not is not asked: the JVM would print a warning. */
        @SuppressWarnings("restricted")
        private static @Nullable Calls find() {
            if (!System.getProperty("os.name", "").equals("Linux") || !OffHeap.class.getModule().isNativeAccessEnabled()) {
                return null;
            }
            Linker linker = Linker.nativeLinker();
            SymbolLookup library = linker.defaultLookup();
            if (library.find("mmap").isEmpty() || library.find("munmap").isEmpty() || library.find("madvise").isEmpty()) {
                return null;
            }
            return new Calls(
                    linker.downcallHandle(library.findOrThrow("mmap"),
                            FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG)),
                    linker.downcallHandle(library.findOrThrow("munmap"), FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG)),
                    linker.downcallHandle(library.findOrThrow("madvise"), FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_INT)));
        }

        /** Whole huge pages, from the first whole one of what the system gives. */
        @SuppressWarnings("restricted")
        @Nullable
        MemorySegment map(long bytes, Arena arena) {
            long whole = Math.ceilDiv(bytes, HUGE_PAGE) * HUGE_PAGE;
            long length = whole + HUGE_PAGE;
            if (length < bytes) {
                return null;
            }
            try {
                MemorySegment given = (MemorySegment) mmap.invokeExact(MemorySegment.NULL, length, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS,
                        -1, 0L);
                if (given.address() == FAILED) {
                    return null;
                }
                MemorySegment first = MemorySegment.ofAddress(Math.ceilDiv(given.address(), HUGE_PAGE) * HUGE_PAGE);
                // Advice: where it isn't taken pages are small, and nobody needs to know.
                madvise.invokeExact(first, whole, HUGE_PAGES);
                return first.reinterpret(bytes, arena, memory -> free(given, length));
            } catch (Throwable t) {
                throw new IllegalStateException("cannot ask for memory", t);
            }
        }

        private void free(MemorySegment given, long length) {
            try {
                int done = (int) munmap.invokeExact(given, length);
                if (done != 0) {
                    throw new IllegalStateException("munmap refused " + length + " bytes at " + given);
                }
            } catch (Throwable t) {
                throw new IllegalStateException("cannot give memory back", t);
            }
        }
    }
}
