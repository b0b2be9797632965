package gramflow.problem;

import java.util.Optional;

/** {w : A·w = b}, for A of few rows: they are made orthonormal once, and each projection takes 4·rows·p flops. */
public final class AffineSet implements ConvexSet, Face {
    /** A row that is this small, relative to itself, once the others are taken out of it depends on them. */
    private static final double DEPENDENT = 1e-10;

    private final double[][] rows;
    private final double[] right;

    private AffineSet(double[][] rows, double[] right) {
        this.rows = rows;
        this.right = right;
    }

    /**
     * The w with A·w = b.
     *
     * @param a rows of A, linearly independent
     * @param b one number a row
     * @throws IllegalArgumentException if lengths do not fit, or rows depend on each other
     */
    public static AffineSet of(double[][] a, double[] b) {
        if (a.length != b.length || a.length == 0) {
            throw new IllegalArgumentException(
                    "affine set: %d rows, %d right-hand sides; expected as many, and at least 1".formatted(a.length, b.length));
        }
        double[][] q = new double[a.length][];
        double[] right = b.clone();
        for (int i = 0; i < a.length; i++) {
            if (a[i].length != a[0].length) {
                throw new IllegalArgumentException(
                        "affine set: row %d has %d entries, row 0 has %d".formatted(i, a[i].length, a[0].length));
            }
            q[i] = a[i].clone();
            double before = Vectors.norm(q[i]);
            // Twice is enough (Kahan, in Parlett 1980): what the first round leaves by cancellation the second takes out.
            for (int round = 0; round < 2; round++) {
                for (int j = 0; j < i; j++) {
                    double along = Vectors.dot(q[j], q[i]);
                    Vectors.addScaled(q[i], -along, q[j]);
                    right[i] -= along * right[j];
                }
            }
            double norm = Vectors.norm(q[i]);
            if (!(norm > DEPENDENT * before)) {
                throw new IllegalArgumentException("affine set: row " + i + " depends on those before it");
            }
            Vectors.scale(q[i], 1 / norm);
            right[i] /= norm;
        }
        return new AffineSet(q, right);
    }

    @Override
    public void project(double[] w) {
        for (int i = 0; i < rows.length; i++) {
            Vectors.addScaled(w, right[i] - Vectors.dot(rows[i], w), rows[i]);
        }
    }

    @Override
    public Optional<Face> face(double[] w, double[] velocity) {
        return Optional.of(this);
    }

    @Override
    public void tangent(double[] w, double[] v) {
        for (double[] row : rows) {
            Vectors.addScaled(v, -Vectors.dot(row, v), row);
        }
    }

    @Override
    public void retract(double[] w) {
        project(w);
    }

    @Override
    public double slack(double[] w) {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public double pressure(double[] w, double[] velocity) {
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public void checkDimension(int p) {
        if (p != rows[0].length) {
            throw new IllegalArgumentException("an affine set of %d coordinates for %d parameters".formatted(rows[0].length, p));
        }
    }

    @Override
    public String toString() {
        return "an affine set of " + rows.length + " equations";
    }
}
