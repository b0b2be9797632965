package gramflow.model;

import gramflow.matrix.Matrix;

/**
 * What a model does beyond its linearisation at some parameters w: f(w + d) − f(w) − J·d and J at w + d less J at w, each to a few roundings of itself however short d is. Differences of values would leave
 * nothing of either: they lose as many digits as d is shorter than w.
 *
 * <p>Holds scratch; for one thread at a time.
 */
public interface Bending {

    /**
     * A change of f, in two parts.
     *
     * @param linear J·d, n·o × 1
     * @param rest f(w + d) − f(w) − J·d, n·o × 1
     */
    record Change(Matrix linear, Matrix rest) {
    }

    /**
     * f(w + d) − f(w).
     *
     * @param d p × 1 f64
     */
    Change change(Matrix d);

    /**
     * (J_{w+d} − J)ᵀ·u, p × 1.
     *
     * @param d p × 1 f64
     * @param u n·o × 1 f64
     */
    Matrix gradientChange(Matrix d, Matrix u);
}
