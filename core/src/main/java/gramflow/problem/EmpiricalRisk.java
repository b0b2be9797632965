package gramflow.problem;

import gramflow.backend.RowLoss;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.spectrum.Lanczos;
import gramflow.spectrum.SymmetricOperator;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * F(w) = Σ φ(xᵢ·w, yᵢ) + (ridge/2)‖w‖² over the rows of X: least squares, ridge regression, logistic regression. A value with its gradient, and a product with the Hessian, read X once. Gradients are
 * computed in the precision of X.
 *
 * <p>β = sup φ″·σ_max(X)² + ridge is found by Lanczos' method at the first call of {@link #facts}, and includes the bound of its own error; λ is the ridge.
 */
public final class EmpiricalRisk implements FiniteSum {
    private final Matrix x;
    private final double[] y;
    private final Loss loss;
    private final double ridge;
    private final Products products;
    private final Matrix point;
    private final Matrix result;
    private final double[] curvatures;
    private final double[] row;
    private final double[] unused;
    private double @Nullable [] curvaturesAt;
    private @Nullable Facts facts;

    private EmpiricalRisk(Matrix x, double[] y, Loss loss, double ridge, Products products) {
        this.x = x;
        this.y = y;
        this.loss = loss;
        this.ridge = ridge;
        this.products = products;
        int d = Math.toIntExact(x.cols());
        this.point = Matrix.zeros(x.precision(), d, 1);
        this.result = Matrix.zeros(x.precision(), d, 1);
        this.curvatures = new double[y.length];
        this.row = new double[d];
        this.unused = new double[d];
    }

    /**
     * The loss of n examples.
     *
     * @param x n × d, read where it is
     * @param y n targets; ±1 if the loss needs signs
     * @throws IllegalArgumentException if the numbers of rows and targets differ, or a target does not suit the loss
     */
    public static EmpiricalRisk of(Matrix x, double[] y, Loss loss, Products products) {
        if (x.rows() != y.length) {
            throw new IllegalArgumentException("%d rows, %d targets; expected as many".formatted(x.rows(), y.length));
        }
        for (int i = 0; i < y.length; i++) {
            if (loss.needsSigns() && Math.abs(y[i]) != 1) {
                throw new IllegalArgumentException("row %d: target %s, the %s loss expects 1 or -1".formatted(i, y[i], loss.name()));
            }
        }
        return new EmpiricalRisk(x, y.clone(), loss, 0, products);
    }

    /**
     * With (ridge/2)‖w‖² added.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public EmpiricalRisk withRidge(double strength) {
        if (!(strength >= 0 && strength < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("ridge " + strength + ", expected a number not below 0");
        }
        return new EmpiricalRisk(x, y, loss, strength, products);
    }

    /** X, n × d. */
    public Matrix x() {
        return x;
    }

    /** φ. */
    public Loss loss() {
        return loss;
    }

    /** The strength of the ridge, 0 if there is none. */
    public double ridge() {
        return ridge;
    }

    @Override
    public int dimension() {
        return row.length;
    }

    @Override
    public long terms() {
        return y.length;
    }

    @Override
    public double value(double[] w) {
        return valueAndGradient(w, unused);
    }

    @Override
    public double valueAndGradient(double[] w, double[] gradient) {
        double sum = multiply(w, (first, step, z, count) -> loss.residuals(z, y, (int) first, (int) step, count), gradient);
        Vectors.addScaled(gradient, ridge, w);
        return sum + ridge / 2 * Vectors.squaredNorm(w);
    }

    /** gradient ← Xᵀφ′(X·w), returning Σ φ. */
    private double multiply(double[] w, RowLoss rows, double[] gradient) {
        write(w, point);
        double sum = products.lossGradient(x, point, rows, result);
        read(result, gradient);
        return sum;
    }

    private static void write(double[] from, Matrix to) {
        MemorySegment segment = to.strided().segment();
        if (to.precision() == Precision.F64) {
            MemorySegment.copy(from, 0, segment, ValueLayout.JAVA_DOUBLE, 0, from.length);
        } else {
            for (int i = 0; i < from.length; i++) {
                segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) from[i]);
            }
        }
    }

    private static void read(Matrix from, double[] to) {
        MemorySegment segment = from.strided().segment();
        if (from.precision() == Precision.F64) {
            MemorySegment.copy(segment, ValueLayout.JAVA_DOUBLE, 0, to, 0, to.length);
        } else {
            for (int i = 0; i < to.length; i++) {
                to[i] = segment.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            }
        }
    }

    @Override
    public boolean hasHessian() {
        return true;
    }

    @Override
    public void hessianTimes(double[] w, double[] v, double[] product) {
        // Many products are asked for at one point: what the loss is there is kept.
        if (curvaturesAt == null || !Arrays.equals(curvaturesAt, w)) {
            multiply(w, (first, step, z, count) -> {
                for (int i = 0; i < count; i++) {
                    curvatures[(int) (first + i * step)] = loss.secondDerivative(z[i], y[(int) (first + i * step)]);
                }
                return 0;
            }, product);
            curvaturesAt = w.clone();
        }
        multiply(v, (first, step, z, count) -> {
            for (int i = 0; i < count; i++) {
                z[i] *= curvatures[(int) (first + i * step)];
            }
            return 0;
        }, product);
        Vectors.addScaled(product, ridge, v);
    }

    @Override
    public void addTerm(long i, double scale, double[] w, double[] gradient) {
        double[] example = row;
        if (x.precision() == Precision.F64 && x.strided().colStride() == 1) {
            MemorySegment.copy(x.strided().segment(), ValueLayout.JAVA_DOUBLE_UNALIGNED, x.strided().byteOffset(i, 0), example, 0,
                    example.length);
        } else {
            for (int j = 0; j < example.length; j++) {
                example[j] = x.strided().get(i, j);
            }
        }
        double slope = loss.derivative(Vectors.dot(example, w), y[(int) i]);
        double shrink = scale * ridge / y.length;
        for (int j = 0; j < example.length; j++) {
            gradient[j] += scale * slope * example[j] + shrink * w[j];
        }
    }

    @Override
    public Facts facts() {
        Facts known = facts;
        if (known == null) {
            double largest = Lanczos.DEFAULT.largest(new Squares(), products, Progress.NONE).upper();
            known = Facts.NONE.withBeta(Known.computed(loss.curvature() * largest + ridge)).withLambda(Known.computed(ridge));
            facts = known;
        }
        return known;
    }

    /** XᵀX. */
    private final class Squares implements SymmetricOperator {
        private final double[] in = new double[row.length];
        private final double[] out = new double[row.length];

        @Override
        public long order() {
            return row.length;
        }

        @Override
        public void apply(Matrix v, Matrix product) {
            read(v, in);
            multiply(in, (first, step, z, count) -> 0, out);
            write(out, product);
        }

        @Override
        public double relativeError() {
            return Math.sqrt((double) (row.length + y.length)) * x.precision().unitRoundoff();
        }
    }

    /**
     * The same problem with w̄ and F̄, and for the square loss all else that can be known: from the eigenvectors of XᵀX (nd² + 10d³ flops, 2d² doubles), or, for other losses, by Newton's method to
     * the last digits.
     *
     * @throws IllegalArgumentException if the loss is not the square and there is no ridge: there may be no minimiser then
     */
    public Problem solved() {
        if (loss instanceof SquareLoss) {
            return new LeastSquares(this, products);
        }
        if (ridge == 0) {
            throw new IllegalArgumentException("the minimiser of a %s loss without a ridge: there may be none".formatted(loss.name()));
        }
        double[] minimiser = Newton.minimise(this, new double[dimension()]);
        return withFacts(facts().withInfimum(Known.computed(value(minimiser))).withMinimiser(minimiser, Known.Origin.COMPUTED));
    }

    @Override
    public String toString() {
        return "%s loss of %d examples of %d numbers%s".formatted(loss.name(), y.length, row.length, ridge > 0 ? ", ridge " + ridge : "");
    }
}
