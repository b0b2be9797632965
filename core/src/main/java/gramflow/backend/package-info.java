/**
 * The products a backend offers, the providers found on this machine, the choice among them, and the roofs none can exceed. What a product costs and promises is said here, once,
 * for every backend; how it is computed is not: {@code kernel} does that for the two built-in ones, and other modules bring theirs by
 * {@link java.util.ServiceLoader}.
 */
@org.jspecify.annotations.NullMarked
package gramflow.backend;
