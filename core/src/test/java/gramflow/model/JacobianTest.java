package gramflow.model;

import gramflow.backend.Activation;
import gramflow.matrix.Matrix;
import gramflow.memory.Precision;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** f, J·v and Jᵀ·u of every network against its formula, differentiated number by number. */
final class JacobianTest {

    static Stream<Network> nets() {
        return Nets.all();
    }

    @ParameterizedTest
    @MethodSource("nets")
    void valueAndDirectionalDerivativesAreThoseOfTheFormula(Network network) {
        Matrix w = Nets.parameters(network, 1);
        Matrix v = Nets.random(network.parameters(), 1, 2);
        for (long n : new long[]{1, 6, 13}) {
            Matrix x = Nets.random(n, network.inputs(), n);
            Jacobian j = network.jacobian(w, x, Nets.ONE);
            Matrix change = j.times(v);
            Matrix value = network.value(w, x, Nets.TWO);
            double scale = Nets.norm(v) + 1;
            for (long i = 0; i < n; i++) {
                double[][] expected = Plain.valueAndChange(network, w, v, x, i);
                for (int q = 0; q < network.outputs(); q++) {
                    assertThat(j.value().get(i, q)).isEqualTo(expected[q][0], within(1e-13 * (1 + Math.abs(expected[q][0]))));
                    assertThat(value.get(i, q)).isEqualTo(j.value().get(i, q));
                    assertThat(change.get(i * network.outputs() + q, 0)).isEqualTo(expected[q][1], within(1e-13 * scale * scale));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("nets")
    void transposeIsTheAdjointForSeveralVectorsAtOnceInAnyLayout(Network network) {
        Matrix w = Nets.parameters(network, 3);
        Matrix x = Nets.random(9, network.inputs(), 4);
        Jacobian j = network.jacobian(w, x, Nets.TWO);
        Matrix v = Nets.random(network.parameters(), 3, 5);
        Matrix u = Nets.random(j.rows(), 3, 6);
        Matrix jv = j.times(v);
        Matrix jtu = j.transposeTimes(u);
        Matrix byColumns = Matrix.zeros(Precision.F64, 3, network.parameters()).transpose();
        j.transposeTimes(u, byColumns);
        assertThat(Nets.distance(byColumns, jtu)).isZero();
        for (int k = 0; k < 3; k++) {
            Matrix vk = v.block(0, v.rows(), k, k + 1);
            Matrix uk = u.block(0, u.rows(), k, k + 1);
            Matrix jvk = jv.block(0, jv.rows(), k, k + 1);
            Matrix jtuk = jtu.block(0, jtu.rows(), k, k + 1);
            double scale = Nets.norm(uk) * Nets.norm(jvk) + Nets.norm(vk) * Nets.norm(jtuk);
            assertThat(Nets.dot(uk, jvk)).isEqualTo(Nets.dot(jtuk, vk), within(1e-12 * scale));
            assertThat(Nets.distance(j.times(vk.copy(Precision.F64)), jvk)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("nets")
    void explicitRowsAreTheGradientsOfEachOutput(Network network) {
        Matrix x = Nets.random(5, network.inputs(), 7);
        Jacobian j = network.jacobian(Nets.parameters(network, 8), x, Nets.ONE);
        Matrix rows = Matrix.zeros(Precision.F64, j.rows(), j.cols());
        j.rows(0, rows);
        for (long r = 0; r < j.rows(); r++) {
            Matrix unit = Matrix.zeros(Precision.F64, j.rows(), 1);
            unit.set(r, 0, 1);
            Matrix gradient = j.transposeTimes(unit);
            assertThat(Nets.distance(gradient.transpose(), rows.rows(r, r + 1))).isLessThanOrEqualTo(1e-13 * (1 + Nets.norm(gradient)));
        }
        Matrix one = Matrix.zeros(Precision.F64, 1, j.cols());
        j.rows(j.rows() - 1, one);
        assertThat(Nets.distance(one, rows.rows(j.rows() - 1, j.rows()))).isZero();
    }

    @Test
    void movingGivesWhatANewOneWouldGive() {
        Network network = Network.fullyConnected(new long[]{5, 17, 9, 2}, Activation.TANH, Parameterisation.NTK, true, 1, 1);
        Matrix x = Nets.random(11, 5, 1);
        Jacobian moved = network.jacobian(Nets.parameters(network, 1), x, Nets.ONE);
        moved.pairs(Outputs.ALL);
        Matrix w = Nets.parameters(network, 2);
        moved.moveTo(w);
        Jacobian fresh = network.jacobian(w, x, Nets.ONE);
        w.set(0, 0, 99);
        Matrix v = Nets.random(network.parameters(), 1, 3);
        assertThat(Nets.distance(moved.value(), fresh.value())).isZero();
        assertThat(Nets.distance(moved.times(v), fresh.times(v))).isZero();
        Matrix rows = Matrix.zeros(Precision.F64, moved.rows(), moved.cols());
        Matrix others = Matrix.zeros(Precision.F64, moved.rows(), moved.cols());
        moved.rows(0, rows);
        fresh.rows(0, others);
        assertThat(Nets.distance(rows, others)).isZero();
    }

    @Test
    void singlePrecisionAgreesToItsRounding() {
        Network network = Network.fullyConnected(new long[]{31, 67, 45, 3}, Activation.GELU, Parameterisation.STANDARD, true, 1.4, 0.1);
        Matrix w = Nets.parameters(network, 1);
        Matrix x = Nets.random(23, 31, 2);
        Matrix v = Nets.random(network.parameters(), 1, 3);
        Jacobian wide = network.jacobian(w, x, Nets.ONE);
        Jacobian narrow = network.jacobian(w.copy(Precision.F32), x.copy(Precision.F32), Nets.ONE);
        Matrix expected = wide.times(v);
        Matrix found = narrow.times(v.copy(Precision.F32));
        assertThat(Nets.distance(found, expected)).isLessThan(1e-5 * Nets.norm(expected)).isPositive();
    }

    @Test
    void resultsAreTheSameBitsOnOneTwoAndSevenThreads() {
        Network network = Network.fullyConnected(new long[]{37, 300, 129, 2}, Activation.SOFTPLUS, Parameterisation.STANDARD, true, 1, 0);
        Matrix w = Nets.parameters(network, 1);
        Matrix x = Nets.random(301, 37, 2);
        Matrix u = Nets.random(602, 1, 3);
        Matrix one = network.jacobian(w, x, Nets.ONE).transposeTimes(u);
        Matrix two = network.jacobian(w, x, Nets.TWO).transposeTimes(u);
        try (gramflow.machine.Workers seven = gramflow.machine.Workers.of(7)) {
            Matrix more = network.jacobian(w, x, Nets.ONE.withWorkers(seven)).transposeTimes(u);
            assertThat(Nets.distance(one, more)).isZero();
        }
        assertThat(Nets.distance(one, two)).isZero();
    }

    @Test
    void whatDoesNotFitIsRefusedWithBothShapes() {
        Network network = Network.fullyConnected(new long[]{5, 7, 2}, Activation.TANH, Parameterisation.STANDARD, true, 1, 0);
        Matrix w = Nets.parameters(network, 1);
        Matrix x = Nets.random(4, 5, 1);
        Jacobian j = network.jacobian(w, x, Nets.ONE);
        assertThatIllegalArgumentException().isThrownBy(() -> network.jacobian(w.rows(1, w.rows()), x, Nets.ONE))
                .withMessageContaining("57 x 1").withMessageContaining("58 x 1");
        assertThatIllegalArgumentException().isThrownBy(() -> network.jacobian(w, Nets.random(4, 6, 1), Nets.ONE))
                .withMessageContaining("4 x 6");
        assertThatIllegalArgumentException().isThrownBy(() -> network.jacobian(w.copy(Precision.F32), x, Nets.ONE))
                .withMessageContaining("f32");
        assertThatIllegalArgumentException().isThrownBy(() -> j.times(Nets.random(3, 1, 1))).withMessageContaining("3 x 1");
        assertThatIllegalArgumentException().isThrownBy(() -> j.transposeTimes(Nets.random(4, 1, 1))).withMessageContaining("4 x 1");
        assertThatIllegalArgumentException().isThrownBy(() -> j.rows(7, Matrix.zeros(Precision.F64, 2, 58)))
                .withMessageContaining("rows from 7");
    }

    @Test
    void noExamplesGiveNoRows() {
        Network network = Network.fullyConnected(new long[]{5, 7, 2}, Activation.TANH, Parameterisation.STANDARD, true, 1, 0);
        Jacobian j = network.jacobian(Nets.parameters(network, 1), Matrix.zeros(Precision.F64, 0, 5), Nets.ONE);
        assertThat(j.rows()).isZero();
        assertThat(Nets.norm(j.transposeTimes(Matrix.zeros(Precision.F64, 0, 1)))).isZero();
    }
}
