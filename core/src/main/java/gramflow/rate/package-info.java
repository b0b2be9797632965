/**
 * What must hold: the bounds and potentials of {@code docs/theory.md} as observers of a run, each of which compares every state with what mathematics allows and keeps the worst ratio, the first
 * violation and the evidence. A certificate that fails has found a wrong β, λ, step, gradient or integrator. Nothing here moves a point.
 */
@org.jspecify.annotations.NullMarked
package gramflow.rate;
