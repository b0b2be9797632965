package gramflow.model;

import gramflow.backend.Activation;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.memory.ProductPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Jacobian of a {@link Network}: forward mode for J·v, backward mode for Jᵀ·u, both through the activations and slopes that evaluating f left. All of
 * it is products of n rows at once.
 */
final class NetworkJacobian implements Jacobian {
    private final Network network;
    private final Products on;
    private final Precision precision;
    private final long n;
    private final int depth;
    /** The parameters, in memory of its own: the caller's may change. */
    private final Matrix w;
    private final List<LayerWeights> weights;
    /** A_0 = X, A_1, …: what each layer is given. */
    private final List<Matrix> inputs = new ArrayList<>();
    /** φ′(Z_1), φ′(Z_2), … of all layers but the last. */
    private final List<Matrix> slopes = new ArrayList<>();
    private final Matrix value;
    private final Buffers buffers;
    private final Sensitivities sensitivities;
    /** The lowest layer that is trained: below it nothing moves. */
    private final int first;

    NetworkJacobian(Network network, Matrix w, Matrix x, Products on) {
        network.checkParameters(w);
        network.checkExamples(w, x);
        this.network = network;
        this.on = on;
        this.precision = x.precision();
        this.n = x.rows();
        this.depth = network.layers().size();
        this.w = Matrix.zeros(precision, w.rows(), 1);
        this.weights = network.split(this.w);
        inputs.add(x);
        for (Layer hidden : network.layers().subList(0, depth - 1)) {
            inputs.add(Matrix.zeros(precision, n, hidden.outputs()));
            slopes.add(Matrix.zeros(precision, n, hidden.outputs()));
        }
        this.value = Matrix.zeros(precision, n, network.outputs());
        this.buffers = new Buffers(precision, n, network);
        this.sensitivities = new Sensitivities(network, weights, slopes, on, n);
        int lowest = 0;
        while (lowest < depth && !network.layers().get(lowest).trained()) {
            lowest++;
        }
        this.first = lowest;
        moveTo(w);
    }

    @Override
    public long rows() {
        return n * network.outputs();
    }

    @Override
    public long cols() {
        return network.parameters();
    }

    @Override
    public long examples() {
        return n;
    }

    @Override
    public Model model() {
        return network;
    }

    @Override
    public Matrix value() {
        return value;
    }

    @Override
    public void moveTo(Matrix to) {
        network.checkParameters(to);
        if (to.precision() != precision) {
            throw new IllegalArgumentException(
                    "parameters are %s, the examples are %s; expected one precision".formatted(to.shape(), precision.label()));
        }
        w.assign(to);
        sensitivities.forget();
        Activation activation = network.activation();
        for (int l = 0; l < depth; l++) {
            Layer layer = network.layers().get(l);
            if (l < depth - 1) {
                Affine.activated(layer, weights.get(l), activation, inputs.get(l), inputs.get(l + 1), slopes.get(l), on);
            } else {
                Affine.apply(layer, weights.get(l), inputs.get(l), value, on);
            }
        }
    }

    @Override
    public void times(Matrix v, Matrix result) {
        check("J·V", v, cols(), result, rows());
        for (long k = 0; k < v.cols(); k++) {
            Matrix direction = buffers.vector(v, k);
            forward(network.split(direction), column(result, k));
        }
    }

    /** The change of f, n × o, into a view of it whose entries may lie apart. */
    private void forward(List<LayerWeights> directions, Matrix change) {
        @Nullable
        Matrix moved = null;
        for (int l = first; l < depth; l++) {
            Layer layer = network.layers().get(l);
            boolean hidden = l < depth - 1;
            Matrix z = hidden ? buffers.of(l) : change;
            boolean begun = layer.trained();
            @Nullable
            Matrix bias = null;
            if (begun) {
                // The change of the weights, as seen by the activations as they are.
                LayerWeights direction = directions.get(l);
                if (hidden) {
                    on.gemm(layer.scale(), inputs.get(l), direction.weight().transpose(), 0, z);
                    bias = direction.bias();
                } else {
                    Affine.apply(layer, direction, inputs.get(l), z, on);
                }
            }
            if (moved != null) {
                on.gemm(layer.scale(), moved, weights.get(l).weight().transpose(), begun ? 1 : 0, z);
            }
            if (hidden && bias != null) {
                on.multiply(slopes.get(l), z, layer.biasScale(), bias);
            } else if (hidden) {
                on.multiply(slopes.get(l), z);
            }
            moved = z;
        }
        if (moved == null) {
            // Nothing is trained.
            throw new IllegalStateException("a network without a trained layer has no parameters to move");
        }
    }

    @Override
    public void transposeTimes(Matrix u, Matrix result) {
        check("Jᵀ·U", u, rows(), result, cols());
        for (long k = 0; k < u.cols(); k++) {
            Matrix gradient = buffers.gradient(result, k);
            backward(column(u, k), network.split(gradient));
            buffers.put(gradient, result, k);
        }
    }

    /** The gradient of ⟨u, f⟩ into the views of it that are a layer's weights and biases. */
    private void backward(Matrix u, List<LayerWeights> gradients) {
        Matrix g = u;
        for (int l = depth - 1; l >= first; l--) {
            Layer layer = network.layers().get(l);
            if (layer.trained()) {
                on.gemm(layer.scale(), g.transpose(), inputs.get(l), 0, gradients.get(l).weight());
                Matrix bias = gradients.get(l).bias();
                if (bias != null) {
                    on.matvec(layer.biasScale(), g.transpose(), buffers.ones(), 0, bias);
                }
            }
            if (l > first) {
                Matrix below = buffers.of(l - 1);
                on.gemm(layer.scale(), g, weights.get(l).weight(), 0, below);
                on.multiply(slopes.get(l - 1), below);
                g = below;
            }
        }
    }

    /** Column k of an (n·o) × k matrix, as n × o. */
    private Matrix column(Matrix m, long k) {
        long step = m.strided().rowStride();
        return Matrix.over(m.block(0, m.rows(), k, k + 1).strided().segment(), precision, n, network.outputs(), step * network.outputs(),
                step);
    }

    private void check(String product, Matrix factor, long rows, Matrix result, long resultRows) {
        if (factor.rows() != rows || result.rows() != resultRows || factor.cols() != result.cols() || factor.precision() != precision
                || result.precision() != precision) {
            throw new IllegalArgumentException("%s: the factor is %s, the result %s; expected %d x k and %d x k %s".formatted(product,
                    factor.shape(), result.shape(), rows, resultRows, precision.label()));
        }
    }

    @Override
    public void rows(long from, Matrix result) {
        if (result.cols() != cols() || result.precision() != precision || from < 0 || from + result.rows() > rows()) {
            throw new IllegalArgumentException(
                    "rows from %d of a Jacobian of %d x %d %s into %s".formatted(from, rows(), cols(), precision.label(),
                            result.shape()));
        }
        new ExplicitRows(network, inputs, sensitivities).write(from, result, on.workers());
    }

    @Override
    public List<ProductPair> pairs(Outputs outputs) {
        return sensitivities.pairs(inputs, outputs);
    }

    @Override
    public double flops() {
        double weighed = 0;
        for (int l = first; l < depth; l++) {
            Layer layer = network.layers().get(l);
            weighed += (double) layer.weights() * ((layer.trained() ? 1 : 0) + (l > first ? 1 : 0));
        }
        return 2.0 * n * weighed;
    }

    /** Where φ′ jumps there is nothing that could be integrated. */
    @Override
    public Optional<Bending> bending() {
        boolean smooth = network.activation().curvatureBound() < Double.POSITIVE_INFINITY;
        return smooth && precision == Precision.F64
                ? Optional.of(new NetworkBending(network, w, inputs.getFirst(), on, first))
                : Optional.empty();
    }
}
