package gramflow.memory;

import org.jspecify.annotations.Nullable;

/**
 * Two products of rows that are multiplied element by element, (s·A·A′ᵀ + c) ∘ (D·D′ᵀ): what one layer adds to a tangent kernel. Without D it is
 * s·A·A′ᵀ + c alone.
 *
 * <p>A row of A may stand for several of D, one after another: entry (i, j) is then (s·⟨a_{i/r}, a′_{j/r}⟩ + c)·⟨d_i, d′_j⟩, r the {@link #repeat}. So the
 * outputs of an example share its activations. The record checks itself once, here; code below trusts it.
 *
 * @param scale s
 * @param a n × p
 * @param a2 m × p, of the same precision
 * @param shift c
 * @param repeat r ≥ 1: how many rows of D go with one of A; 1 without D
 * @param d n·r × q, or null
 * @param d2 m·r × q, of the same precision; null if and only if d is
 */
public record ProductPair(double scale, Strided a, Strided a2, double shift, int repeat, @Nullable Strided d, @Nullable Strided d2) {

    /**
     * Checks that shapes and precisions go together.
     *
     * @throws IllegalArgumentException if they do not
     */
    public ProductPair {
        if (repeat < 1 || (d == null) != (d2 == null) || (d == null && repeat != 1)) {
            throw new IllegalArgumentException("repeat %d, %s; expected D and D' or neither, and at least 1, or 1 without them".formatted(
                    repeat, d == null ? "no D" : d2 == null ? "no D'" : "D and D'"));
        }
        check("A", a, a2);
        if (d != null && d2 != null) {
            check("D", d, d2);
            if (d.rows() != a.rows() * repeat || d2.rows() != a2.rows() * repeat || d.precision() != a.precision()) {
                throw new IllegalArgumentException(
                        "A is %s, A' %s, D %s, D' %s; expected %d rows of D for one of A, in one precision".formatted(
                                shape(a), shape(a2), shape(d), shape(d2), repeat));
            }
        }
    }

    /** Of one set of rows: (s·A·Aᵀ + c) ∘ (D·Dᵀ), or s·A·Aᵀ + c if d is null. */
    public static ProductPair of(double scale, Strided a, double shift, @Nullable Strided d) {
        return new ProductPair(scale, a, a, shift, 1, d, d);
    }

    /** Whether both factors are products of a set of rows with itself, and so the whole symmetric. */
    public boolean symmetric() {
        return a.equals(a2) && (d == null || d.equals(d2));
    }

    /** Rows of the product. */
    public long rows() {
        return a.rows() * repeat;
    }

    /** Columns of the product. */
    public long cols() {
        return a2.rows() * repeat;
    }

    /** Additions and multiplications of the products of rows: of one triangle if it is symmetric, of all entries otherwise. Those between the products are not counted. */
    public double flops() {
        double inner = d == null ? 0 : d.cols();
        return symmetric()
                ? (double) a.rows() * (a.rows() + 1) * a.cols() + (double) rows() * (rows() + 1) * inner
                : 2.0 * a.rows() * a2.rows() * a.cols() + 2.0 * rows() * cols() * inner;
    }

    private static void check(String name, Strided x, Strided y) {
        if (x.cols() != y.cols() || x.precision() != y.precision()) {
            throw new IllegalArgumentException(
                    "%s is %s, %s' is %s; expected rows of one length and precision".formatted(name, shape(x), name,
                            shape(y)));
        }
    }

    private static String shape(Strided x) {
        return x.rows() + " x " + x.cols() + " " + x.precision().label();
    }
}
