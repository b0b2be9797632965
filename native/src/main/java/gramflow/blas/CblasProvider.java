package gramflow.blas;

import gramflow.backend.Backend;
import gramflow.backend.BackendProvider;
import gramflow.machine.PropertyException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings a backend over the library of one family, if the machine has one. Each family has a provider of its own, so that several can be compared. */
public abstract sealed class CblasProvider implements BackendProvider {
    private final Family family;
    private final int rank;
    private @Nullable Availability availability;
    private @Nullable Backend backend;

    private CblasProvider(Family family, int rank) {
        this.family = family;
        this.rank = rank;
    }

    /** OpenBLAS of the system, else that from Maven. */
    public static final class Openblas extends CblasProvider {
        /** For the service loader. */
        public Openblas() {
            super(Family.OPENBLAS, 80);
        }
    }

    /** BLIS, or AOCL. */
    public static final class Blis extends CblasProvider {
        /** For the service loader. Below OpenBLAS, because on a CPU that it does not know it falls to kernels without vectors. */
        public Blis() {
            super(Family.BLIS, 70);
        }
    }

    /** MKL. */
    public static final class Mkl extends CblasProvider {
        /** For the service loader. Below the others, because it is half as fast on CPUs of another make. */
        public Mkl() {
            super(Family.MKL, 60);
        }
    }

    /** Any other BLAS with the C interface. */
    public static final class Other extends CblasProvider {
        /** For the service loader. Below jblas, because it may be the reference implementation, which is slower than any. */
        public Other() {
            super(Family.OTHER, 20);
        }
    }

    @Override
    public String name() {
        return family.label();
    }

    @Override
    public int highestRank() {
        return rank;
    }

    @Override
    public synchronized Availability probe() {
        Availability answer = availability;
        if (answer == null) {
            answer = look();
            availability = answer;
        }
        return answer;
    }

    private Availability look() {
        try {
            LibrarySearch.Outcome outcome = LibrarySearch.find(family);
            Optional<Library> library = outcome.library();
            if (library.isEmpty()) {
                return Availability.no(outcome.why());
            }
            backend = library.get().backend();
            return Availability.yes(library.get().description(), rank);
        } catch (PropertyException | ExceptionInInitializerError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Availability.no(String.valueOf(cause.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            return Availability.no("it cannot be asked: " + e);
        }
    }

    @Override
    public synchronized Backend backend() {
        Backend made = backend;
        if (made == null) {
            throw new IllegalStateException(name() + " does not work here: " + probe().reason());
        }
        return made;
    }
}
