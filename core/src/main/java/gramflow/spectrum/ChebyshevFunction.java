package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.concurrent.CancellationException;

/**
 * f(K)·v by a Chebyshev series on an interval that holds the spectrum: y = Σ cⱼ·Tⱼ(K̂)·v by Clenshaw's recurrence, in four vectors of memory whatever the degree. The
 * error is at most the sum of the coefficients left out, times ‖v‖ (L4 of docs/theory.md).
 *
 * <p>Lanczos ({@link KrylovFunction}) needs fewer products, and memory for all its vectors; this is for where they do not fit. Immutable, and safe to share
 * between threads.
 *
 * @param low below K's spectrum
 * @param high above it: an upper end of λ_max's bracket
 * @param tolerance of the coefficients left out together, relative to the largest |f| on the interval
 * @param degree most products, ≥ 1
 */
public record ChebyshevFunction(double low, double high, double tolerance, int degree) {

    /** Points in which f is taken at first; doubled until the coefficients have died away. */
    private static final int POINTS = 64;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public ChebyshevFunction {
        if (!(low < high) || !Double.isFinite(high - low) || !(tolerance > 0) || degree < 1) {
            throw new IllegalArgumentException(
                    "interval [%s, %s], tolerance %s, degree %d; expected low < high, above 0, at least 1".formatted(low, high,
                            tolerance, degree));
        }
    }

    /**
     * f(K)·v.
     *
     * @param v n × 1 f64
     * @param progress hears of products, and may cancel
     * @throws IllegalArgumentException if the shape does not fit, or f is not finite on the interval
     * @throws CancellationException if {@code progress} says so
     */
    public FunctionProduct times(SymmetricOperator k, SpectralFunction f, Matrix v, Products on, Progress progress) {
        if (v.rows() != k.order() || v.cols() != 1 || v.precision() != Precision.F64) {
            throw new IllegalArgumentException(
                    "f(K)v: K is of order %d, v is %s; expected n and n x 1 f64".formatted(k.order(), v.shape()));
        }
        double[] c = coefficients(f);
        double scale = 0;
        for (double each : c) {
            scale = Math.max(scale, Math.abs(each));
        }
        int terms = c.length;
        double left = 0;
        while (terms > 1 && left + Math.abs(c[terms - 1]) <= tolerance * scale) {
            left += Math.abs(c[--terms]);
        }
        while (terms > degree + 1) {
            left += Math.abs(c[--terms]);
        }
        double norm = on.norm(v);
        Matrix y = clenshaw(k, c, terms, v, on, progress);
        return new FunctionProduct(y, left * norm, left <= tolerance * scale, terms - 1L);
    }

    /** cⱼ of f on the interval, by interpolation in Chebyshev points, as many as it takes for the last eighth to be negligible, or for twice the degree. */
    private double[] coefficients(SpectralFunction f) {
        int n = POINTS;
        while (true) {
            double[] c = coefficients(f, n);
            double largest = 0;
            double last = 0;
            for (int j = 0; j < n; j++) {
                if (!Double.isFinite(c[j])) {
                    throw new IllegalArgumentException("f is not finite on the interval [%s, %s]".formatted(low, high));
                }
                largest = Math.max(largest, Math.abs(c[j]));
                last = j >= n - n / 8 ? last + Math.abs(c[j]) : 0;
            }
            if (last <= tolerance * largest / 2 || n >= 2L * degree) {
                return c;
            }
            n *= 2;
        }
    }

    private double[] coefficients(SpectralFunction f, int n) {
        double[] values = new double[n];
        double[] cosines = new double[4 * n];
        for (int i = 0; i < 4 * n; i++) {
            cosines[i] = Math.cos(Math.PI * i / (2 * n));
        }
        for (int i = 0; i < n; i++) {
            values[i] = f.at((low + high) / 2 + (high - low) / 2 * cosines[2 * i + 1]);
        }
        double[] c = new double[n];
        for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += values[i] * cosines[(int) (j * (2L * i + 1) % (4L * n))];
            }
            c[j] = (j == 0 ? 1 : 2) * sum / n;
        }
        return c;
    }

    private Matrix clenshaw(SymmetricOperator k, double[] c, int terms, Matrix v, Products on, Progress progress) {
        progress.begin("f(K)v", terms);
        double centre = (low + high) / 2;
        double half = (high - low) / 2;
        Matrix current = Matrix.zeros(Precision.F64, v.rows(), 1);
        Matrix before = Matrix.zeros(Precision.F64, v.rows(), 1);
        Matrix product = Matrix.zeros(Precision.F64, v.rows(), 1);
        for (int j = terms - 1; j >= 0; j--) {
            if (progress.cancelled()) {
                throw new CancellationException();
            }
            // b ← c·v + 2·K̂·b₁ − b₂, and for the last one c·v + K̂·b₁ − b₂.
            double twice = j == 0 ? 1 : 2;
            if (j < terms - 1) {
                k.apply(current, product);
                on.axpy(-centre, current, product);
                RandomVectors.scale(product, twice / half, on);
            }
            on.axpy(-1, before, product);
            on.axpy(c[j], v, product);
            Matrix free = before;
            before = current;
            current = product;
            product = free;
            if (j == terms - 1) {
                continue;
            }
            progress.advance(1);
        }
        return current;
    }
}
