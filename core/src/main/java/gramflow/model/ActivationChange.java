package gramflow.model;

import gramflow.backend.Activation;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * φ(z + δ) − φ(z) − φ′(z)·δ = δ²·∫₀¹(1 − s)·φ″(z + sδ) ds and φ′(z + δ) − φ′(z) = δ·∫₀¹φ″(z + sδ) ds for matrices z, δ. Gauss' rule of six nodes has
 * every digit of these up to |δ| = ½ (the nearest pole of any φ here is π/2 away), that of three up to 0.04; beyond, plain differences have lost none that matter.
 *
 * <p>Done in stretches that stay in cache through all nodes. Not thread-safe.
 */
final class ActivationChange {
    private static final long STRETCH = 2048;
    private static final Rule NEAR = new Rule(0.04,
            List.of(new Node(0.1127016653792583, 0.2777777777777778), new Node(0.5, 0.4444444444444444),
                    new Node(0.8872983346207417, 0.2777777777777778)));
    private static final Rule FAR = new Rule(0.5,
            List.of(new Node(0.03376524289842399, 0.08566224618958518), new Node(0.16939530676686776, 0.1803807865240693),
                    new Node(0.38069040695840156, 0.23395696728634552), new Node(0.6193095930415985, 0.23395696728634552),
                    new Node(0.8306046932331322, 0.1803807865240693), new Node(0.966234757101576, 0.08566224618958518)));

    private final Activation activation;
    private final Workers workers;
    /** On one thread: stretches are what several share. */
    private final Products on;
    private final Matrix z;
    private final Scratch[] scratch;
    /** What is left of φ, and the change of φ′. */
    final Matrix rest;
    final Matrix slope;

    /** Gauss and Legendre's nodes and weights on [0, 1], and the |δ| up to which they have every digit. */
    private record Rule(double limit, List<Node> nodes) {
    }

    private record Node(double s, double weight) {
    }

    /** A worker's own. */
    private record Scratch(Matrix at, Matrix first, Matrix second, Matrix third) {
        static Scratch make() {
            return new Scratch(row(), row(), row(), row());
        }

        private static Matrix row() {
            return Matrix.zeros(Precision.F64, 1, STRETCH);
        }
    }

    /** At z, row-major without gaps, which is kept and not changed. */
    ActivationChange(Activation activation, Matrix z, Products on) {
        this.activation = activation;
        this.workers = on.workers();
        this.on = on.withWorkers(Workers.of(1));
        this.z = z;
        scratch = new Scratch[workers.threads()];
        for (int i = 0; i < scratch.length; i++) {
            scratch[i] = Scratch.make();
        }
        rest = Matrix.zeros(Precision.F64, z.rows(), z.cols());
        slope = Matrix.zeros(Precision.F64, z.rows(), z.cols());
    }

    /**
     * Computes both.
     *
     * @param delta as z: row-major without gaps
     */
    void move(Matrix delta) {
        long entries = z.rows() * z.cols();
        workers.forEach(Math.ceilDiv(entries, STRETCH), (index, worker) -> {
            long from = index * STRETCH;
            long to = Math.min(entries, from + STRETCH);
            move(stretch(z, from, to), stretch(delta, from, to), stretch(rest, from, to), stretch(slope, from, to), scratch[worker]);
        });
    }

    private static Matrix stretch(Matrix m, long from, long to) {
        MemorySegment entries = m.strided().segment().asSlice(from * Double.BYTES, (to - from) * Double.BYTES);
        return Matrix.over(entries, Precision.F64, 1, to - from, to - from, 1);
    }

    private void move(Matrix z, Matrix delta, Matrix rest, Matrix slope, Scratch scratch) {
        rest.strided().segment().fill((byte) 0);
        slope.strided().segment().fill((byte) 0);
        double largest = on.maxAbs(delta);
        Rule rule = largest <= NEAR.limit ? NEAR : FAR;
        Matrix at = stretch(scratch.at, 0, z.cols());
        Matrix curvature = stretch(scratch.first, 0, z.cols());
        for (Node node : rule.nodes) {
            at.assign(z);
            on.axpy(node.s, delta, at);
            on.activate(activation, at, null, null, curvature);
            on.axpy(node.weight * (1 - node.s), curvature, rest);
            on.axpy(node.weight, curvature, slope);
        }
        on.multiply(delta, slope);
        on.multiply(delta, rest);
        on.multiply(delta, rest);
        if (largest > FAR.limit) {
            byDifferences(z, delta, rest, slope, scratch);
        }
    }

    /** Where |δ| is beyond any rule. */
    private void byDifferences(Matrix z, Matrix delta, Matrix rest, Matrix slope, Scratch scratch) {
        Matrix value = stretch(scratch.first, 0, z.cols());
        Matrix derivative = stretch(scratch.second, 0, z.cols());
        on.activate(activation, z, value, derivative, null);
        Matrix moved = stretch(scratch.at, 0, z.cols());
        Matrix movedSlope = stretch(scratch.third, 0, z.cols());
        moved.assign(z);
        on.axpy(1, delta, moved);
        on.activate(activation, moved, moved, movedSlope, null);
        on.axpy(-1, value, moved);
        on.axpy(-1, derivative, movedSlope);
        // What is linear: φ′(z)·δ.
        on.multiply(delta, derivative);
        on.axpy(-1, derivative, moved);
        for (long j = 0; j < z.cols(); j++) {
            if (Math.abs(entry(delta, j)) > FAR.limit) {
                put(rest, j, entry(moved, j));
                put(slope, j, entry(movedSlope, j));
            }
        }
    }

    private static double entry(Matrix row, long j) {
        return row.strided().segment().getAtIndex(ValueLayout.JAVA_DOUBLE, j);
    }

    private static void put(Matrix row, long j, double value) {
        row.strided().segment().setAtIndex(ValueLayout.JAVA_DOUBLE, j, value);
    }
}
