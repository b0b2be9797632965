package gramflow.problem;

import gramflow.backend.Backends;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** Losses of a linear predictor on data, held against plain loops. */
class EmpiricalRiskTest {
    private static final List<Loss> LOSSES = List.of(Losses.SQUARE, Losses.LOGISTIC, Losses.SOFTPLUS, Losses.huber(0.5));
    private static final Products PRODUCTS = Products.auto();

    private static Matrix data(int n, int d, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Matrix x = Matrix.zeros(Precision.F64, n, d);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                x.set(i, j, random.nextGaussian());
            }
        }
        return x;
    }

    private static double[] signs(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(n).map(u -> u < 0.5 ? -1 : 1).toArray();
    }

    private static double[] point(int d, long seed) {
        return new SplittableRandom(seed).doubles(d, -0.3, 0.3).toArray();
    }

    /** F and ∇F by plain loops; the gradient is returned, F its last entry. */
    private static double[] expected(Matrix x, double[] y, Loss loss, double ridge, double[] w) {
        int d = w.length;
        double[] result = new double[d + 1];
        for (int i = 0; i < y.length; i++) {
            double z = 0;
            for (int j = 0; j < d; j++) {
                z += x.get(i, j) * w[j];
            }
            result[d] += loss.value(z, y[i]);
            for (int j = 0; j < d; j++) {
                result[j] += loss.derivative(z, y[i]) * x.get(i, j);
            }
        }
        for (int j = 0; j < d; j++) {
            result[d] += ridge / 2 * w[j] * w[j];
            result[j] += ridge * w[j];
        }
        return result;
    }

    @Test
    void valueAndGradientAreThoseOfPlainLoopsForEveryLossAndBothPrecisions() {
        for (int n : new int[]{1, 7, 8, 9, 65, 300}) {
            for (int d : new int[]{1, 5, 16, 33, 784}) {
                Matrix x = data(n, d, n + 1000L * d);
                double[] y = signs(n, n);
                double[] w = point(d, d);
                for (Loss loss : LOSSES) {
                    double[] expected = expected(x, y, loss, 0.3, w);
                    double scale = n * Math.sqrt(d) * 4;
                    for (Precision precision : Precision.values()) {
                        Matrix rounded = x.copy(precision);
                        EmpiricalRisk risk = EmpiricalRisk.of(rounded, y, loss, PRODUCTS).withRidge(0.3);
                        double[] gradient = new double[d];
                        double value = risk.valueAndGradient(w, gradient);
                        double allowed = (precision == Precision.F64 ? 1e-14 : 1e-5) * scale;
                        assertThat(value).as("%s, %d x %d", loss.name(), n, d).isEqualTo(expected[d], within(allowed));
                        assertThat(risk.value(w)).isEqualTo(value);
                        for (int j = 0; j < d; j++) {
                            assertThat(gradient[j]).isEqualTo(expected[j], within(allowed));
                        }
                    }
                }
            }
        }
    }

    @Test
    void termsAddUpToTheGradient() {
        Matrix x = data(40, 17, 1);
        double[] y = signs(40, 2);
        double[] w = point(17, 3);
        for (Loss loss : LOSSES) {
            for (Matrix layout : List.of(x, x.transpose().copy(Precision.F64).transpose())) {
                EmpiricalRisk risk = EmpiricalRisk.of(layout, y, loss, PRODUCTS).withRidge(2);
                double[] gradient = new double[17];
                double[] sum = new double[17];
                risk.valueAndGradient(w, gradient);
                for (int i = 0; i < 40; i++) {
                    risk.addTerm(i, 1, w, sum);
                }
                assertThat(sum).containsExactly(gradient, within(1e-12 * 40));
            }
        }
    }

    @Test
    void hessianProductsAreDifferencesOfGradientsAtEveryPointAskedFor() {
        Matrix x = data(60, 20, 1);
        double[] y = signs(60, 2);
        for (Loss loss : List.of(Losses.SQUARE, Losses.LOGISTIC, Losses.SOFTPLUS)) {
            EmpiricalRisk risk = EmpiricalRisk.of(x, y, loss, PRODUCTS).withRidge(0.1);
            for (long seed = 1; seed < 4; seed++) {
                double[] w = point(20, seed);
                double[] v = point(20, seed + 10);
                double[] product = new double[20];
                risk.hessianTimes(w, v, product);
                double h = 1e-5;
                double[] up = w.clone();
                Vectors.addScaled(up, h, v);
                double[] down = w.clone();
                Vectors.addScaled(down, -h, v);
                double[] above = new double[20];
                double[] below = new double[20];
                risk.valueAndGradient(up, above);
                risk.valueAndGradient(down, below);
                for (int j = 0; j < 20; j++) {
                    assertThat(product[j]).isEqualTo((above[j] - below[j]) / (2 * h), within(1e-6));
                }
            }
        }
    }

    @Test
    void betaIsAnUpperBoundAndASharpOne() {
        for (int n : new int[]{3, 50}) {
            Matrix x = data(n, 12, n);
            double[] y = signs(n, 2);
            Matrix square = Matrix.zeros(Precision.F64, 12, 12);
            PRODUCTS.gemm(1, x.transpose(), x, 0, square);
            double[] values = gramflow.spectrum.Eigendecomposition.of(square, PRODUCTS).values();
            double largest = values[11];
            assertThat(EmpiricalRisk.of(x, y, Losses.SQUARE, PRODUCTS).facts().beta().value()).isBetween(largest * (1 - 1e-14),
                    largest * (1 + 1e-8));
            Facts logistic = EmpiricalRisk.of(x, y, Losses.LOGISTIC, PRODUCTS).withRidge(0.7).facts();
            assertThat(logistic.beta().value()).isEqualTo(largest / 4 + 0.7, within(1e-8 * largest));
            assertThat(logistic.lambda()).isEqualTo(Known.computed(0.7));
        }
    }

    @Test
    void solvedLeastSquaresKnowsItsSpectrumMinimiserAndInfimum() {
        for (double ridge : new double[]{0, 0.4}) {
            for (int n : new int[]{8, 60}) {
                Matrix x = data(n, 12, n);
                EmpiricalRisk risk = EmpiricalRisk.of(x, signs(n, 3), Losses.SQUARE, PRODUCTS).withRidge(ridge);
                Problem solved = risk.solved();
                Facts facts = solved.facts();
                double[] gradient = new double[12];
                solved.valueAndGradient(facts.minimiser().orElseThrow(), gradient);
                assertThat(Vectors.norm(gradient)).isLessThan(1e-12 * facts.beta().value());
                if (n == 8) {
                    assertThat(facts.lambda().value()).isEqualTo(ridge);
                    assertThat(facts.mu().value()).isPositive();
                    assertThat(facts.infimum().value()).isGreaterThanOrEqualTo(0).isLessThan(ridge == 0 ? 1e-20 : 10);
                } else {
                    assertThat(facts.lambda().value()).isGreaterThan(ridge);
                }
                SpectralForm form = solved.spectralForm().orElseThrow();
                double[] w = point(12, 5);
                double[] c = new double[12];
                form.toCoordinates(w, c);
                double sum = facts.infimum().value();
                for (int j = 0; j < 12; j++) {
                    sum += form.eigenvalues()[j] * c[j] * c[j] / 2;
                }
                assertThat(solved.value(w)).isEqualTo(sum, within(1e-12 * facts.beta().value()));
                double[] back = new double[12];
                form.fromCoordinates(c, back);
                assertThat(back).containsExactly(w, within(1e-12));
            }
        }
    }

    @Test
    void solvedLogisticRegressionIsAtAZeroGradient() {
        EmpiricalRisk risk = EmpiricalRisk.of(data(80, 10, 1), signs(80, 3), Losses.LOGISTIC, PRODUCTS).withRidge(0.01);
        Problem solved = risk.solved();
        double[] gradient = new double[10];
        solved.valueAndGradient(solved.facts().minimiser().orElseThrow(), gradient);
        assertThat(Vectors.norm(gradient)).isLessThan(1e-12 * solved.facts().beta().value());
        assertThat(solved.facts().infimum().value()).isEqualTo(risk.value(solved.facts().minimiser().orElseThrow()));
        assertThatIllegalArgumentException().isThrownBy(() -> risk.withRidge(0).solved()).withMessageContaining("there may be none");
    }

    @Test
    void minibatchesWithoutReplacementTakeEveryTermOnceARound() {
        Matrix x = data(12, 3, 1);
        EmpiricalRisk risk = EmpiricalRisk.of(x, signs(12, 3), Losses.LOGISTIC, PRODUCTS);
        Minibatches batches = Minibatches.withoutReplacement(risk, 4);
        double[] w = point(3, 1);
        double[] sum = new double[3];
        double[] part = new double[3];
        SplittableRandom random = new SplittableRandom(1);
        for (int step = 0; step < 3; step++) {
            batches.estimate(step, w, random, part);
            Vectors.addScaled(sum, 1 / 3.0, part);
        }
        double[] gradient = new double[3];
        risk.valueAndGradient(w, gradient);
        assertThat(sum).containsExactly(gradient, within(1e-13 * 12));
        assertThatIllegalArgumentException().isThrownBy(() -> Minibatches.withReplacement(risk, 13))
                .withMessage("batches of 13 of 12 terms, expected 1 to 12");
    }

    @Test
    void minibatchesWithReplacementAreUnbiased() {
        EmpiricalRisk risk = EmpiricalRisk.of(data(12, 3, 1), signs(12, 3), Losses.LOGISTIC, PRODUCTS);
        Minibatches batches = Minibatches.withReplacement(risk, 2);
        double[] w = point(3, 1);
        double[] part = new double[3];
        double[] mean = new double[3];
        SplittableRandom random = new SplittableRandom(1);
        int draws = 40_000;
        for (int k = 0; k < draws; k++) {
            batches.estimate(k, w, random, part);
            Vectors.addScaled(mean, 1.0 / draws, part);
        }
        double[] gradient = new double[3];
        risk.valueAndGradient(w, gradient);
        // Five standard errors of a mean of so many estimates, none larger than 12·‖x‖.
        assertThat(mean).containsExactly(gradient, within(5 * 12 * 2 / Math.sqrt(draws)));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Matrix x = data(3, 2, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> EmpiricalRisk.of(x, new double[2], Losses.SQUARE, PRODUCTS))
                .withMessage("3 rows, 2 targets; expected as many");
        assertThatIllegalArgumentException().isThrownBy(() -> EmpiricalRisk.of(x, new double[]{1, -1, 7}, Losses.LOGISTIC, PRODUCTS))
                .withMessage("row 2: target 7.0, the logistic loss expects 1 or -1");
        assertThatIllegalArgumentException().isThrownBy(() -> EmpiricalRisk.of(x, new double[3], Losses.SQUARE, PRODUCTS).withRidge(-1))
                .withMessage("ridge -1.0, expected a number not below 0");
    }

    @Test
    void bitsDoNotDependOnTheNumberOfThreads() {
        Matrix x = data(2000, 65, 1);
        double[] y = signs(2000, 2);
        double[] w = point(65, 3);
        double[] first = null;
        for (int threads : new int[]{1, 2, 3, 7}) {
            try (Workers workers = Workers.of(threads)) {
                double[] gradient = new double[66];
                double[] inner = new double[65];
                double value = EmpiricalRisk.of(x, y, Losses.LOGISTIC, new Products(Backends.auto(), workers)).valueAndGradient(w, inner);
                System.arraycopy(inner, 0, gradient, 0, 65);
                gradient[65] = value;
                first = first == null ? gradient : first;
                assertThat(gradient).isEqualTo(first);
            }
        }
    }
}
