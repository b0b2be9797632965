package gramflow.bench.flow;

import gramflow.matrix.Matrix;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What the examples of a regression are to be fitted to, one number each. */
public enum Targets {
    /** The labels as they are. */
    LABEL,
    /** 1 where the label is even, −1 where it is odd. */
    PARITY,
    /** 1 or −1 by the toss of a coin. */
    RANDOM;

    /**
     * That of the name; without one labels that must be ±1 and are not are taken by their parity, and examples without labels by chance.
     *
     * @throws IllegalArgumentException in one line, if there is none
     */
    public static Targets of(@Nullable String name, @Nullable Matrix labels, boolean signs) {
        if (name == null) {
            return labels == null ? RANDOM : signs && !areSigns(labels) ? PARITY : LABEL;
        }
        return switch (name) {
            case "label" -> LABEL;
            case "parity" -> PARITY;
            case "random" -> RANDOM;
            case "onehot" ->
                throw new IllegalArgumentException("--target onehot: these problems have one output, expected label, parity or random");
            default -> throw new IllegalArgumentException("--target " + name + ": expected label, parity or random");
        };
    }

    private static boolean areSigns(Matrix labels) {
        for (long i = 0; i < labels.rows(); i++) {
            if (Math.abs(labels.get(i, 0)) != 1) {
                return false;
            }
        }
        return true;
    }

    /**
     * The targets.
     *
     * @param labels n × 1; null if there are none
     * @param n number of examples
     * @param seed of what is drawn
     * @throws IllegalArgumentException in one line, if labels are needed and missing, or are no whole numbers
     */
    public double[] of(@Nullable Matrix labels, long n, long seed) {
        double[] y = new double[Math.toIntExact(n)];
        if (this == RANDOM) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < y.length; i++) {
                y[i] = random.nextBoolean() ? 1 : -1;
            }
            return y;
        }
        if (labels == null) {
            throw new IllegalArgumentException("--target " + name().toLowerCase(java.util.Locale.ROOT)
                    + ": the data have no labels, expected --labels FILE or --label last");
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = this == LABEL ? labels.get(i, 0) : sign(i, labels.get(i, 0));
        }
        return y;
    }

    private static double sign(int row, double label) {
        if (label != Math.rint(label)) {
            throw new IllegalArgumentException(
                    "--target parity: row %d has the label %s, expected whole numbers".formatted(row + 1, label));
        }
        return label % 2 == 0 ? 1 : -1;
    }
}
