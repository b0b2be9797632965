/**
 * What moves: gradient descent and its accelerated, projected and stochastic kin, and gradient flow, by closed form, by adaptive explicit, stabilised and exponential integrators. A run yields
 * its states, with time, steps, arc length and evaluations, to observers, until a step, a time, a value or a gradient is reached, or it diverges. What the states must satisfy is {@code rate}'s to say,
 * what F is {@code problem}'s.
 */
@org.jspecify.annotations.NullMarked
package gramflow.flow;
