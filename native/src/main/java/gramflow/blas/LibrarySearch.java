package gramflow.blas;

import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds a library of a family: the one that was {@linkplain NamedLibrary named}, if it is of that family; else by its usual names, where the system keeps libraries; else
 * the one that came from Maven. What is there and cannot be used is told, and passed over.
 */
final class LibrarySearch {
    private static final String SYSTEM = System.getProperty("os.name", "");

    /** Names without a version are for builds that have none; on Debian they come with development packages. */
    private static final Map<Family, List<String>> LINUX = Map.of(Family.OPENBLAS,
            List.of("libopenblas.so.0", "libopenblasp.so.0", "libopenblas.so"), Family.BLIS,
            List.of("libblis.so.4", "libblis.so.5", "libblis.so.3", "libblis-mt.so.5", "libblis-mt.so", "libblis.so"), Family.MKL,
            List.of("libmkl_rt.so.3", "libmkl_rt.so.2", "libmkl_rt.so.1", "libmkl_rt.so",
                    "/opt/intel/oneapi/mkl/latest/lib/libmkl_rt.so.2"),
            Family.OTHER, List.of("libcblas.so.3", "libblas.so.3", "libblas.so"));
    private static final Map<Family, List<String>> MAC = Map.of(Family.OPENBLAS,
            List.of("libopenblas.dylib", "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
                    "/usr/local/opt/openblas/lib/libopenblas.dylib"),
            Family.BLIS,
            List.of("libblis.4.dylib", "/opt/homebrew/opt/blis/lib/libblis.4.dylib", "/usr/local/opt/blis/lib/libblis.4.dylib"),
            Family.MKL, List.of("libmkl_rt.2.dylib", "libmkl_rt.dylib"), Family.OTHER,
            List.of("/System/Library/Frameworks/Accelerate.framework/Accelerate"));
    private static final Map<Family, List<String>> WINDOWS = Map.of(Family.OPENBLAS, List.of("libopenblas.dll", "openblas.dll"),
            Family.BLIS,
            List.of("libblis.4.dll", "AOCL-LibBlis-Win-MT-dll.dll"), Family.MKL, List.of("mkl_rt.3.dll", "mkl_rt.2.dll", "mkl_rt.dll"),
            Family.OTHER, List.of("libcblas.dll", "libblas.dll"));

    private static final Pattern FRONTED = Pattern.compile("openblas|blis|mkl");

    private LibrarySearch() {
    }

    /**
     * What came of it.
     *
     * @param library what can be used, if anything
     * @param why if nothing can, what was looked for and what was wrong with what was there
     */
    record Outcome(Optional<Library> library, String why) {
    }

    /** Looks for a library of that family. */
    static Outcome find(Family family) {
        Optional<NamedLibrary.Opened> named = NamedLibrary.opened();
        if (named.isPresent() && named.get().library().filter(library -> library.family() == family).isPresent()) {
            return new Outcome(named.get().library(), "");
        }
        List<String> names = usualNames(family);
        List<String> reasons = new ArrayList<>();
        // A named library that cannot be opened may be of any family: it is told where the others are not.
        if (family == Family.OTHER) {
            named.filter(opened -> opened.library().isEmpty()).ifPresent(opened -> reasons.add(opened.told() + ": " + opened.why()));
        }
        for (String name : names) {
            try {
                if (family == Family.OTHER) {
                    requireIndependent(name);
                }
                return new Outcome(Optional.of(ofFamily(family, open(name, ""))), "");
            } catch (AbsentException e) {
                // The next may be there.
            } catch (LibraryException e) {
                reasons.add(name + ": " + e.why());
            }
        }
        if (family == Family.OPENBLAS) {
            try {
                return new Outcome(Optional.of(Library.open(BundledOpenblas.library().toString(), "(from Maven)")), "");
            } catch (LibraryException e) {
                reasons.add(e.why());
            }
        }
        String looked = "not found, looked for " + String.join(", ", names);
        return new Outcome(Optional.empty(), reasons.isEmpty() || family == Family.OPENBLAS
                ? String.join("; ", Stream.concat(Stream.of(looked), reasons.stream()).toList())
                : String.join("; ", reasons));
    }

    private static List<String> usualNames(Family family) {
        Map<Family, List<String>> names = SYSTEM.startsWith("Mac") ? MAC : SYSTEM.startsWith("Windows") ? WINDOWS : LINUX;
        return names.getOrDefault(family, List.of());
    }

    /**
     * Debian's {@code libblas.so.3} may be the front of a library that has a backend of its own. Opened beside another version of that, it would get hold of the wrong one.
     */
    private static void requireIndependent(String name) throws LibraryException {
        Optional<Path> file = isPath(name) ? Optional.of(Path.of(name)) : LibraryPath.ofThisSystem().locate(name);
        for (String needed : file.map(LibraryFile::needs).orElse(List.of())) {
            if (FRONTED.matcher(needed).find()) {
                throw new LibraryException("a front of " + needed + ", which is another backend");
            }
        }
    }

    /** Under whatever name it was found. */
    private static Library ofFamily(Family family, Library library) throws LibraryException {
        if (library.family() != family) {
            throw new LibraryException(
                    "it is %s, which is the backend %s".formatted(library.identity().product(), library.family().label()));
        }
        return library;
    }

    /**
     * Opens a library by path, or by a name that is looked up as the system would. Either way the file is looked at first.
     *
     * @param source how it was found, in a few words, or nothing
     * @throws AbsentException if there is none
     * @throws LibraryException if it cannot be used
     */
    static Library open(String name, String source) throws LibraryException, AbsentException {
        // What macOS brings itself is in no file.
        if (name.startsWith("/System/")) {
            return Library.open(name, source);
        }
        if (isPath(name)) {
            if (!Files.exists(Path.of(name))) {
                throw new AbsentException();
            }
            LibraryFile.check(Path.of(name));
            return Library.open(name, source);
        }
        Optional<Path> located = LibraryPath.ofThisSystem().locate(name);
        if (located.isPresent()) {
            return Library.open(located.get().toString(), source);
        }
        try {
            // The system may know of more places.
            return Library.open(name, source);
        } catch (LibraryException e) {
            boolean absent = e.why().startsWith("cannot open shared object file") || e.why().contains("no such file")
                    || e.why().startsWith("Cannot open library");
            if (absent) {
                throw new AbsentException();
            }
            throw e;
        }
    }

    /** Whether a library is given by its place, not just by its name. */
    static boolean isPath(String name) {
        return name.indexOf('/') >= 0 || name.indexOf('\\') >= 0;
    }

    /** There is no such library. */
    static final class AbsentException extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;
    }
}
