package gramflow.lazy;

/**
 * One inequality of the theorem at one time: left ≤ right.
 *
 * @param id which, of {@code docs/theory.md}, and of what: {@code B2 residual}
 * @param left what must not be larger
 * @param right its bound
 * @param allowance what integration and rounding may have done to either
 */
public record Inequality(String id, double left, double right, double allowance) {

    /** Whether it holds, the allowance made. */
    public boolean holds() {
        return left <= right + allowance;
    }

    /** right − left. */
    public double slack() {
        return right - left;
    }

    /** left/right: 1 where the bound is attained; 0 where nothing is left of either. */
    public double ratio() {
        return left == 0 ? 0 : left / right;
    }
}
