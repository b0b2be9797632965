package gramflow.bench.measure;

import gramflow.backend.Backend;
import gramflow.backend.Backends;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.problem.Loss;
import gramflow.problem.Losses;
import java.util.SplittableRandom;

/**
 * A step of gradient descent on least squares, v = w − η·Xᵀ(X·w − y): w stays as it is, so that every call computes the same. Entries of X and y lie in (−1, 1), those of w in (−1, 1)/16, and η = 1/n keeps
 * the step of the size of what it is added to.
 */
final class GradientStepWorkload implements Workload {
    /** Rows of the small step: long enough to take the same paths. */
    private static final long SMALL = 1024;
    private static final long SEED = 1;
    private static final double START = 1.0 / 16;
    private static final int ENTRIES = 64;
    private static final double SAFETY = 2;
    private static final Loss LOSS = Losses.SQUARE;

    private final Products products;
    private final Matrix x;
    private final double[] y;
    private final Matrix w;
    private final Matrix gradient;
    private final Matrix stepped;
    private final double eta;

    private GradientStepWorkload(Backend backend, Row row) {
        products = new Products(backend, Workers.of(row.threads()));
        SplittableRandom random = new SplittableRandom(SEED);
        x = Matrix.zeros(row.precision(), row.n(), row.d());
        y = new double[Math.toIntExact(row.n())];
        for (int i = 0; i < y.length; i++) {
            for (long j = 0; j < row.d(); j++) {
                x.set(i, j, 2 * random.nextDouble() - 1);
            }
            y[i] = 2 * random.nextDouble() - 1;
        }
        w = Matrix.zeros(row.precision(), row.d(), 1);
        for (long j = 0; j < row.d(); j++) {
            w.set(j, 0, START * (2 * random.nextDouble() - 1));
        }
        gradient = Matrix.zeros(row.precision(), row.d(), 1);
        stepped = Matrix.zeros(row.precision(), row.d(), 1);
        // All bits one is NaN in either precision: an entry that is never written fails the check.
        stepped.strided().segment().fill((byte) 0xFF);
        eta = 1.0 / row.n();
    }

    static GradientStepWorkload of(Row row) {
        return of(Backends.named(row.backend()), row);
    }

    static GradientStepWorkload of(Backend backend, Row row) {
        return new GradientStepWorkload(backend, row);
    }

    @Override
    public void run() {
        step(x);
    }

    @Override
    public void runSmall() {
        step(x.rows(0, Math.min(SMALL, x.rows())));
    }

    private void step(Matrix examples) {
        products.lossGradient(examples, w, (first, step, z, count) -> LOSS.residuals(z, y, (int) first, (int) step, count), gradient);
        stepped.strided().segment().copyFrom(w.strided().segment());
        products.axpy(-eta, gradient, stepped);
    }

    /**
     * Entries of v against those computed here, in double precision and plain order. A residual r is off by about (d+1)u of Σ|x·w| + |y|, an entry of the gradient by that, times |x|, and by n·u of
     * Σ|x·r|, u being that of the working precision; the bound is twice that. One example forgotten among n costs about 1/n.
     */
    @Override
    public Check check() {
        int n = y.length;
        double[] residuals = new double[n];
        double[] scales = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = -y[i];
            double scale = Math.abs(y[i]);
            for (long j = 0; j < x.cols(); j++) {
                double product = x.get(i, j) * w.get(j, 0);
                sum += product;
                scale += Math.abs(product);
            }
            residuals[i] = sum;
            scales[i] = scale;
        }
        double bound = SAFETY * (n + x.cols() + 2) * x.precision().unitRoundoff();
        SplittableRandom random = new SplittableRandom(SEED);
        double worst = 0;
        String fault = "";
        for (int k = 0; k < ENTRIES + 2; k++) {
            long j = k == 0 ? 0 : k == 1 ? x.cols() - 1 : random.nextLong(x.cols());
            double sum = 0;
            double scale = Math.abs(w.get(j, 0)) / eta;
            for (int i = 0; i < n; i++) {
                sum += x.get(i, j) * residuals[i];
                scale += Math.abs(x.get(i, j)) * scales[i];
            }
            double exact = w.get(j, 0) - eta * sum;
            double found = stepped.get(j, 0);
            double error = Double.isFinite(found) ? Math.abs(found - exact) / (eta * scale) : Double.POSITIVE_INFINITY;
            if (error > bound && error > worst) {
                fault = "entry %d is %s, expected %s: off by %.1e, allowed %.1e".formatted(j, found, exact, error, bound);
            }
            worst = Math.max(worst, error);
        }
        return new Check(worst, bound, fault);
    }

    @Override
    public String library() {
        return products.backend().description();
    }

    @Override
    public String setup() {
        return products.backend().numericKey(x.precision());
    }
}
