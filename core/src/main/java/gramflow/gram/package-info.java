/**
 * Gram matrices K = X·Xᵀ, and K(X, X′) = X·X′ᵀ between two sets of examples: first a plan that says what it will cost, then the work, then what it did
 * cost. The plan picks the way and the entries go to a matrix of the caller's, in memory or mapped from a file, so that whatever has rows, a model's
 * Jacobian too, can come in by the same door. What is larger than memory goes to a file band by band, and is read back, multiplied and factored from there. Products are {@code matrix}'s, file formats {@code io}'s, eigenvalues {@code spectrum}'s.
 */
@org.jspecify.annotations.NullMarked
package gramflow.gram;
