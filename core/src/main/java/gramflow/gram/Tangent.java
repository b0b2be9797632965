package gramflow.gram;

import gramflow.model.Jacobian;
import gramflow.model.Outputs;
import org.jspecify.annotations.Nullable;

/**
 * The tangent kernel to be computed: K = J·Jᵀ of one Jacobian, or K(X, X′) = J·J′ᵀ of two at the same parameters.
 *
 * @param jacobian J, over n examples
 * @param other J′, over m examples, or null for J itself
 * @param outputs what is done with several outputs
 * @param layout how entries for several outputs lie in memory; anything but {@link Layout#NONO} needs {@link Outputs#ALL}
 * @param way how K is computed, or null for the way of the fewest flops
 */
public record Tangent(Jacobian jacobian, @Nullable Jacobian other, Outputs outputs, Layout layout, GramPlan.@Nullable Way way) {

    /**
     * Checks that they go together.
     *
     * @throws IllegalArgumentException if they do not
     */
    public Tangent {
        if (other != null && (other.cols() != jacobian.cols() || other.value().cols() != jacobian.value().cols()
                || other.value().precision() != jacobian.value().precision())) {
            throw new IllegalArgumentException(
                    "tangent kernel: J is %d x %d %s, J' %d x %d %s; expected two of one model in one precision".formatted(
                            jacobian.rows(), jacobian.cols(), jacobian.value().precision().label(), other.rows(), other.cols(),
                            other.value().precision().label()));
        }
        if (layout != Layout.NONO && outputs != Outputs.ALL) {
            throw new IllegalArgumentException(
                    "tangent kernel: layout %s with outputs %s; a trace over outputs has one entry a pair".formatted(layout.label(),
                            outputs.label()));
        }
        if (way == GramPlan.Way.DENSE_PRODUCTS) {
            throw new IllegalArgumentException("tangent kernel: " + way.label() + " is the way of rows that are in memory");
        }
    }

    /** K = J·Jᵀ, for all outputs in layout n,o,n,o. */
    public static Tangent of(Jacobian jacobian) {
        return new Tangent(jacobian, null, Outputs.ALL, Layout.NONO, null);
    }

    /** K(X, X′) = J·J′ᵀ, for all outputs in layout n,o,n,o. */
    public static Tangent of(Jacobian jacobian, Jacobian other) {
        return new Tangent(jacobian, other, Outputs.ALL, Layout.NONO, null);
    }

    /** The same with that done with several outputs. */
    public Tangent with(Outputs treatment) {
        return new Tangent(jacobian, other, treatment, layout, way);
    }

    /** The same with entries lying so. */
    public Tangent with(Layout order) {
        return new Tangent(jacobian, other, outputs, order, way);
    }

    /** The same, computed that way. */
    public Tangent by(GramPlan.Way how) {
        return new Tangent(jacobian, other, outputs, layout, how);
    }
}
