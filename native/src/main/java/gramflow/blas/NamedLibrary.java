package gramflow.blas;

import gramflow.backend.BackendException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The BLAS that the user named: by the property {@value #PROPERTY}, else by the environment variable {@value #VARIABLE}. A path, a name that the system looks
 * up, such as {@code libblis.so.4}, or {@value #BUNDLED} for the OpenBLAS that came from Maven. It takes the place of whatever else would be found of its
 * family.
 */
public final class NamedLibrary {
    /** System property; it is read when a backend is first asked for, and never again. */
    public static final String PROPERTY = "gramflow.blas.library";
    /** Environment variable. */
    public static final String VARIABLE = "GRAMFLOW_BLAS";
    /** In place of a path: the OpenBLAS on the class path. */
    public static final String BUNDLED = "maven";

    private NamedLibrary() {
    }

    /**
     * What came of it.
     *
     * @param told how it was named
     * @param library the library, if it can be used
     * @param why if not, why not
     */
    record Opened(String told, Optional<Library> library, String why) {
    }

    private static final class Once {
        static final Optional<Opened> OPENED = open(System.getProperty(PROPERTY), System.getenv(VARIABLE));
    }

    static Optional<Opened> opened() {
        return Once.OPENED;
    }

    /**
     * Opens the library, if one was named.
     *
     * @throws BackendException if it cannot be used: the message says how it was named, and why
     */
    public static void require() {
        opened().filter(opened -> opened.library().isEmpty()).ifPresent(opened -> {
            throw new BackendException(opened.told() + ": " + opened.why());
        });
    }

    static Optional<Opened> open(@Nullable String property, @Nullable String variable) {
        boolean byProperty = property != null && !property.isEmpty();
        String name = byProperty ? property : variable;
        if (name == null || name.isEmpty()) {
            return Optional.empty();
        }
        String told = (byProperty ? "-D" + PROPERTY : VARIABLE) + "=" + name;
        try {
            Library library = name.equals(BUNDLED)
                    ? Library.open(BundledOpenblas.library().toString(), "(from Maven)")
                    : LibrarySearch.open(LibrarySearch.isPath(name) ? Path.of(name).toAbsolutePath().toString() : name,
                            byProperty ? "" : "(" + VARIABLE + ")");
            return Optional.of(new Opened(told, Optional.of(library), ""));
        } catch (LibrarySearch.AbsentException e) {
            return Optional.of(new Opened(told, Optional.empty(), "no such library"));
        } catch (LibraryException e) {
            return Optional.of(new Opened(told, Optional.empty(), e.why()));
        }
    }
}
