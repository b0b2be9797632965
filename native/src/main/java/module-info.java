/**
 * Backends over a BLAS of the machine: any library with the C interface, through {@link java.lang.foreign}, and jblas.
 *
 * <p>jblas is asked for, not required: as an automatic module it is there only if it is on the module path and something resolves it
 * ({@code --add-modules jblas}).
 */
module gramflow.blas {
    requires transitive gramflow.core;
    requires static jblas;
    requires static transitive org.jspecify;

    exports gramflow.blas;

    provides gramflow.backend.BackendProvider with gramflow.blas.CblasProvider.Openblas, gramflow.blas.CblasProvider.Blis,
            gramflow.blas.CblasProvider.Mkl, gramflow.blas.CblasProvider.Other, gramflow.blas.JblasProvider;
}
