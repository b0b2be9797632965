package gramflow.problem;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Gradients of a few terms of a sum in place of all, n/b times the sum over b of them. For one run at a time. */
public final class Minibatches implements GradientOracle {
    private final FiniteSum sum;
    private final int size;
    private final boolean replacement;
    private int[] order = {};

    private Minibatches(FiniteSum sum, int size, boolean replacement) {
        if (size < 1 || size > sum.terms()) {
            throw new IllegalArgumentException("batches of %d of %d terms, expected 1 to %d".formatted(size, sum.terms(), sum.terms()));
        }
        this.sum = sum;
        this.size = size;
        this.replacement = replacement;
    }

    /** Each term drawn from all, independently: estimates are unbiased. */
    public static Minibatches withReplacement(FiniteSum sum, int size) {
        return new Minibatches(sum, size, true);
    }

    /** Batches of a random order of all terms, drawn anew when it is used up; terms that do not fill a batch are left out of that round. Unbiased only at the first step of a round. */
    public static Minibatches withoutReplacement(FiniteSum sum, int size) {
        return new Minibatches(sum, size, false);
    }

    @Override
    public void estimate(long step, double[] w, SplittableRandom random, double[] gradient) {
        Arrays.fill(gradient, 0);
        double scale = (double) sum.terms() / size;
        long round = sum.terms() / size;
        if (!replacement && step % round == 0) {
            shuffle(random);
        }
        int from = (int) (step % round) * size;
        for (int k = 0; k < size; k++) {
            long term = replacement ? random.nextLong(sum.terms()) : order[from + k];
            sum.addTerm(term, scale, w, gradient);
        }
    }

    private void shuffle(SplittableRandom random) {
        int n = Math.toIntExact(sum.terms());
        order = order.length == n ? order : new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }
}
