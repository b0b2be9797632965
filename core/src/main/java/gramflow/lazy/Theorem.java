package gramflow.lazy;

import java.util.Locale;

/**
 * B1 and B2 for one start and one scale, each with the β of the ball that it needs: B1 that of radius σ/(2β), B2 that of radius L∞. Where β grows with the ball, these are equations for the radius.
 *
 * @param start the constants; its β is not used, and its r₀ is √(2(L₀ − inf L)/m), which is ‖αf(w₀) − y‖ for the square
 * @param smoothness where β comes from
 * @param loss what is known of L
 */
public record Theorem(Constants start, Smoothness smoothness, LossFacts loss) {
    private static final int HALVINGS = 200;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    /** For the square. */
    public Theorem(Constants start, Smoothness smoothness) {
        this(start, smoothness, LossFacts.square(start.residual()));
    }

    /** The least radius with r·β(r) ≥ part·σ; ∞ if β is 0 everywhere. */
    private double radius(double part) {
        double aim = part * start.sigma();
        double first = smoothness.beta(0);
        double low = 0;
        double high = first > 0 ? aim / first : 1;
        while (high * smoothness.beta(high) < aim) {
            high *= 2;
            if (high == Double.POSITIVE_INFINITY) {
                return high;
            }
        }
        for (int i = 0; i < HALVINGS && low < high; i++) {
            double middle = low + (high - low) / 2;
            if (middle * smoothness.beta(middle) < aim) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Whether there is a β at all, and a σ, and an m. */
    public boolean applies() {
        return loss.m() > 0 && start.sigma() > 0 && smoothness.beta(0) < Double.POSITIVE_INFINITY;
    }

    /** B1 with the β of its ball; its clock is m·t. */
    public ClassicalBound classical() {
        double residual = Math.min(loss.classical(), Double.MAX_VALUE);
        Constants constants = new Constants(start.alpha(), start.sigma(), start.sigmaMax(), 0, residual);
        return new ClassicalBound(constants.withBeta(applies() ? smoothness.beta(radius(0.5)) : Double.POSITIVE_INFINITY));
    }

    /** How far the residual divided by α can be made to fall within a ball, by what is known of that ball: σr − βr²/2, and σ²/(2β) if that is reached before. */
    private double reach(double r) {
        double beta = smoothness.beta(r);
        return r * beta < start.sigma() ? r * (start.sigma() - beta * r / 2) : start.sigma() * start.sigma() / (2 * beta);
    }

    /** The ball within which the most is reached; ∞ if β is 0. */
    private double bestRadius() {
        double high = radius(1);
        if (high == Double.POSITIVE_INFINITY || smoothness.beta(high) == smoothness.beta(0)) {
            return high;
        }
        double low = 0;
        for (int i = 0; i < HALVINGS; i++) {
            double left = high - GOLDEN * (high - low);
            double right = low + GOLDEN * (high - low);
            if (reach(left) < reach(right)) {
                low = left;
            } else {
                high = right;
            }
        }
        return low + (high - low) / 2;
    }

    /** The α that B2 needs to be exceeded, for the r₀ at hand: 2βr₀/σ² where β is that of all balls. ∞ if it does not apply. */
    public double sharpThreshold() {
        if (!applies()) {
            return Double.POSITIVE_INFINITY;
        }
        double best = bestRadius();
        return best == Double.POSITIVE_INFINITY ? 0 : start.residual() / reach(best);
    }

    /** The α that B1 needs at least, for the r₀ at hand. ∞ if it does not apply. */
    public double classicalThreshold() {
        return applies() ? classical().threshold() : Double.POSITIVE_INFINITY;
    }

    /** B2 with the β of its ball, in the clock m·t: the least in which a path of L∞ fits. Below the threshold, with that of the ball in which the most is reached. */
    public SharpBound sharp() {
        if (!applies()) {
            return new SharpBound(start.withBeta(Double.POSITIVE_INFINITY));
        }
        double high = bestRadius();
        double needed = start.residual() / start.alpha();
        if (high == Double.POSITIVE_INFINITY || reach(high) < needed) {
            return new SharpBound(start.withBeta(smoothness.beta(high)));
        }
        double low = 0;
        for (int i = 0; i < HALVINGS && low < high; i++) {
            double middle = low + (high - low) / 2;
            if (reach(middle) < needed) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new SharpBound(start.withBeta(smoothness.beta(high)));
    }

    /** Whether α exceeds the threshold of B2. */
    public boolean sharpHolds() {
        return applies() && start.alpha() > sharpThreshold();
    }

    /** Whether α reaches the threshold of B1. */
    public boolean classicalHolds() {
        return applies() && classical().holds();
    }

    /** Whether the bound on the residual holds at any α: β is the same for all w. */
    public boolean residualBoundHolds() {
        return applies() && (sharpHolds() || smoothness.beta(0) == smoothness.beta(Double.MAX_VALUE));
    }

    /** Which hypothesis of B2 fails, or that none does; for a person. */
    public String sharpText() {
        return text("B2", "alpha > 2 beta r0/sigma^2", sharpThreshold(), sharpHolds());
    }

    /** Which hypothesis of B1 fails, or that none does; for a person. */
    public String classicalText() {
        return text("B1", "alpha >= 24 beta sigma_max r0/sigma^3", classicalThreshold(), classicalHolds());
    }

    private String text(String name, String hypothesis, double threshold, boolean holds) {
        if (loss.m() == 0) {
            return name + " does not apply: " + loss.text();
        }
        if (start.sigma() <= 0) {
            return name + " does not apply: K is singular, sigma = 0";
        }
        if (smoothness.beta(0) == Double.POSITIVE_INFINITY) {
            return name + " does not apply: " + smoothness.text();
        }
        return String.format(Locale.ROOT, "%s %s: %s is %.4g %s %.4g%s", name, holds ? "holds" : "is not met", hypothesis, start.alpha(),
                holds ? "against" : "against the needed", threshold, smoothness.proved() ? "" : ", by a sampled lower estimate of beta");
    }
}
