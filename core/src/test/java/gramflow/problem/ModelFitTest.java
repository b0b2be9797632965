package gramflow.problem;

import gramflow.backend.Backends;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.model.ModelSpec;
import gramflow.model.Network;
import gramflow.model.Parameterisation;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** ½‖f(w) − y‖² of models. */
class ModelFitTest {
    private static final Workers WORKERS = Workers.of(2);
    private static final Products ON = new Products(Backends.auto(), WORKERS);

    @AfterAll
    static void close() {
        WORKERS.close();
    }

    private static Matrix gaussian(long rows, long cols, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Matrix m = Matrix.zeros(Precision.F64, rows, cols);
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < cols; j++) {
                m.set(i, j, random.nextGaussian());
            }
        }
        return m;
    }

    private static double[] entries(Matrix column) {
        double[] w = new double[(int) column.rows()];
        for (int i = 0; i < w.length; i++) {
            w[i] = column.get(i, 0);
        }
        return w;
    }

    @Test
    void ofALinearModelItIsLeastSquares() {
        Network linear = ModelSpec.parse("linear").network(6, Parameterisation.STANDARD, false, 1, 0);
        Matrix x = gaussian(20, 6, 1);
        Matrix y = gaussian(20, 1, 2);
        double[] w = entries(gaussian(6, 1, 3));
        ModelFit fit = ModelFit.of(linear, x, y, ON);
        EmpiricalRisk risk = EmpiricalRisk.of(x, entries(y), Losses.SQUARE, ON);
        double[] gradient = new double[6];
        double[] expected = new double[6];
        double value = risk.valueAndGradient(w, expected);
        assertThat(fit.valueAndGradient(w, gradient)).isEqualTo(value, within(1e-13 * value));
        assertThat(gradient).containsExactly(expected, within(1e-12 * Vectors.norm(expected)));
        assertThat(fit.value(w)).isEqualTo(value, within(1e-13 * value));
        assertThat(fit.facts().beta().isKnown()).isFalse();
    }

    @Test
    void itsGradientIsThatOfDifferencesWhereverItMoves() {
        Network net = ModelSpec.parse("mlp:5-7-3:tanh").network(5, Parameterisation.NTK, true, 1, 1);
        ModelFit fit = ModelFit.of(net, gaussian(9, 5, 1), gaussian(9, 3, 2), ON);
        double[] gradient = new double[fit.dimension()];
        for (long seed = 1; seed < 4; seed++) {
            double[] w = entries(gaussian(fit.dimension(), 1, seed));
            double[] v = entries(gaussian(fit.dimension(), 1, 10 + seed));
            fit.valueAndGradient(w, gradient);
            double h = 1e-6;
            double[] there = new double[w.length];
            Vectors.sum(w, h, v, there);
            double ahead = fit.value(there);
            Vectors.sum(w, -h, v, there);
            // Of a central difference: h² times a third derivative, and the rounding of F over h.
            assertThat((ahead - fit.value(there)) / (2 * h)).isEqualTo(Vectors.dot(gradient, v), within(1e-6 * ahead));
        }
    }

    @Test
    void shapesThatDoNotFitAreToldInOneLine() {
        Network net = ModelSpec.parse("mlp:5-7-3:tanh").network(5, Parameterisation.NTK, true, 1, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> ModelFit.of(net, gaussian(9, 5, 1), gaussian(9, 1, 2), ON))
                .withMessage("a model of 5 inputs and 3 outputs: X is 9 x 5 f64, y 9 x 1 f64; expected n x d and n x o, both f64");
    }

    @Test
    void sampledSmoothnessOfAQuadraticIsItsLargestEigenvalueAndSaysThatItWasSampled() {
        for (double[] spectrum : new double[][]{{1, 4, 9}, {0.5, 0.5, 100}, {-7, 1, 2}}) {
            Problem quadratic = Quadratic.rotated(3, spectrum);
            Known beta = SampledCurvature.beta(quadratic, new double[]{1, 2, -1}, Progress.NONE);
            double largest = Math.max(Math.abs(spectrum[0]), spectrum[2]);
            assertThat(beta.origin()).isEqualTo(Known.Origin.SAMPLED);
            assertThat(beta.value()).isBetween(0.999 * largest, (1 + 1e-6) * largest);
        }
    }

    @Test
    void whatIsNotFiniteAtTheStartIsRefused() {
        Problem quadratic = Quadratic.rotated(3, 1, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampledCurvature.beta(quadratic, new double[]{Double.NaN, 1}, Progress.NONE))
                .withMessageContaining("F is NaN at the start");
    }
}
