package gramflow.backend.differential;

import gramflow.backend.Backend;
import gramflow.backend.Backends;
import gramflow.memory.Precision;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is compared: an operation of a backend in a precision.
 *
 * @param backend the backend
 * @param operation what it is asked for
 * @param precision of all blocks
 */
record Subject(Backend backend, Operation operation, Precision precision) {

    /** Names of backends to leave out, parted by commas: another module runs the suite on its own, and those of core have had their turn. */
    private static final List<String> WITHOUT = List.of(System.getProperty("gramflow.suite.without", "").split(",", -1));

    /** All that works here. */
    static Stream<Subject> all() {
        return of(backends());
    }

    /** Those of the backends of core. */
    static Stream<Subject> builtIn() {
        return of(usable().filter(backend -> backend.name().equals("vector") || backend.name().equals("scalar")));
    }

    private static Stream<Subject> of(Stream<Backend> backends) {
        return backends.flatMap(backend -> Stream.of(Operation.values())
                .flatMap(operation -> Stream.of(Precision.values()).map(precision -> new Subject(backend, operation, precision))));
    }

    /** The backends that work here. */
    static Stream<Backend> backends() {
        return usable().filter(backend -> !WITHOUT.contains(backend.name()));
    }

    private static Stream<Backend> usable() {
        return Backends.all().stream().filter(found -> found.availability().usable()).map(found -> found.provider().backend());
    }

    @Override
    public String toString() {
        return backend.name() + " " + operation.name().toLowerCase(java.util.Locale.ROOT) + " " + precision.label();
    }
}
