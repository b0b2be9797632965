package gramflow.model;

import gramflow.backend.Activation;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

final class BendingTest {
    private static final Products ON = Products.auto();
    private static final long N = 7;

    private static Matrix random(long rows, long cols, double size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Matrix m = Matrix.zeros(Precision.F64, rows, cols);
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < cols; j++) {
                m.set(i, j, size * (2 * random.nextDouble() - 1));
            }
        }
        return m;
    }

    private record Case(Network network, Matrix w, Matrix x) {
        static Case deep(Activation activation) {
            Network network = Network.fullyConnected(new long[]{5, 9, 8, 2}, activation, Parameterisation.STANDARD, true, 1.2, 0.3);
            return new Case(network, random(network.parameters(), 1, 0.7, 1), random(N, 5, 1, 2));
        }

        Bending bending() {
            return network.jacobian(w, x, ON).bending().orElseThrow();
        }

        Matrix direction(double size) {
            return random(network.parameters(), 1, size, 3);
        }
    }

    private static Matrix minus(Matrix a, Matrix b) {
        Matrix d = a.copy(Precision.F64);
        ON.axpy(-1, b, d);
        return d;
    }

    private static Matrix plus(Matrix a, Matrix b) {
        Matrix d = a.copy(Precision.F64);
        ON.axpy(1, b, d);
        return d;
    }

    private static Matrix column(Matrix m) {
        return Matrix.over(m.copy(Precision.F64).strided().segment(), Precision.F64, m.rows() * m.cols(), 1, 1, 1);
    }

    /** At a distance where differences keep nearly all their digits; some δ lie beyond the limit of the quadrature. */
    @ParameterizedTest
    @EnumSource(value = Activation.class, names = "RELU", mode = EnumSource.Mode.EXCLUDE)
    void farAwayItIsWhatDifferencesOfValuesAndOfGradientsAre(Activation activation) {
        Case c = Case.deep(activation);
        Matrix d = c.direction(0.4);
        Jacobian here = c.network.jacobian(c.w, c.x, ON);
        Jacobian there = c.network.jacobian(plus(c.w, d), c.x, ON);
        Bending bending = c.bending();
        bending.moveTo(d);
        Matrix value = minus(column(there.value()), column(here.value()));
        assertThat(ON.norm(minus(bending.linear(), here.times(d)))).isLessThan(1e-13 * ON.norm(value));
        assertThat(ON.norm(minus(plus(bending.linear(), bending.rest()), value))).isLessThan(1e-12 * ON.norm(value));
        Matrix u = random(N * 2, 1, 1, 4);
        Matrix gradient = minus(there.transposeTimes(u), here.transposeTimes(u));
        assertThat(ON.norm(minus(bending.gradientChange(u), gradient))).isLessThan(1e-12 * ON.norm(gradient));
    }

    /** Halving d quarters the rest and halves the gradient's change, down to where differences have no digit left: f(w + d) − f(w) − Jd is 1e-20 of f(w). */
    @ParameterizedTest
    @EnumSource(value = Activation.class, names = {"TANH", "SOFTPLUS", "GELU"})
    void closeByEachKeepsItsDigits(Activation activation) {
        Case c = Case.deep(activation);
        Bending bending = c.bending();
        Matrix u = random(N * 2, 1, 1, 4);
        Matrix d = c.direction(1e-10);
        Matrix half = c.direction(0.5e-10);
        bending.moveTo(d);
        Matrix rest = bending.rest();
        Matrix gradient = bending.gradientChange(u);
        bending.moveTo(half);
        Matrix quarter = bending.rest();
        Matrix halved = bending.gradientChange(u);
        assertThat(ON.norm(rest)).isPositive().isLessThan(1e-17);
        ON.axpy(-4, quarter, rest);
        assertThat(ON.norm(rest)).isLessThan(1e-8 * ON.norm(quarter));
        assertThat(ON.norm(gradient)).isPositive();
        ON.axpy(-2, halved, gradient);
        assertThat(ON.norm(gradient)).isLessThan(1e-8 * ON.norm(halved));
    }

    /** Second-order parts of hidden units in pairs cancel, so that what is left is of third order. */
    @Test
    void ofPairsThatCancelTheRestIsOfThirdOrder() {
        Network drawn = Network.twoLayer(4, 32, Activation.TANH, false);
        Weights pairs = Weights.random(drawn, 5, Precision.F64, Workers.of(1)).antisymmetric();
        Network network = drawn.withFixed(pairs);
        Jacobian jacobian = network.jacobian(pairs.parameters(network, Precision.F64), random(N, 4, 1, 2), ON);
        Matrix u = random(N, 1, 1, 6);
        Matrix way = jacobian.transposeTimes(u);
        double[] rest = new double[2];
        for (int i = 0; i < 2; i++) {
            Matrix d = Matrix.zeros(Precision.F64, way.rows(), 1);
            ON.axpy(i == 0 ? 1e-4 : 1e-5, way, d);
            Bending bending = jacobian.bending().orElseThrow();
            bending.moveTo(d);
            rest[i] = ON.norm(bending.rest());
        }
        assertThat(Math.log10(rest[0] / rest[1])).isBetween(2.99, 3.01);
    }

    @Test
    void aKinkHasNone() {
        assertThat(Case.deep(Activation.RELU).network.jacobian(Case.deep(Activation.RELU).w, random(N, 5, 1, 2), ON).bending()).isEmpty();
    }
}
