package gramflow.model;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link Bending} of a {@link Network}, layer by layer. Forward, the change of a layer's inputs is carried as a linear part and the rest: with weights W + D and
 * inputs a + l + r, the sums change by W·l + D·a and W·r + D·(l + r). Backward, gradients are carried as those at w and what they differ by.
 */
final class NetworkBending implements Bending {
    private final Network network;
    private final Products on;
    private final long n;
    private final int depth;
    private final int first;
    private final List<LayerWeights> weights;
    /** A_0 = X, A_1, … at w, and φ′ there. */
    private final List<Matrix> inputs = new ArrayList<>();
    private final List<Matrix> slopes = new ArrayList<>();
    private final List<ActivationChange> activations = new ArrayList<>();
    /** By layer: the linear part of its sums, later of its outputs; the rest; both together. */
    private final List<Matrix> linear = new ArrayList<>();
    private final List<Matrix> rest = new ArrayList<>();
    private final List<Matrix> whole = new ArrayList<>();
    private final List<Gradients> gradients = new ArrayList<>();
    private final Matrix ones;
    /** d, by layer. */
    private List<LayerWeights> moves;

    /** Of the loss by a hidden layer's sums, at w and what it changes by, and scratch. */
    private record Gradients(Matrix before, Matrix changed, Matrix slope) {
    }

    /** @param w copied */
    NetworkBending(Network network, Matrix w, Matrix x, Products on, int first) {
        this.network = network;
        this.on = on;
        this.first = first;
        n = x.rows();
        depth = network.layers().size();
        weights = network.split(w.copy(Precision.F64));
        moves = network.split(Matrix.zeros(Precision.F64, network.parameters(), 1));
        inputs.add(x);
        for (int l = 0; l < depth; l++) {
            Layer layer = network.layers().get(l);
            linear.add(matrix(layer));
            rest.add(matrix(layer));
            whole.add(matrix(layer));
            if (l < depth - 1) {
                Matrix z = matrix(layer);
                Affine.apply(layer, weights.get(l), inputs.get(l), z, on);
                Matrix a = matrix(layer);
                Matrix slope = matrix(layer);
                on.activate(network.activation(), z, a, slope, null);
                inputs.add(a);
                slopes.add(slope);
                activations.add(new ActivationChange(network.activation(), z, on));
                gradients.add(new Gradients(matrix(layer), matrix(layer), matrix(layer)));
            }
        }
        ones = Matrix.zeros(Precision.F64, n, 1);
        for (long i = 0; i < n; i++) {
            ones.set(i, 0, 1);
        }
    }

    private Matrix matrix(Layer layer) {
        return Matrix.zeros(Precision.F64, n, layer.outputs());
    }

    @Override
    public void moveTo(Matrix d) {
        moves = network.split(Network.contiguous(d));
        forward();
    }

    @Override
    public Matrix linear() {
        return column(linear.getLast());
    }

    @Override
    public Matrix rest() {
        return column(rest.getLast());
    }

    private Matrix column(Matrix m) {
        return Matrix.over(m.copy(Precision.F64).strided().segment(), Precision.F64, n * network.outputs(), 1, 1, 1);
    }

    private void forward() {
        for (int l = first; l < depth; l++) {
            Layer layer = network.layers().get(l);
            Matrix sums = linear.get(l);
            Matrix more = rest.get(l);
            sums.strided().segment().fill((byte) 0);
            more.strided().segment().fill((byte) 0);
            if (layer.trained()) {
                Affine.apply(layer, moves.get(l), inputs.get(l), sums, on);
            }
            if (l > first) {
                Matrix w = weights.get(l).weight().transpose();
                on.gemm(layer.scale(), linear.get(l - 1), w, 1, sums);
                on.gemm(layer.scale(), rest.get(l - 1), w, 1, more);
                if (layer.trained()) {
                    on.gemm(layer.scale(), whole.get(l - 1), moves.get(l).weight().transpose(), 1, more);
                }
            }
            if (l < depth - 1) {
                Matrix both = whole.get(l);
                both.assign(sums);
                on.axpy(1, more, both);
                activations.get(l).move(both);
                on.multiply(slopes.get(l), sums);
                on.multiply(slopes.get(l), more);
                on.axpy(1, activations.get(l).rest, more);
                both.assign(sums);
                on.axpy(1, more, both);
            }
        }
    }

    @Override
    public Matrix gradientChange(Matrix u) {
        Matrix result = Matrix.zeros(Precision.F64, network.parameters(), 1);
        List<LayerWeights> changes = network.split(result);
        Matrix g = Matrix.over(Network.contiguous(u).strided().segment(), Precision.F64, n, network.outputs(), network.outputs(), 1);
        @Nullable
        Matrix h = null;
        for (int l = depth - 1; l >= first; l--) {
            Layer layer = network.layers().get(l);
            if (layer.trained()) {
                weightChange(l, g, h, changes.get(l));
            }
            if (l > first) {
                Matrix w = weights.get(l).weight();
                Gradients own = gradients.get(l - 1);
                Matrix before = own.before;
                on.gemm(layer.scale(), g, w, 0, before);
                Matrix changed = own.changed;
                if (layer.trained()) {
                    on.gemm(layer.scale(), g, moves.get(l).weight(), 0, changed);
                } else {
                    changed.strided().segment().fill((byte) 0);
                }
                if (h != null) {
                    on.gemm(layer.scale(), h, w, 1, changed);
                    if (layer.trained()) {
                        on.gemm(layer.scale(), h, moves.get(l).weight(), 1, changed);
                    }
                }
                // (P + Q)∘(φ′ + δφ′) − P∘φ′, with P at w and Q what it changes by.
                Matrix slopeChange = activations.get(l - 1).slope;
                Matrix slope = own.slope;
                slope.assign(slopes.get(l - 1));
                on.axpy(1, slopeChange, slope);
                on.multiply(slope, changed);
                Matrix bent = slope;
                bent.assign(before);
                on.multiply(slopeChange, bent);
                on.axpy(1, bent, changed);
                on.multiply(slopes.get(l - 1), before);
                g = before;
                h = changed;
            }
        }
        return result;
    }

    /** hᵀ(A + δA) + gᵀδA into the weights' part, hᵀ1 into the biases'. */
    private void weightChange(int l, Matrix g, @Nullable Matrix h, LayerWeights to) {
        Layer layer = network.layers().get(l);
        if (l > first) {
            on.gemm(layer.scale(), g.transpose(), whole.get(l - 1), 1, to.weight());
        }
        if (h == null) {
            return;
        }
        on.gemm(layer.scale(), h.transpose(), inputs.get(l), 1, to.weight());
        if (l > first) {
            on.gemm(layer.scale(), h.transpose(), whole.get(l - 1), 1, to.weight());
        }
        Matrix bias = to.bias();
        if (bias != null) {
            on.matvec(layer.biasScale(), h.transpose(), ones, 1, bias);
        }
    }
}
