package gramflow.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a problem: the constants that rates are made of. Immutable; each {@code with…} makes another.
 *
 * <p>β bounds the Lipschitz constant of ∇F, λ the curvature from below (0 where F is merely convex), μ is the constant of Polyak and Łojasiewicz, ‖∇F‖² ≥ 2μ(F − F̄), G bounds ‖∇F‖ or every subgradient.
 * F̄ and w̄ are the infimum and a minimiser <em>on the problem's set</em>. Nothing here is checked against F: that is what certificates are for.
 */
public final class Facts {

    /** Nothing is known. */
    public static final Facts NONE = new Facts(false, Known.NOTHING, Known.NOTHING, Known.NOTHING, Known.NOTHING, Known.NOTHING, null,
            Known.Origin.UNKNOWN);

    /** F is convex, and that is all. */
    public static final Facts CONVEX = NONE.withConvex(true);

    private final boolean convex;
    private final Known beta;
    private final Known lambda;
    private final Known mu;
    private final Known lipschitz;
    private final Known infimum;
    private final double @Nullable [] minimiser;
    private final Known.Origin minimiserOrigin;

    private Facts(boolean convex, Known beta, Known lambda, Known mu, Known lipschitz, Known infimum, double @Nullable [] minimiser,
            Known.Origin minimiserOrigin) {
        this.convex = convex;
        this.beta = beta;
        this.lambda = lambda;
        this.mu = mu;
        this.lipschitz = lipschitz;
        this.infimum = infimum;
        this.minimiser = minimiser;
        this.minimiserOrigin = minimiserOrigin;
    }

    /** Whether F is known to be convex. */
    public boolean convex() {
        return convex;
    }

    /** β. */
    public Known beta() {
        return beta;
    }

    /** λ; 0 if F is convex and nothing more is known. */
    public Known lambda() {
        return lambda.isKnown() || !convex ? lambda : Known.computed(0);
    }

    /** μ; λ, which is one, if no other is known and λ is positive. */
    public Known mu() {
        return mu.isKnown() || !(lambda.value() > 0) ? mu : lambda;
    }

    /** G. */
    public Known lipschitz() {
        return lipschitz;
    }

    /** F̄. */
    public Known infimum() {
        return infimum;
    }

    /** A copy of w̄. */
    public Optional<double[]> minimiser() {
        return Optional.ofNullable(minimiser).map(double[]::clone);
    }

    /** Where w̄ is from. */
    public Known.Origin minimiserOrigin() {
        return minimiserOrigin;
    }

    /** With F convex or not known to be. */
    public Facts withConvex(boolean isConvex) {
        return new Facts(isConvex, beta, lambda, mu, lipschitz, infimum, minimiser, minimiserOrigin);
    }

    /** With that β. */
    public Facts withBeta(Known value) {
        return new Facts(convex, value, lambda, mu, lipschitz, infimum, minimiser, minimiserOrigin);
    }

    /** With that λ; λ ≥ 0 says that F is convex. */
    public Facts withLambda(Known value) {
        return new Facts(convex || value.value() >= 0, beta, value, mu, lipschitz, infimum, minimiser, minimiserOrigin);
    }

    /** With that μ. */
    public Facts withMu(Known value) {
        return new Facts(convex, beta, lambda, value, lipschitz, infimum, minimiser, minimiserOrigin);
    }

    /** With that G. */
    public Facts withLipschitz(Known value) {
        return new Facts(convex, beta, lambda, mu, value, infimum, minimiser, minimiserOrigin);
    }

    /** With that F̄. */
    public Facts withInfimum(Known value) {
        return new Facts(convex, beta, lambda, mu, lipschitz, value, minimiser, minimiserOrigin);
    }

    /** With a copy of that w̄, and how it came to be known. */
    public Facts withMinimiser(double[] point, Known.Origin origin) {
        return new Facts(convex, beta, lambda, mu, lipschitz, infimum, point.clone(), origin);
    }

    /** What remains true when F is minimised on a smaller set: convexity, β, λ, G. */
    Facts onSmallerSet() {
        return new Facts(convex, beta, lambda, Known.NOTHING, lipschitz, Known.NOTHING, null, Known.Origin.UNKNOWN);
    }

    /** One line for a person. */
    @Override
    public String toString() {
        return "convex: %s, beta %s, lambda %s, mu %s, G %s, infimum %s, minimiser %s".formatted(convex ? "yes" : "not known", beta,
                lambda(), mu(), lipschitz, infimum,
                minimiserOrigin.name().toLowerCase(java.util.Locale.ROOT));
    }
}
