package gramflow.rate;

import gramflow.flow.State;
import java.util.function.ToDoubleFunction;

/** Grönwall's inequality as a certificate: u̇ ≤ θu gives u(t) ≤ u(0)·exp(∫θ), for any series u that can be measured along a run, and any θ. */
public final class Gronwall {
    private Gronwall() {
    }

    /**
     * u(t) ≤ u(0)·exp(∫₀ᵗ θ), the integral by the trapezoidal rule over the states seen: exact for constant θ.
     *
     * @param name of u, for a person
     * @param u what is measured; not negative
     * @param theta θ at a state
     * @param forgiveness what may be exceeded, in parts of u(0): the integrator's tolerance, and the rule's error
     */
    public static Certificate of(String name, ToDoubleFunction<State> u, ToDoubleFunction<State> theta, double forgiveness) {
        return new Bound("A6", name + " <= exp(integral of theta) of its first", Claims.relative(u, new Claims.FromStart() {
            private double integral;
            private double time;
            private double last = Double.NaN;

            @Override
            public Reading read(State state, double first) {
                double here = theta.applyAsDouble(state);
                if (state.time() > time) {
                    integral += (here + last) / 2 * (state.time() - time);
                }
                time = state.time();
                last = here;
                return new Reading(u.applyAsDouble(state), first * Math.exp(integral));
            }
        }), forgiveness, Claims.WITHOUT_VALUE);
    }
}
