/**
 * Gramflow's core: kernels, matrices and Gram matrices to embed. It needs nothing but the JDK at run time, and prints nothing.
 *
 * <p>{@code jdk.incubator.vector} is asked for, not required: without {@code --add-modules jdk.incubator.vector} everything works, slower, on the
 * scalar reference or on whatever backend {@code gramflow.blas} brings. Of {@code jdk.unsupported} it takes the supported part: files past the system's cache.
 */
module gramflow.core {
    requires static jdk.incubator.vector;
    requires static jdk.jfr;
    requires static transitive org.jspecify;
    requires java.management;
    requires jdk.management;
    requires static jdk.unsupported;

    exports gramflow.memory;
    exports gramflow.machine;
    exports gramflow.backend;
    exports gramflow.matrix;
    exports gramflow.io;
    exports gramflow.model;
    exports gramflow.spectrum;
    exports gramflow.gram;
    exports gramflow.problem;
    exports gramflow.flow;
    exports gramflow.rate;
    exports gramflow.lazy;

    uses gramflow.backend.BackendProvider;
}
