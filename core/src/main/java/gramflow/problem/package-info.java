/**
 * What is minimised: F, ∇F and, where there is one, ∇²F·v; the convex set it is minimised on; and what is known of β, λ, μ, F̄ and w̄, with whether it was computed or declared. Quadratics of
 * a given spectrum, losses of a linear predictor on data, and the functions on which bounds are attained are here; any other F comes in by implementing {@link gramflow.problem.Problem}. How a
 * point moves is {@code flow}'s, what must hold of it {@code rate}'s.
 */
@org.jspecify.annotations.NullMarked
package gramflow.problem;
