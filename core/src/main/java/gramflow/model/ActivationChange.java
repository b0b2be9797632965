package gramflow.model;

import gramflow.backend.Activation;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;

/**
 * φ(z + δ) − φ(z) − φ′(z)·δ = δ²·∫₀¹(1 − s)·φ″(z + sδ) ds and φ′(z + δ) − φ′(z) = δ·∫₀¹φ″(z + sδ) ds for matrices z, δ. Gauss' rule of six nodes has
 * every digit of these up to |δ| = ½ (the nearest pole of any φ here is π/2 away); beyond, plain differences have lost none that matter.
 */
final class ActivationChange {
    private static final double LIMIT = 0.5;
    /** Gauss and Legendre on [0, 1], half of it: the nodes' distances from ½, and their weights. */
    private static final double[] OFFSETS = {0.466234757101576, 0.33060469323313224, 0.11930959304159845};
    private static final double[] WEIGHTS = {0.08566224618958518, 0.1803807865240693, 0.23395696728634552};

    private final Activation activation;
    private final Products on;
    private final Matrix z;
    private final Matrix at;
    private final Matrix curvature;
    /** What is left of φ, and the change of φ′. */
    final Matrix rest;
    final Matrix slope;

    /** At z, which is kept and not changed. */
    ActivationChange(Activation activation, Matrix z, Products on) {
        this.activation = activation;
        this.on = on;
        this.z = z;
        at = Matrix.zeros(Precision.F64, z.rows(), z.cols());
        curvature = Matrix.zeros(Precision.F64, z.rows(), z.cols());
        rest = Matrix.zeros(Precision.F64, z.rows(), z.cols());
        slope = Matrix.zeros(Precision.F64, z.rows(), z.cols());
    }

    /** Computes both. */
    void move(Matrix delta) {
        rest.strided().segment().fill((byte) 0);
        slope.strided().segment().fill((byte) 0);
        for (int i = 0; i < OFFSETS.length; i++) {
            node(delta, 0.5 - OFFSETS[i], WEIGHTS[i]);
            node(delta, 0.5 + OFFSETS[i], WEIGHTS[i]);
        }
        on.multiply(delta, slope);
        on.multiply(delta, rest);
        on.multiply(delta, rest);
        if (on.maxAbs(delta) > LIMIT) {
            byDifferences(delta);
        }
    }

    private void node(Matrix delta, double s, double weight) {
        at.assign(z);
        on.axpy(s, delta, at);
        on.activate(activation, at, null, null, curvature);
        on.axpy(weight * (1 - s), curvature, rest);
        on.axpy(weight, curvature, slope);
    }

    private void byDifferences(Matrix delta) {
        Matrix value = Matrix.zeros(Precision.F64, z.rows(), z.cols());
        Matrix derivative = Matrix.zeros(Precision.F64, z.rows(), z.cols());
        on.activate(activation, z, value, derivative, null);
        Matrix moved = z.copy(Precision.F64);
        on.axpy(1, delta, moved);
        Matrix movedSlope = curvature;
        on.activate(activation, moved, moved, movedSlope, null);
        for (long i = 0; i < z.rows(); i++) {
            for (long j = 0; j < z.cols(); j++) {
                double d = delta.get(i, j);
                if (Math.abs(d) > LIMIT) {
                    rest.set(i, j, moved.get(i, j) - value.get(i, j) - derivative.get(i, j) * d);
                    slope.set(i, j, movedSlope.get(i, j) - derivative.get(i, j));
                }
            }
        }
    }
}
