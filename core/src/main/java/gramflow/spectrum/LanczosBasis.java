package gramflow.spectrum;

import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.Arrays;

/**
 * Lanczos' process from a given vector, with full reorthogonalisation: K·Vᵀ = Vᵀ·T + β·v·eᵀ, rows of V orthonormal and T tridiagonal, one product with K a
 * step. Memory for (steps + 1)·n doubles.
 */
final class LanczosBasis {
    private final SymmetricOperator k;
    private final Products on;
    private final Matrix basis;
    private final Matrix w;
    private final Matrix coefficients;
    private final double[] alpha;
    private final double[] beta;
    private final double norm;
    private int size;

    /**
     * Begins with a vector.
     *
     * @param v n × 1 f64; its norm is remembered
     * @param steps most steps, ≥ 1
     * @throws IllegalArgumentException if its norm is not finite
     */
    LanczosBasis(SymmetricOperator k, Matrix v, int steps, Products on) {
        this.k = k;
        this.on = on;
        int most = (int) Math.min(steps, k.order());
        basis = Matrix.zeros(Precision.F64, most + 1L, k.order());
        w = Matrix.zeros(Precision.F64, k.order(), 1);
        coefficients = Matrix.zeros(Precision.F64, most, 1);
        alpha = new double[most];
        beta = new double[most];
        norm = on.norm(v);
        if (!Double.isFinite(norm)) {
            throw new IllegalArgumentException("a vector of norm " + norm + ", expected a finite number");
        }
        if (norm > 0) {
            vector(0).assign(v);
            RandomVectors.scale(vector(0), 1 / norm, on);
        }
    }

    private Matrix vector(long i) {
        return basis.rows(i, i + 1).transpose();
    }

    /** Norm of the vector it began with. */
    double norm() {
        return norm;
    }

    /** Steps taken. */
    int size() {
        return size;
    }

    /** Whether another step can be taken: there is room, and the space is not complete. */
    boolean canStep() {
        return norm > 0 && size < alpha.length && (size == 0 || beta[size - 1] > 0);
    }

    /** β of the last step: 0 if the basis spans a space that K maps into itself. */
    double residual() {
        return size == 0 ? norm : beta[size - 1];
    }

    /**
     * One more step.
     *
     * @throws IllegalArgumentException if the product is not finite
     */
    void step() {
        int j = size;
        Matrix v = basis.rows(0, j + 1L);
        Matrix c = coefficients.rows(0, j + 1L);
        k.apply(vector(j), w);
        double before = on.norm(w);
        if (!Double.isFinite(before)) {
            throw new IllegalArgumentException(
                    "product " + (j + 1) + " with the operator has a norm that is " + before + ", expected a finite number");
        }
        for (int pass = 0; pass < 2; pass++) {
            on.matvec(1, v, w, 0, c);
            on.matvec(-1, v.transpose(), c, 1, w);
            alpha[j] += c.get(j, 0);
        }
        double next = on.norm(w);
        boolean complete = j + 1 == k.order() || next <= before * k.relativeError();
        beta[j] = complete ? 0 : next;
        if (!complete) {
            vector(j + 1L).assign(w);
            RandomVectors.scale(vector(j + 1L), 1 / next, on);
        }
        size++;
    }

    /** T's eigenvalues, and of each eigenvector the first and the last entry. */
    Ritz ritz() {
        double[] values = Arrays.copyOf(alpha, size);
        double[][] ends = new double[size][2];
        ends[0][0] = 1;
        ends[size - 1][1] = 1;
        TridiagonalQl.diagonalise(values, Arrays.copyOf(beta, size), new RowRotations(ends));
        return new Ritz(values, ends);
    }

    /** Eigenvalues of T, and the first and last entries of its eigenvectors. */
    static final class Ritz {
        private final double[] values;
        private final double[][] ends;

        Ritz(double[] values, double[][] ends) {
            this.values = values;
            this.ends = ends;
        }

        int size() {
            return values.length;
        }

        double value(int i) {
            return values[i];
        }

        double first(int i) {
            return ends[i][0];
        }

        double last(int i) {
            return ends[i][1];
        }
    }

    /**
     * y ← ‖v‖·Vᵀ·f(T)·e₁, which approximates f(K)·v.
     *
     * @param y n × 1
     */
    void times(java.util.function.DoubleUnaryOperator f, Matrix y) {
        double[] values = Arrays.copyOf(alpha, size);
        double[][] vectors = new double[size][size];
        for (int i = 0; i < size; i++) {
            vectors[i][i] = 1;
        }
        TridiagonalQl.diagonalise(values, Arrays.copyOf(beta, size), new RowRotations(vectors));
        double[] sum = new double[size];
        for (int i = 0; i < size; i++) {
            double factor = norm * f.applyAsDouble(values[i]) * vectors[i][0];
            for (int j = 0; j < size; j++) {
                sum[j] += factor * vectors[i][j];
            }
        }
        on.matvec(1, basis.rows(0, size).transpose(), Matrix.over(sum, size, 1), 0, y);
    }
}
