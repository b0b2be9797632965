/**
 * The regime in which a model α·f trains like its linearisation: both forms of the theorem as functions of a few constants, the tangent flow exactly, and the gradient flow that is held against them. Products
 * with the Jacobian are the model's, spectra {@code spectrum}'s. Sweeps over α, tables and pages are not here.
 */
@org.jspecify.annotations.NullMarked
package gramflow.lazy;
