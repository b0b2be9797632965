package gramflow.model;

import gramflow.matrix.Matrix;

/**
 * What a model does beyond its linearisation at some parameters w: f(w + d) − f(w) − J·d and J at w + d less J at w, each to a few roundings of itself however short d is. Differences of values would leave
 * nothing of either: they lose as many digits as d is shorter than w.
 *
 * <p>It stands at one d at a time, w itself to begin with, and holds scratch; for one thread at a time.
 */
public interface Bending {

    /**
     * Goes to w + d.
     *
     * @param d p × 1 f64, not to be written to while this stands there
     */
    void moveTo(Matrix d);

    /** J·d, n·o × 1: a new matrix. */
    Matrix linear();

    /** f(w + d) − f(w) − J·d, n·o × 1: a new matrix. */
    Matrix rest();

    /**
     * (J_{w+d} − J)ᵀ·u, p × 1: a new matrix.
     *
     * @param u n·o × 1 f64
     */
    Matrix gradientChange(Matrix u);
}
