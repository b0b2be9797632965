package gramflow.bench.measure;

import gramflow.backend.Activation;
import gramflow.backend.Backends;
import gramflow.io.Synthetic;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.model.Jacobian;
import gramflow.model.Network;
import gramflow.model.Parameterisation;
import gramflow.model.Weights;

/** A network of tanh on drawn examples, and what the workloads on it have in common. */
abstract class NetWorkload implements Workload {
    private static final long SEED = 1;

    /** Who computes. */
    protected final Products products;
    /** f. */
    protected final Network network;
    /** Its parameters. */
    protected final Matrix w;
    /** The examples. */
    protected final Matrix x;

    /** A net d-…, every layer with biases. */
    NetWorkload(Row row, long... widths) {
        products = new Products(Backends.named(row.backend()), Workers.of(row.threads()));
        network = Network.fullyConnected(widths, Activation.TANH, Parameterisation.STANDARD, true, 1, 0);
        w = Weights.random(network, SEED, row.precision(), products.workers()).parameters(network, row.precision());
        x = new Synthetic(Synthetic.Kind.SPHERE, row.n(), row.d()).generate(SEED, row.precision(), products.workers());
    }

    /** The Jacobian over all examples. */
    final Jacobian all() {
        return network.jacobian(w, x, products);
    }

    /** The Jacobian over so many of them, or over all if there are fewer. */
    final Jacobian few(long examples) {
        return network.jacobian(w, x.rows(0, Math.min(examples, x.rows())), products);
    }

    /** p numbers of either sign, of magnitude one half at most. */
    static Matrix vector(long size, Precision precision) {
        Matrix v = new Synthetic(Synthetic.Kind.SPHERE, size, 1).generate(SEED, precision, Workers.of(1));
        for (long i = 0; i < size; i++) {
            v.set(i, 0, v.get(i, 0) * (0.25 + 0.25 * (i % 7) / 7));
        }
        return v;
    }

    /** Σ of the lengths of the sums behind one number: what a rounding error grows with at most. */
    final double lengths() {
        return network.layers().stream().mapToDouble(layer -> layer.inputs() + layer.outputs()).sum();
    }

    @Override
    public final String library() {
        return products.backend().description();
    }

    @Override
    public String setup() {
        return network + "; " + products.backend().numericKey(w.precision());
    }
}
