package gramflow.problem;

import java.util.Optional;

/**
 * A function F of p parameters, to be minimised on a convex set. Parameters are a {@code double[]} that the caller keeps: methods read and write the arrays they are given and hold on to none.
 *
 * <p>Three methods are enough for a problem of one's own; the rest says what more is known. Implementations may keep scratch memory, so an instance serves one thread at a time unless it says
 * otherwise, and allocates nothing that grows with p at each call.
 */
public interface Problem {

    /** p, the number of parameters. */
    int dimension();

    /**
     * F(w).
     *
     * @param w p parameters; not changed
     */
    double value(double[] w);

    /**
     * F(w), and its gradient, or a subgradient where there is none.
     *
     * @param w p parameters; not changed
     * @param gradient overwritten with ∇F(w); another array than {@code w}
     */
    double valueAndGradient(double[] w, double[] gradient);

    /** What is known of it; {@link Facts#NONE} unless it says otherwise. */
    default Facts facts() {
        return Facts.NONE;
    }

    /** The set it is minimised on: all of ℝᵖ unless it says otherwise. */
    default ConvexSet set() {
        return WholeSpace.INSTANCE;
    }

    /** Whether {@link #hessianTimes} can be asked for. */
    default boolean hasHessian() {
        return false;
    }

    /**
     * ∇²F(w)·v.
     *
     * @param w where; not changed
     * @param v not changed
     * @param result overwritten; another array than {@code w} and {@code v}
     * @throws UnsupportedOperationException if the problem {@linkplain #hasHessian has none}
     */
    default void hessianTimes(double[] w, double[] v, double[] result) {
        throw new UnsupportedOperationException("this problem has no product with its Hessian");
    }

    /** The coordinates in which F is a sum of squares, if it is one and they are known: flows then have a closed form. */
    default Optional<SpectralForm> spectralForm() {
        return Optional.empty();
    }

    /** The same F on the same set, of which that is known: to declare what one knows, or to have a certificate find it wrong. */
    default Problem withFacts(Facts facts) {
        return new Restated(this, facts, set());
    }

    /** The same F on a set. Of what is known, F̄, w̄ and μ are dropped: they belong to the set they were found on. */
    default Problem on(ConvexSet smaller) {
        smaller.checkDimension(dimension());
        return new Restated(this, facts().onSmallerSet(), smaller);
    }
}
