package gramflow.lazy;

import gramflow.problem.Loss;
import gramflow.problem.Losses;
import java.util.Locale;

/**
 * A loss of one output z with target y: (1 − ε)φ(z, y) + εφ(z, −y). With ε = 0 that is φ itself; a loss of signs, which has no minimiser, gets one by ε &gt; 0: a target that is taken for certain to 1 − ε only.
 *
 * @param loss φ
 * @param smoothing ε, 0 ≤ ε &lt; ½; 0 for losses of other targets than signs
 * @param declared m that is taken for granted in place of the one computed; 0 for none
 */
public record OutputLoss(Loss loss, double smoothing, double declared) {

    /** ½(z − y)². */
    public static final OutputLoss SQUARE = new OutputLoss(Losses.SQUARE, 0, 0);

    /** Cells of the grid on which the growth of a loss is bounded grow by this factor, which costs about as much of m. */
    private static final double CELL = 1.001;
    private static final double FIRST_CELL = 1e-3;
    /** What a second derivative may fall by within the first cell. */
    private static final double WITHIN = 0.99;
    private static final double FAR = 1e6;
    private static final int HALVINGS = 200;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public OutputLoss {
        if (!(smoothing >= 0 && smoothing < 0.5) || (smoothing > 0 && !loss.needsSigns())) {
            throw new IllegalArgumentException(
                    "smoothing %s of the loss %s; expected at least 0, below 0.5, and 0 where targets are no signs"
                            .formatted(smoothing, loss.name()));
        }
        if (!(declared >= 0 && declared <= loss.curvature())) {
            throw new IllegalArgumentException(
                    "a declared m of %s; expected above 0, and at most the largest second derivative %s".formatted(declared,
                            loss.curvature()));
        }
    }

    /** Whether it is ½(z − y)². */
    public boolean square() {
        return loss.equals(Losses.SQUARE);
    }

    private double mixed(double one, double other) {
        return smoothing == 0 ? one : (1 - smoothing) * one + smoothing * other;
    }

    /** Of an output and its target. */
    public double value(double z, double y) {
        return mixed(loss.value(z, y), smoothing == 0 ? 0 : loss.value(z, -y));
    }

    /** ∂/∂z. */
    public double derivative(double z, double y) {
        return mixed(loss.derivative(z, y), smoothing == 0 ? 0 : loss.derivative(z, -y));
    }

    /** ∂²/∂z². */
    public double secondDerivative(double z, double y) {
        return mixed(loss.secondDerivative(z, y), smoothing == 0 ? 0 : loss.secondDerivative(z, -y));
    }

    /** M = sup ∂²/∂z². */
    public double curvature() {
        return loss.curvature();
    }

    /** Where it is least; ±∞ if it falls for ever. */
    public double minimiser(double y) {
        if (!loss.needsSigns()) {
            return y;
        }
        if (smoothing == 0) {
            return y * Double.POSITIVE_INFINITY;
        }
        double low = 0;
        double high = FAR;
        for (int i = 0; i < HALVINGS && low < high; i++) {
            double middle = low + (high - low) / 2;
            if (derivative(middle, 1) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return y * high;
    }

    /** Its infimum, the same for every target. */
    double least() {
        double best = minimiser(1);
        return Double.isInfinite(best) ? 0 : value(best, 1);
    }

    /**
     * m: with L the sum over outputs, ‖∇L‖² ≥ 2m(L − inf L) wherever L − inf L is at most {@code excess}, so all along a path on which L falls. Of each output ∂² ≥ 2m·(value − least) is bounded from below cell by cell: the
     * derivative is least where a cell begins, the value largest where it ends. 0 where there is no such m; or what was declared.
     */
    public double growth(double excess) {
        if (declared > 0) {
            return declared;
        }
        if (square()) {
            return 1;
        }
        double best = minimiser(1);
        if (Double.isInfinite(best)) {
            return 0;
        }
        return Math.min(growth(best, 1, excess), growth(best, -1, excess));
    }

    private double growth(double best, int direction, double excess) {
        double least = value(best, 1);
        double from = FIRST_CELL;
        double m = WITHIN * Math.min(secondDerivative(best, 1), secondDerivative(best + direction * from, 1));
        while (value(best + direction * from, 1) - least < excess && from < FAR) {
            double to = from * CELL;
            double slope = derivative(best + direction * from, 1);
            m = Math.min(m, slope * slope / (2 * (value(best + direction * to, 1) - least)));
            from = to;
        }
        return m;
    }

    /** As on the command line: {@code logistic:0.1}. */
    public String text() {
        return smoothing == 0 ? loss.name() : String.format(Locale.ROOT, "%s:%s", loss.name(), smoothing);
    }
}
