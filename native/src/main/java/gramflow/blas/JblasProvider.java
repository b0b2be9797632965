package gramflow.blas;

import gramflow.backend.Backend;
import gramflow.backend.BackendProvider;
import gramflow.memory.Precision;
import java.net.URL;
import java.util.Optional;
import org.jblas.NativeBlas;
import org.jblas.util.Logger;

/**
 * Brings jblas, where it is on the class path (or, as the automatic module {@code jblas}, resolved). It needs the Fortran library {@code libgfortran.so.5} and does not bring it:
 * if the system has none, the one that comes with OpenBLAS from Maven is loaded before it.
 */
public final class JblasProvider implements BackendProvider {
    private static final int RANK = 40;

    /** For the service loader. */
    public JblasProvider() {
    }

    @Override
    public String name() {
        return "jblas";
    }

    @Override
    public int highestRank() {
        return RANK;
    }

    @Override
    public Availability probe() {
        return Made.WHY.isEmpty() ? Availability.yes(backend().description(), RANK) : Availability.no(Made.WHY);
    }

    @Override
    public Backend backend() {
        return Made.BACKEND.orElseThrow(() -> new IllegalStateException("jblas does not work here: " + Made.WHY));
    }

    /** Made once: a class that could not load its library never can. */
    private static final class Made {
        static final Optional<Backend> BACKEND;
        static final String WHY;

        static {
            Optional<Backend> made = Optional.empty();
            String why = "";
            try {
                made = Optional.of(JblasLibrary.open());
            } catch (LibraryException e) {
                why = e.why();
            } catch (NoClassDefFoundError e) {
                why = "org.jblas:jblas is not on the class path";
            } catch (RuntimeException | LinkageError e) {
                why = "it cannot be asked: " + e;
            }
            BACKEND = made;
            WHY = why;
        }
    }

    /** Apart, because it names classes that may not be there. */
    private static final class JblasLibrary {
        private static final int SHORTEST = 192;
        /** Tiles and their factors are copied onto the heap: 8 MB each at most. */
        private static final int LONGEST = 1008;
        private static final int DEPTH = 1024;

        static Backend open() throws LibraryException {
            // It would say on stderr what it does.
            Logger.getLogger().setLevel(Logger.ERROR);
            String fortran = "";
            try {
                SystemLoader.open("libgfortran.so.5");
            } catch (LibraryException absent) {
                try {
                    BundledOpenblas.loadFortran();
                } catch (LibraryException e) {
                    fortran = "; libgfortran.so.5 is missing (" + absent.why() + "; " + e.why()
                            + "): install it (Debian: libgfortran5), or put org.bytedeco:openblas for this platform on the class path";
                }
            }
            JblasKernels kernels = new JblasKernels();
            try {
                for (Precision precision : Precision.values()) {
                    SelfCheck.check(kernels, precision);
                    SelfCheck.checkZeroTimesInfinity(kernels, precision);
                }
            } catch (UnsatisfiedLinkError e) {
                throw new LibraryException("its library does not load: " + e.getMessage() + fortran);
            }
            String version = version();
            LinkedBackend.Identity identity = new LinkedBackend.Identity("jblas",
                    ("jblas " + version).strip() + ", a copy of OpenBLAS through JNI, no syrk, one thread at a time",
                    ("jblas " + version).strip(), Optional.empty());
            Tiling tiling = new Tiling(Runtime.getRuntime().availableProcessors(), SHORTEST, LONGEST, DEPTH);
            // On two threads at once its products were seen to be NaN.
            return new LinkedBackend(identity, kernels, Threading.ofWorkers(true), tiling);
        }

        /** The jar says it in its name alone. */
        private static String version() {
            URL url = NativeBlas.class.getResource("NativeBlas.class");
            return url == null ? "" : String.valueOf(url).replaceFirst(".*jblas-([0-9][^/]*)\\.jar.*|.*", "$1");
        }
    }
}
