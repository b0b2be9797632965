/**
 * Spectra of symmetric matrices and operators: eigendecompositions, extreme eigenvalues with bounds on their errors, Cholesky's factorisation, functions of
 * a matrix times a vector, traces, and solvers with preconditioners. The flops are in the products of {@code matrix}; what is here are the algorithms
 * around them, deterministic for a seed and for any number of threads. Where a kernel matrix comes from, and what its spectrum means, is not known here.
 */
@org.jspecify.annotations.NullMarked
package gramflow.spectrum;
