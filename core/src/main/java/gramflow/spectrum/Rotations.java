package gramflow.spectrum;

/** Takes up the plane rotations that {@link TridiagonalQl} makes, to turn a matrix by them from the left. */
interface Rotations {

    /** Leaves them alone: eigenvalues only. */
    Rotations NONE = (low, high, descending, c, s) -> {
    };

    /**
     * One sweep: rotation i turns rows i and i + 1 into c[i]·rowᵢ − s[i]·rowᵢ₊₁ and s[i]·rowᵢ + c[i]·rowᵢ₊₁.
     *
     * @param low first rotation
     * @param high last rotation, ≥ low
     * @param descending whether the last is done first
     * @param c cosines, by number of rotation; only valid during the call
     * @param s sines
     */
    void sweep(int low, int high, boolean descending, double[] c, double[] s);
}
