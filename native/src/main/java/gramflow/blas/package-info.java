/**
 * Backends over libraries that others wrote: every BLAS of the machine that has the C interface, and jblas. Here is how they are found, told apart, asked and kept from harm, and
 * how a product is cut into blocks that they can take. No arithmetic lives here: what a library cannot do is left to the plain loops of {@code core}.
 */
@org.jspecify.annotations.NullMarked
package gramflow.blas;
