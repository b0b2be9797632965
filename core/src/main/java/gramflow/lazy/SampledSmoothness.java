package gramflow.lazy;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import gramflow.model.Jacobian;
import gramflow.spectrum.Lanczos;
import gramflow.spectrum.SymmetricOperator;
import java.util.Locale;
import java.util.SplittableRandom;

/** β from below, where no formula is known: the largest ‖J_v − J_{w₀}‖/‖v − w₀‖ that a few v show, the first of them in the direction in which the flow begins. */
public final class SampledSmoothness {
    private static final Lanczos NORM = Lanczos.DEFAULT.withTolerance(1e-4).withProducts(60);

    private SampledSmoothness() {
    }

    /**
     * Looks at some points.
     *
     * @param radius ‖v − w₀‖ &gt; 0
     * @param points at least 1
     * @param seed of the directions after the first
     * @param progress hears of points, and may cancel
     */
    public static Smoothness of(LazyProblem problem, double radius, int points, long seed, Progress progress) {
        Products on = problem.on();
        Jacobian begin = problem.at(problem.start());
        SplittableRandom random = new SplittableRandom(seed);
        progress.begin("sampling beta", points);
        double largest = 0;
        for (int i = 0; i < points; i++) {
            Matrix direction = i == 0
                    ? begin.transposeTimes(problem.residual(problem.output(begin, 1)))
                    : gaussian(random, problem.start().rows());
            double norm = on.norm(direction);
            if (norm > 0) {
                Matrix v = problem.start().copy(Precision.F64);
                on.axpy(radius / norm, direction, v);
                SymmetricOperator square = new Square(problem.at(v), begin, on);
                double value = NORM.largest(square, on, progress).value();
                largest = Math.max(largest, Math.sqrt(Math.max(0, value)) / radius);
            }
            progress.advance(1);
        }
        return Smoothness.atLeast(largest,
                String.format(Locale.ROOT, "sampled lower estimate from %d points at distance %.3g", points, radius));
    }

    private static Matrix gaussian(SplittableRandom random, long n) {
        Matrix x = Matrix.zeros(Precision.F64, n, 1);
        for (long i = 0; i < n; i++) {
            x.set(i, 0, random.nextGaussian());
        }
        return x;
    }

    /** u ↦ D·Dᵀu for the difference D of two Jacobians. */
    private record Square(Jacobian one, Jacobian other, Products on) implements SymmetricOperator {
        @Override
        public long order() {
            return one.rows();
        }

        @Override
        public void apply(Matrix x, Matrix y) {
            Matrix v = one.transposeTimes(x);
            on.axpy(-1, other.transposeTimes(x), v);
            y.assign(one.times(v));
            on.axpy(-1, other.times(v), y);
        }
    }
}
