package gramflow.model;

/**
 * One layer: z = s·W·a + t·b, of outputs × inputs weights W and as many biases b as outputs, if it has them.
 *
 * @param inputs length of a, ≥ 1
 * @param outputs length of z, ≥ 1
 * @param scale s
 * @param bias whether it has b
 * @param biasScale t; without b it means nothing and is 0
 * @param trained whether W and b are parameters; else they are part of the model
 * @param start how W and b are drawn
 */
public record Layer(long inputs, long outputs, double scale, boolean bias, double biasScale, boolean trained, Start start) {

    /**
     * How weights are drawn.
     *
     * @param signs whether weights are +1 or −1, at equal chances, instead of normal numbers
     * @param deviation standard deviation of a weight
     * @param biasDeviation standard deviation of a bias
     */
    public record Start(boolean signs, double deviation, double biasDeviation) {
        /** Normal numbers. */
        public static Start normal(double deviation, double biasDeviation) {
            return new Start(false, deviation, biasDeviation);
        }

        /** +1 or −1. */
        public static final Start SIGNS = new Start(true, 1, 0);
    }

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is less than 1, or a number is not finite
     */
    public Layer {
        if (inputs < 1 || outputs < 1) {
            throw new IllegalArgumentException(
                    "a layer of %d inputs and %d outputs, expected at least 1 of each".formatted(inputs, outputs));
        }
        if (!Double.isFinite(scale) || !Double.isFinite(biasScale) || (!bias && biasScale != 0)) {
            throw new IllegalArgumentException(
                    "a layer of scale %s, bias scale %s; expected finite numbers, and 0 without biases".formatted(scale, biasScale));
        }
    }

    /** Number of weights. */
    public long weights() {
        return Math.multiplyExact(inputs, outputs);
    }

    /** Number of weights and biases. */
    public long size() {
        return Math.addExact(weights(), bias ? outputs : 0);
    }

    /** The same, as a part of the model that is not trained. */
    public Layer fixed() {
        return new Layer(inputs, outputs, scale, bias, biasScale, false, start);
    }
}
