package gramflow.blas;

import gramflow.backend.Lapack;
import gramflow.machine.Cpu;
import gramflow.memory.Precision;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An open BLAS that has shown that it works.
 *
 * @param family which it is
 * @param identity what it says of itself
 * @param file where it is
 * @param source how it was found: {@code "(from Maven)"}, or nothing to speak of
 * @param wide whether its integers have 64 bits
 * @param symbols its functions
 * @param kernels the same, bound
 */
record Library(Family family, Family.Identity identity, String file, String source, boolean wide, Symbols symbols, CblasKernels kernels) {

    /** CPUs on which 32 of the 64 bits of a register are all that a callee may look at. */
    private static final Set<String> PROBEABLE = Set.of("amd64", "x86_64", "aarch64");
    /** One as an {@code int}; as a {@code long} a number far below zero, of which every library makes an empty vector. */
    private static final long ONE_OR_NEGATIVE = 0xFFFF_FFFF_0000_0001L;

    /**
     * Opens a library, asks what it is, and tries it.
     *
     * @param name a path, or a name that the system looks up
     * @param source how it was found, in a few words, or nothing
     * @throws LibraryException if it cannot be used
     */
    static Library open(String name, String source) throws LibraryException {
        Switches.set();
        Symbols symbols = Symbols.of(SystemLoader.open(name));
        if (!symbols.has("cblas_dgemm")) {
            throw new LibraryException("it has no cblas_dgemm: not a BLAS with the C interface");
        }
        Family family = Family.of(symbols);
        family.prepare(symbols, Threading.libraryAskedFor());
        Family.Identity identity = family.identify(symbols);
        boolean wide = wide(symbols, identity.integerBits());
        family.useThreads(symbols, 1);
        CblasKernels kernels = new CblasKernels(symbols, wide);
        for (Precision precision : Precision.values()) {
            SelfCheck.check(kernels, precision);
            SelfCheck.checkZeroTimesInfinity(kernels, precision);
            if (kernels.hasSyrk() && !SelfCheck.syrkKeepsNan(kernels, precision)) {
                kernels = kernels.withoutSyrk();
            }
        }
        String file = symbols.find("cblas_dgemm").flatMap(SystemLoader::fileOf).map(Library::real).orElse(name);
        return new Library(family, identity, file, source, wide, symbols, kernels);
    }

    /** The file behind links: its name has the version, mostly. */
    private static String real(String file) {
        try {
            return Path.of(file).toRealPath().toString();
        } catch (IOException | RuntimeException e) {
            return file;
        }
    }

    /**
     * Whether its integers have 64 bits: found out by the dot product of vectors whose length is 1 in 32 bits and negative in 64.
     *
     * @throws LibraryException if it says otherwise itself
     */
    private static boolean wide(Symbols symbols, Optional<Integer> said) throws LibraryException {
        if (!PROBEABLE.contains(Cpu.current().architecture())) {
            return said.orElse(32) == 64;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 3, 3);
            double product = (double) symbols.call("cblas_ddot",
                    FunctionDescriptor.of(ValueLayout.JAVA_DOUBLE, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS, ValueLayout.JAVA_LONG),
                    ONE_OR_NEGATIVE, x, 1L, x, 1L);
            int found = product == 9 ? 32 : product == 0 ? 64 : 0;
            if (found == 0 || said.orElse(found) != found) {
                throw new LibraryException(
                        "its integers cannot be told: it says %s bits, and a product that is 9 with 32 and 0 with 64 is %s"
                                .formatted(said.isPresent() ? said.get() : "nothing of their", product));
            }
            return found == 64;
        }
    }

    /** A backend over it. */
    LinkedBackend backend() {
        boolean own = Threading.libraryAskedFor();
        Threading threading = own ? Threading.ofLibrary(this::useThreads) : Threading.ofWorkers(identity.oneAtATime());
        Tiling tiling = own ? Tiling.whole() : Tiling.of(Runtime.getRuntime().availableProcessors());
        String key = words(family.label(), identity.version(), identity.core());
        return new LinkedBackend(new LinkedBackend.Identity(family.label(), description(), key, lapack()), kernels, threading, tiling);
    }

    private void useThreads(int threads) {
        try {
            family.useThreads(symbols, threads);
        } catch (LibraryException e) {
            throw new IllegalStateException(family.label() + ": " + e.why(), e);
        }
    }

    private Optional<Lapack> lapack() {
        try {
            return Optional.of(new LinkedLapack(words(identity.product(), identity.version()), symbols, wide));
        } catch (LibraryException e) {
            // A BLAS alone is as good a BLAS.
            return Optional.empty();
        }
    }

    /** One line for a person: what it is, what it chose, where it is. */
    String description() {
        String set = Switches.told(family.name());
        String core = identity.core().isEmpty() ? "" : "kernels for " + identity.core() + (set.isEmpty() ? "" : " (" + set + ")");
        String threads = Threading.libraryAskedFor() ? "its own threads" : identity.oneAtATime() ? "one thread at a time" : "";
        String more = Stream.of(core, wide ? "64-bit integers" : "32-bit integers", threads, lapack().isPresent() ? "LAPACK" : "",
                kernels.hasSyrk() ? "" : "its syrk loses NaN and is not used",
                words(file, source)).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
        return words(identity.product(), identity.version()) + ", " + more;
    }

    private static String words(String... words) {
        return Stream.of(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
    }
}
