package gramflow.blas;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The functions of an open library, by name. Builds with 64-bit integers often append {@code 64_} or {@code _64} to every name, so that they can be
 * linked beside another; {@code suffix} is what this one appends.
 *
 * @param lookup finds them
 * @param suffix the end of every name, mostly empty
 */
record Symbols(SymbolLookup lookup, String suffix) {
    private static final List<String> SUFFIXES = List.of("", "64_", "_64");
    private static final long LONGEST_TEXT = 1024;

    /** Those of a library, with whatever it appends to {@code cblas_dgemm}; nothing if it has no such function. */
    static Symbols of(SymbolLookup lookup) {
        String suffix = SUFFIXES.stream().filter(end -> lookup.find("cblas_dgemm" + end).isPresent()).findFirst().orElse("");
        return new Symbols(lookup, suffix);
    }

    /** Address of a function, with the suffix or without. */
    Optional<MemorySegment> find(String name) {
        return Stream.of(name + suffix, name).flatMap(each -> lookup.find(each).stream()).findFirst();
    }

    boolean has(String name) {
        return find(name).isPresent();
    }

    /**
     * A function, to be called.
     *
     * @throws LibraryException if the library does not have it
     */
    MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) throws LibraryException {
        MemorySegment address = find(name).orElseThrow(() -> new LibraryException("it has no " + name + suffix));
        return Linker.nativeLinker().downcallHandle(address, descriptor, options);
    }

    /** What {@code int name(void)} answers; empty if there is no such function. */
    Optional<Integer> number(String name) throws LibraryException {
        return has(name) ? Optional.of((int) call(name, FunctionDescriptor.of(ValueLayout.JAVA_INT))) : Optional.empty();
    }

    /** What {@code char *name(arguments)} answers; empty if there is no such function. */
    Optional<String> text(String name, Object... arguments) throws LibraryException {
        if (!has(name)) {
            return Optional.empty();
        }
        MemoryLayout[] integers = new MemoryLayout[arguments.length];
        Arrays.fill(integers, ValueLayout.JAVA_INT);
        MemorySegment text = (MemorySegment) call(name, FunctionDescriptor.of(
                ValueLayout.ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Long.MAX_VALUE, ValueLayout.JAVA_BYTE)), integers),
                arguments);
        return text.equals(MemorySegment.NULL) ? Optional.empty() : Optional.of(text.getString(0).strip());
    }

    /** What {@code void name(char *text, int length)} writes; empty if there is no such function. */
    Optional<String> writtenText(String name) throws LibraryException {
        if (!has(name)) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(LONGEST_TEXT + 1);
            call(name, FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_INT), text, (int) LONGEST_TEXT);
            return Optional.of(text.getString(0).strip());
        }
    }

    /** Calls a function that answers with what {@code descriptor} says, or with nothing. */
    Object call(String name, FunctionDescriptor descriptor, Object... arguments) throws LibraryException {
        try {
            return function(name, descriptor).invokeWithArguments(arguments);
        } catch (LibraryException e) {
            throw e;
        } catch (Throwable e) {
            throw new LibraryException("its " + name + " cannot be called: " + e);
        }
    }
}
