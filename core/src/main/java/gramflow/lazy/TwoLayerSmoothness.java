package gramflow.lazy;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.spectrum.Lanczos;
import gramflow.spectrum.SymmetricOperator;
import java.util.Locale;

/**
 * β of the net f(x) = m^{−1/2}·Σ_j s_jφ(w_j·x) on given examples (docs/theory.md, B): of ‖φ″‖, of how large the outer weights are, and of the examples.
 *
 * @param slope M₁ = sup |φ′|
 * @param curvature M₂ = sup |φ″|; ∞ for ReLU
 * @param outer max |s_j| at the start
 * @param width m
 * @param operatorNorm ‖X‖
 * @param longest max ‖x_i‖
 * @param fourthPowers (Σ ‖x_i‖⁴)^{1/2}
 */
public record TwoLayerSmoothness(double slope, double curvature, double outer, long width, double operatorNorm, double longest,
        double fourthPowers) {

    /**
     * For examples.
     *
     * @param x n × d f64, a 1 appended to each if there are biases, and divided by √d under the parameterisation {@code ntk}
     */
    public static TwoLayerSmoothness of(double slope, double curvature, double outer, long width, Matrix x, Products on) {
        double longest = 0;
        double sum = 0;
        for (long i = 0; i < x.rows(); i++) {
            double norm = on.norm(x.rows(i, i + 1));
            longest = Math.max(longest, norm);
            sum += norm * norm * norm * norm;
        }
        Matrix smaller = x.rows() < x.cols() ? x : x.transpose();
        SymmetricOperator square = SymmetricOperator.of(on.gram(smaller), on);
        double norm = Math.sqrt(Lanczos.DEFAULT.largest(square, on, Progress.NONE).upper());
        return new TwoLayerSmoothness(slope, curvature, outer, width, norm, longest, Math.sqrt(sum));
    }

    /** The w_j are trained: (max |s_j|/√m)·M₂·min{‖X‖·max ‖x_i‖, (Σ ‖x_i‖⁴)^{1/2}}, everywhere. */
    public Smoothness inner() {
        if (curvature == Double.POSITIVE_INFINITY) {
            return none();
        }
        double beta = outer / Math.sqrt((double) width) * curvature * Math.min(operatorNorm * longest, fourthPowers);
        return Smoothness.everywhere(beta, "max|s|/sqrt(m) * M2 * min(|X| max|x|, sqrt(sum |x|^4)), everywhere");
    }

    /** The w_j and the s_j are trained: (A + √(A² + 4c²))/(2√m) with A = (max |s_j| + r)·M₂·‖X‖·max ‖x_i‖, c = M₁‖X‖, on the ball of radius r. */
    public Smoothness both() {
        return curvature == Double.POSITIVE_INFINITY ? none() : new Both(this);
    }

    /** That there is none, and why. */
    static Smoothness none() {
        return Smoothness.none("the activation's derivative jumps: the Jacobian is not Lipschitz, and B1 and B2 do not apply");
    }

    private record Both(TwoLayerSmoothness net) implements Smoothness {
        @Override
        public double beta(double radius) {
            double a = net.curvature == 0 ? 0 : (net.outer + radius) * net.curvature * net.operatorNorm * net.longest;
            double c = net.slope * net.operatorNorm;
            return (a + Math.sqrt(a * a + 4 * c * c)) / (2 * Math.sqrt((double) net.width));
        }

        @Override
        public boolean proved() {
            return true;
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT,
                    "(A + sqrt(A^2 + 4 c^2))/(2 sqrt(m)), A = (max|s| + r) M2 |X| max|x|, c = M1 |X|, on balls of radius r");
        }
    }
}
