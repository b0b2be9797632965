package gramflow.lazy;

import gramflow.matrix.Matrix;
import java.util.Locale;

/**
 * What the theorem needs of a loss L besides its value at the start (B8 of docs/theory.md).
 *
 * @param m with ‖∇L‖² ≥ 2m(L − inf L) along the path; 0 if there is none, and then nothing is promised
 * @param classical what B1 has for r₀: (M/m)^{3/2}·‖αf(w₀) − y*‖, y* being where L is least; ∞ if that is nowhere known
 * @param text where m comes from, or why there is none
 */
public record LossFacts(double m, double classical, String text) {

    /** Of ½‖z − y‖². */
    static LossFacts square(double residual) {
        return new LossFacts(1, residual, "square loss");
    }

    /** Of a problem at its start. */
    static LossFacts of(LazyProblem problem, Matrix output) {
        double shortfall = problem.shortfall(output);
        OutputLoss loss = problem.loss();
        if (loss.square()) {
            return square(shortfall);
        }
        double m = loss.growth(shortfall * shortfall / 2);
        if (m == 0) {
            return new LossFacts(0, Double.POSITIVE_INFINITY, String.format(Locale.ROOT,
                    "the loss %s has no minimiser: where it is nearly 0 its gradient is smaller still, so that m = 0 on the sublevel set; expected a smoothed one, %s:0.1, or an m that is declared",
                    loss.text(), loss.loss().name()));
        }
        double distance = problem.distance(output);
        return new LossFacts(m, Math.pow(loss.curvature() / m, 1.5) * distance,
                String.format(Locale.ROOT, "loss %s: m = %.3g%s, M = %.3g", loss.text(), m,
                        loss.declared() > 0 ? ", as declared" : " on the sublevel set of the start", loss.curvature()));
    }
}
