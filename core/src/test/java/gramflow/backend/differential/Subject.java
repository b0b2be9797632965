package gramflow.backend.differential;

import gramflow.backend.Backend;
import gramflow.backend.Backends;
import gramflow.memory.Precision;
import java.util.stream.Stream;

/**
 * What is compared: an operation of a backend in a precision.
 *
 * @param backend the backend
 * @param operation what it is asked for
 * @param precision of all blocks
 */
record Subject(Backend backend, Operation operation, Precision precision) {

    /** All that works here. */
    static Stream<Subject> all() {
        return backends().flatMap(backend -> Stream.of(Operation.values())
                .flatMap(operation -> Stream.of(Precision.values()).map(precision -> new Subject(backend, operation, precision))));
    }

    /** The backends that work here. */
    static Stream<Backend> backends() {
        return Backends.all().stream().filter(found -> found.availability().usable()).map(found -> found.provider().backend());
    }

    @Override
    public String toString() {
        return backend.name() + " " + operation.name().toLowerCase(java.util.Locale.ROOT) + " " + precision.label();
    }
}
