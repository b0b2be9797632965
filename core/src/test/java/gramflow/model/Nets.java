package gramflow.model;

import gramflow.backend.Activation;
import gramflow.backend.Backends;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Networks of every kind, small, and what they are evaluated on. */
final class Nets {
    static final Products ONE = new Products(Backends.auto(), Workers.of(1));
    static final Products TWO = new Products(Backends.auto(), Workers.of(2));

    private Nets() {
    }

    /** Every family, parameterisation and number of outputs, for every activation. */
    static Stream<Network> all() {
        List<Network> nets = new ArrayList<>();
        for (Activation a : Activation.values()) {
            for (Parameterisation form : Parameterisation.values()) {
                nets.add(Network.fullyConnected(new long[]{5, 7, 4, 1}, a, form, true, 1.3, 0.4));
                nets.add(Network.fullyConnected(new long[]{3, 9, 8, 6, 3}, a, form, false, 1.1, 0));
                nets.add(Network.fullyConnected(new long[]{5, 7, 3}, a, form, true, 0.9, 0.7));
            }
            nets.add(Network.twoLayer(6, 10, a, false));
            nets.add(Network.twoLayer(6, 10, a, true));
            nets.add(Network.randomFeatures(4, 11, a));
            nets.add(Network.twoLayer(6, 10, a, true).overRootOfInputs());
        }
        nets.add(Network.linear(7, 1, false));
        nets.add(Network.linear(7, 4, true));
        return nets.stream().map(Nets::complete);
    }

    /** With the weights of layers that are not trained. */
    static Network complete(Network network) {
        return network.withFixed(Weights.random(network, 5, Precision.F64, Workers.of(1)));
    }

    static Matrix parameters(Network network, long seed) {
        return Weights.random(network, seed, Precision.F64, Workers.of(1)).parameters(network, Precision.F64);
    }

    static Matrix random(long rows, long cols, long seed) {
        Random random = new Random(seed);
        Matrix m = Matrix.zeros(Precision.F64, rows, cols);
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < cols; j++) {
                m.set(i, j, random.nextGaussian());
            }
        }
        return m;
    }

    static double dot(Matrix a, Matrix b) {
        double sum = 0;
        for (long i = 0; i < a.rows(); i++) {
            for (long j = 0; j < a.cols(); j++) {
                sum += a.get(i, j) * b.get(i, j);
            }
        }
        return sum;
    }

    static double norm(Matrix a) {
        return Math.sqrt(dot(a, a));
    }

    /** max |a − b|. */
    static double distance(Matrix a, Matrix b) {
        double max = 0;
        for (long i = 0; i < a.rows(); i++) {
            for (long j = 0; j < a.cols(); j++) {
                max = Math.max(max, Math.abs(a.get(i, j) - b.get(i, j)));
            }
        }
        return max;
    }
}
