package gramflow.gram;

import gramflow.backend.Activation;
import gramflow.backend.Backends;
import gramflow.machine.Progress;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.model.Jacobian;
import gramflow.model.Network;
import gramflow.model.Outputs;
import gramflow.model.Parameterisation;
import gramflow.model.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** Tangent kernels layer by layer, against J·Jᵀ summed in plain loops from rows of J. */
final class TangentTest {
    private static final Products ON = new Products(Backends.auto(), Workers.of(1));

    static Stream<Network> nets() {
        List<Network> nets = new ArrayList<>();
        for (Activation a : Activation.values()) {
            for (Parameterisation form : Parameterisation.values()) {
                nets.add(Network.fullyConnected(new long[]{5, 7, 4, 1}, a, form, true, 1.3, 0.4));
                nets.add(Network.fullyConnected(new long[]{3, 9, 8, 3}, a, form, false, 1.1, 0));
                nets.add(Network.fullyConnected(new long[]{4, 6, 2}, a, form, true, 1.1, 0.3));
            }
            nets.add(Network.twoLayer(6, 10, a, false));
            nets.add(Network.twoLayer(6, 10, a, true));
            nets.add(Network.randomFeatures(4, 11, a));
        }
        nets.add(Network.linear(7, 1, false));
        nets.add(Network.linear(7, 3, true));
        return nets.stream().map(n -> n.withFixed(Weights.random(n, 5, Precision.F64, Workers.of(1))));
    }

    @ParameterizedTest
    @MethodSource("nets")
    void everyTreatmentLayoutAndWayIsTheProductOfRows(Network network) {
        Jacobian j = jacobian(network, 7, 1);
        Jacobian j2 = jacobian(network, 4, 2);
        for (GramPlan.Way way : new GramPlan.Way[]{GramPlan.Way.STRUCTURED, GramPlan.Way.EXPLICIT_ROWS}) {
            for (Outputs outputs : Outputs.values()) {
                check(Tangent.of(j).with(outputs).by(way));
                check(Tangent.of(j, j2).with(outputs).by(way));
            }
            check(Tangent.of(j).with(Layout.NNOO).by(way));
            check(Tangent.of(j, j2).with(Layout.NNOO).by(way));
        }
        Matrix k = compute(Tangent.of(j));
        for (long i = 0; i < k.rows(); i++) {
            for (long m = 0; m < i; m++) {
                assertThat(k.get(i, m)).isEqualTo(k.get(m, i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("nets")
    void blocksTellOfAllTheMemoryThatThePlanDoesSlopesIncluded(Network network) {
        Gram gram = Gram.of(Tangent.of(jacobian(network, 7, 1)));
        assertThat(gram.tiles().inputBytes()).isGreaterThanOrEqualTo(gram.plan().inputBytes());
    }

    @Test
    void everyRemainderOfTheVectorInExamplesWidthsAndInputs() {
        for (int n = 1; n <= 17; n++) {
            check(Tangent.of(jacobian(net(9, 8, 1), n, 1)));
            check(Tangent.of(jacobian(net(9, n, 1), 11, 2)));
            check(Tangent.of(jacobian(net(n, 8, 2), 5, 3)));
        }
        check(Tangent.of(jacobian(net(31, 67, 1), 259, 4)));
        check(Tangent.of(jacobian(net(31, 67, 3), 101, 4)));
    }

    private static Network net(long d, long width, long outputs) {
        return Network.fullyConnected(new long[]{d, width, width + 1, outputs}, Activation.TANH, Parameterisation.NTK, true, 1.2, 0.6);
    }

    @Test
    void singlePrecisionAgreesToItsRounding() {
        Network network = net(19, 33, 2);
        Jacobian wide = jacobian(network, 40, 1);
        Matrix w = Weights.random(network, 9, Precision.F64, Workers.of(1)).parameters(network, Precision.F32);
        Jacobian narrow = network.jacobian(w, random(40, 19, 1).copy(Precision.F32), ON);
        Matrix expected = compute(Tangent.of(wide));
        Matrix found = Matrix.zeros(Precision.F32, 80, 80);
        Gram.of(narrow).with(ON).compute(found, Progress.NONE);
        double largest = 0;
        for (long i = 0; i < 80; i++) {
            largest = Math.max(largest, expected.get(i, i));
        }
        for (long i = 0; i < 80; i++) {
            for (long m = 0; m < 80; m++) {
                assertThat(found.get(i, m)).isEqualTo(expected.get(i, m), within(1e-5 * largest));
            }
        }
    }

    /** THEORY, part B: the inner-layer kernel of the two-layer net in closed form. */
    @Test
    void innerLayerOfTheTwoLayerNetIsItsClosedForm() {
        Network network = Network.twoLayer(6, 50, Activation.TANH, false);
        Weights weights = Weights.random(network, 9, Precision.F64, Workers.of(1));
        Matrix x = random(13, 6, 1);
        Network whole = network.withFixed(weights);
        Matrix k = compute(Tangent.of(whole.jacobian(weights.parameters(whole, Precision.F64), x, ON)));
        Matrix inner = weights.layers().get(0).weight();
        Matrix signs = weights.layers().get(1).weight();
        for (long i = 0; i < 13; i++) {
            for (long m = 0; m < 13; m++) {
                double slopes = 0;
                for (long u = 0; u < 50; u++) {
                    double s = signs.get(0, u);
                    slopes += slope(inner, u, x, i) * slope(inner, u, x, m) * s * s;
                }
                double expected = dot(x, i, x, m) * slopes / 50;
                assertThat(k.get(i, m)).isEqualTo(expected, within(1e-12 * (1 + Math.abs(expected))));
            }
        }
    }

    private static double slope(Matrix inner, long unit, Matrix x, long example) {
        double t = Math.tanh(dot(inner, unit, x, example));
        return 1 - t * t;
    }

    private static double dot(Matrix a, long i, Matrix b, long j) {
        double sum = 0;
        for (long c = 0; c < a.cols(); c++) {
            sum += a.get(i, c) * b.get(j, c);
        }
        return sum;
    }

    /** THEORY, part C: E[φ′φ′] for x·x′ = ½ of unit vectors is ⅓ for ReLU, and (4/π)/√(9 − 1) for erf; the mean over seeds lies within four of its deviations. */
    @Test
    void meanOverSeedsApproachesTheInfiniteWidthValue() {
        Matrix x = Matrix.of(new double[]{1, 0}, new double[]{0.5, Math.sqrt(0.75)});
        double[] expected = {1.0 / 3, 4 / Math.PI / Math.sqrt(9 - 1)};
        Activation[] activations = {Activation.RELU, Activation.ERF};
        for (int a = 0; a < 2; a++) {
            Network network = Network.twoLayer(2, 1024, activations[a], false);
            double sum = 0;
            double squares = 0;
            int seeds = 100;
            for (int seed = 0; seed < seeds; seed++) {
                Weights weights = Weights.random(network, seed, Precision.F64, Workers.of(1));
                Network whole = network.withFixed(weights);
                double entry = compute(Tangent.of(whole.jacobian(weights.parameters(whole, Precision.F64), x, ON))).get(1, 0);
                sum += entry;
                squares += entry * entry;
            }
            double mean = sum / seeds;
            double deviation = Math.sqrt((squares / seeds - mean * mean) / seeds);
            assertThat(mean).isEqualTo(0.5 * expected[a], within(4 * deviation));
            assertThat(deviation).isLessThan(0.002);
        }
    }

    @Test
    void planCountsTheFlopsOfTheWayItTakes() {
        Network network = Network.fullyConnected(new long[]{784, 512, 512, 1}, Activation.TANH, Parameterisation.STANDARD, true, 1, 0);
        GramPlan plan = GramPlan.tangent(network, 1000, -1, Outputs.ALL, Layout.NONO, Precision.F64, null);
        assertThat(plan.way()).isEqualTo(GramPlan.Way.STRUCTURED);
        assertThat(plan.flops()).isEqualTo(1000.0 * 1001 * (784 + 512 + 512 + 512 + 512));
        GramPlan explicit = GramPlan.tangent(network, 1000, -1, Outputs.ALL, Layout.NONO, Precision.F64, GramPlan.Way.EXPLICIT_ROWS);
        assertThat(explicit.flops()).isEqualTo(1000.0 * 1001 * 665_089 + 1000.0 * 665_089);
        Network narrow = Network.fullyConnected(new long[]{2, 3, 1}, Activation.TANH, Parameterisation.STANDARD, true, 1, 0);
        Network deep = Network.fullyConnected(new long[]{1, 1, 1, 1}, Activation.TANH, Parameterisation.STANDARD, false, 1, 0);
        assertThat(GramPlan.tangent(narrow, 100, -1, Outputs.ALL, Layout.NONO, Precision.F64, null).way())
                .isEqualTo(GramPlan.Way.STRUCTURED);
        assertThat(GramPlan.tangent(deep, 100, -1, Outputs.ALL, Layout.NONO, Precision.F64, null).way())
                .isEqualTo(GramPlan.Way.EXPLICIT_ROWS);
        assertThat(Gram.of(jacobian(deep, 5, 1)).plan().flops()).isEqualTo(5.0 * 6 * 3 + 5 * 3);
    }

    @Test
    void operatorAppliesTheKernelThatIsNeverFormed() {
        Jacobian j = jacobian(net(5, 9, 2), 8, 1);
        Matrix k = compute(Tangent.of(j));
        Matrix v = random(16, 1, 3);
        Matrix product = Matrix.zeros(Precision.F64, 16, 1);
        new TangentOperator(j).apply(v, product);
        Matrix expected = ON.timesVector(k, v);
        for (long i = 0; i < 16; i++) {
            assertThat(product.get(i, 0)).isEqualTo(expected.get(i, 0), within(1e-12 * ON.norm(expected)));
        }
    }

    @Test
    void whatContradictsItselfIsRefused() {
        Jacobian j = jacobian(net(5, 9, 2), 8, 1);
        Jacobian other = jacobian(net(5, 8, 2), 8, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> Tangent.of(j, other)).withMessageContaining("one model");
        assertThatIllegalArgumentException().isThrownBy(() -> Tangent.of(j).with(Outputs.SUM).with(Layout.NNOO))
                .withMessageContaining("n,n,o,o");
        assertThatIllegalArgumentException().isThrownBy(() -> Tangent.of(j).by(GramPlan.Way.DENSE_PRODUCTS)).withMessageContaining("dense");
    }

    private static Jacobian jacobian(Network network, long n, long seed) {
        Network whole = network.withFixed(Weights.random(network, 9, Precision.F64, Workers.of(1)));
        Matrix w = Weights.random(network, 9, Precision.F64, Workers.of(1)).parameters(whole, Precision.F64);
        return whole.jacobian(w, random(n, network.inputs(), seed), ON);
    }

    private static Matrix random(long rows, long cols, long seed) {
        Random random = new Random(seed);
        Matrix m = Matrix.zeros(Precision.F64, rows, cols);
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < cols; j++) {
                m.set(i, j, random.nextGaussian());
            }
        }
        return m;
    }

    private static Matrix compute(Tangent tangent) {
        GramPlan plan = Gram.of(tangent).plan();
        Matrix k = Matrix.zeros(Precision.F64, plan.rows(), plan.cols());
        Gram.of(tangent).with(ON).compute(k, Progress.NONE);
        return k;
    }

    private static Matrix rows(Jacobian j) {
        Matrix rows = Matrix.zeros(Precision.F64, j.rows(), j.cols());
        j.rows(0, rows);
        return rows;
    }

    private static void check(Tangent tangent) {
        Jacobian j = tangent.jacobian();
        Jacobian other = tangent.other() == null ? j : tangent.other();
        Matrix left = rows(j);
        Matrix right = rows(other);
        Matrix k = compute(tangent);
        long o = j.model().outputs();
        double largest = 0;
        for (long i = 0; i < left.rows(); i++) {
            largest = Math.max(largest, dot(left, i, left, i));
        }
        for (long i = 0; i < j.examples(); i++) {
            for (long m = 0; m < other.examples(); m++) {
                double trace = 0;
                for (long p = 0; p < o; p++) {
                    trace += dot(left, i * o + p, right, m * o + p);
                    for (long q = 0; q < o && tangent.outputs() == Outputs.ALL; q++) {
                        double entry = tangent.layout() == Layout.NONO ? k.get(i * o + p, m * o + q) : k.get(i, (m * o + p) * o + q);
                        assertThat(entry).isEqualTo(dot(left, i * o + p, right, m * o + q), within(1e-12 * largest));
                    }
                }
                if (tangent.outputs() != Outputs.ALL) {
                    assertThat(k.get(i, m)).isEqualTo(tangent.outputs() == Outputs.SUM ? trace : trace / o, within(1e-12 * largest));
                }
            }
        }
    }
}
