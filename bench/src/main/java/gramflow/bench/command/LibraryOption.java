package gramflow.bench.command;

import gramflow.backend.BackendException;
import gramflow.blas.NamedLibrary;
import picocli.CommandLine.Option;

/** {@code --library}: which BLAS is linked. A command takes it in as a mixin, and calls {@link #require} before it asks for a backend. */
final class LibraryOption {

    @Option(names = "--library", paramLabel = "PATH", description = "The BLAS to link: a file, a name such as libblis.so.4, maven for the OpenBLAS that came along, none. It is used by the backend that bears its name. Default: GRAMFLOW_BLAS, else what is found.")
    void setLibrary(String library) {
        // Backends are found once a process, by what the property says.
        System.setProperty(NamedLibrary.PROPERTY, library);
    }

    /**
     * Opens the library that was named, by this option or otherwise.
     *
     * @throws BackendException if it cannot be used
     */
    void require() {
        try {
            NamedLibrary.require();
        } catch (BackendException e) {
            throw new BackendException(String.valueOf(e.getMessage()).replace("-D" + NamedLibrary.PROPERTY + "=", "--library "));
        }
    }
}
