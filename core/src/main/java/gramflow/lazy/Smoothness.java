package gramflow.lazy;

/** How fast a Jacobian can change: a β with ‖J_w − J_v‖ ≤ β‖w − v‖ on balls around w₀. */
public interface Smoothness {

    /**
     * β on the ball of that radius; it does not fall with the radius. ∞ if there is none.
     *
     * @param radius not negative, or ∞
     */
    double beta(double radius);

    /** Whether β is proved; a sampled one is only known to be no smaller. */
    boolean proved();

    /** Where it comes from, for a person: the formula, or why there is none. */
    String text();

    /** One β for all w. */
    static Smoothness everywhere(double beta, String text) {
        return new Everywhere(beta, true, text);
    }

    /** What a sample has shown β to be at least: the bounds computed from it are estimates, and may fail. */
    static Smoothness atLeast(double beta, String text) {
        return new Everywhere(beta, false, text);
    }

    /** None, as for ReLU. */
    static Smoothness none(String why) {
        return new Everywhere(Double.POSITIVE_INFINITY, true, why);
    }

    /**
     * The same on every ball.
     *
     * @param beta β
     * @param proved whether it is
     * @param text where it comes from
     */
    record Everywhere(double beta, boolean proved, String text) implements Smoothness {
        @Override
        public double beta(double radius) {
            return beta;
        }
    }
}
