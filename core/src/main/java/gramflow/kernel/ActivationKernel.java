package gramflow.kernel;

/** An activation and its derivatives, as far as its class was written for them, over pieces of one array; see {@link ActivationGenerator}. */
interface ActivationKernel {

    /**
     * {@code array[valuesAt + i] ← φ(array[zAt + i])}, and the same for the derivatives, 0 ≤ i &lt; count. Pieces do not overlap, except that results may
     * take the place of z.
     *
     * @param array arguments and results
     * @param zAt where the arguments begin
     * @param count how many; a multiple of {@link ActivationGenerator#STEP}
     * @param valuesAt where φ(z) goes, if the class was written for it
     * @param slopesAt where φ′(z) goes, if the class was written for it
     * @param curvaturesAt where φ″(z) goes, if the class was written for it
     */
    void apply(double[] array, int zAt, int count, int valuesAt, int slopesAt, int curvaturesAt);
}
