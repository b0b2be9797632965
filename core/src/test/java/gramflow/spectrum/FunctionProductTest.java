package gramflow.spectrum;

import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static gramflow.spectrum.Symmetric.U;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Functions of a diagonal matrix times a vector are known entry by entry. */
final class FunctionProductTest {
    private static final int N = 160;
    private final Products products = Products.auto();

    /** From 4 down to 4e-6. */
    private static double[] eigenvalues() {
        double[] values = new double[N];
        for (int i = 0; i < N; i++) {
            values[i] = 4 * Math.pow(1e-6, i / (N - 1.0));
        }
        return values;
    }

    static Stream<SpectralFunction> functions() {
        return Stream.of(0.0, 0.01, 1.0, 30.0, 1e4).flatMap(t -> Stream.of(SpectralFunction.exponential(t), SpectralFunction.psi(t)));
    }

    private double distance(double[] values, SpectralFunction f, Matrix v, Matrix y) {
        Matrix difference = y.copy(Precision.F64);
        for (int i = 0; i < N; i++) {
            difference.set(i, 0, y.get(i, 0) - f.at(values[i]) * v.get(i, 0));
        }
        return products.norm(difference);
    }

    private static double largest(double[] values, SpectralFunction f) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(f.at(value)));
        }
        return largest;
    }

    @ParameterizedTest
    @MethodSource("functions")
    void lanczosIsWithinItsBoundHoweverFewItsSteps(SpectralFunction f) {
        double[] values = eigenvalues();
        Matrix v = Symmetric.random(N, 1, 3);
        // Rounding makes another matrix of K, √N·u·‖K‖ away, on which f is steep: by that much e^(−tλ) moves t times as far, ψ t²/2 times.
        double slope = f.kind() == SpectralFunction.Kind.PSI ? f.time() * f.time() / 2 : f.time();
        double rounding = U * products.norm(v) * (100 * N * largest(values, f) + Math.sqrt(N) * values[0] * slope);
        for (int steps : new int[]{1, 2, 3, 5, 8, 20, 60, 160}) {
            FunctionProduct found = KrylovFunction.DEFAULT.withSteps(steps).times(new Diagonal(values), f, v, products, Progress.NONE);
            assertThat(distance(values, f, v, found.y())).isLessThanOrEqualTo(found.error() + rounding);
            assertThat(found.products()).isLessThanOrEqualTo(steps);
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void bothWaysReachTheToleranceAndSaySo(SpectralFunction f) {
        double[] values = eigenvalues();
        Matrix v = Symmetric.random(N, 1, 4);
        double scale = products.norm(v) * largest(values, f);
        FunctionProduct krylov = KrylovFunction.DEFAULT.withTolerance(1e-9).times(new Diagonal(values), f, v, products, Progress.NONE);
        assertThat(krylov.converged()).isTrue();
        assertThat(distance(values, f, v, krylov.y())).isLessThanOrEqualTo(1.01e-9 * scale);
        FunctionProduct chebyshev = new ChebyshevFunction(0, 4, 1e-9, 4000).times(new Diagonal(values), f, v, products, Progress.NONE);
        assertThat(chebyshev.converged()).isTrue();
        assertThat(distance(values, f, v, chebyshev.y())).isLessThanOrEqualTo(1.01e-9 * scale);
        assertThat(krylov.products()).isLessThanOrEqualTo(chebyshev.products() + 4);
    }

    @Test
    void aSeriesThatIsCutShortSaysByHowMuch() {
        double[] values = eigenvalues();
        Matrix v = Symmetric.random(N, 1, 5);
        SpectralFunction f = SpectralFunction.exponential(50);
        FunctionProduct found = new ChebyshevFunction(0, 4, 1e-12, 12).times(new Diagonal(values), f, v, products, Progress.NONE);
        assertThat(found.converged()).isFalse();
        assertThat(found.products()).isEqualTo(12);
        assertThat(distance(values, f, v, found.y())).isLessThanOrEqualTo(found.error()).isGreaterThan(1e-3 * found.error());
    }

    @Test
    void anInverseHasABoundIfTheSpectrumIsKnownFromBelow() {
        double[] values = eigenvalues();
        Matrix v = Symmetric.random(N, 1, 6);
        SpectralFunction f = SpectralFunction.inverse();
        FunctionProduct unknown = KrylovFunction.DEFAULT.withSteps(40).times(new Diagonal(values), f, v, products, Progress.NONE);
        assertThat(unknown.error()).isInfinite();
        for (int steps : new int[]{3, 20, 100, 160}) {
            FunctionProduct found = KrylovFunction.DEFAULT.withSteps(steps).withLambdaMin(4e-6).times(new Diagonal(values), f, v, products,
                    Progress.NONE);
            assertThat(distance(values, f, v, found.y())).isLessThanOrEqualTo(found.error() + 1e-9 * products.norm(v) / 4e-6);
            assertThat(found.converged()).isEqualTo(steps == 160);
        }
    }

    @Test
    void aNegativeEigenvalueGrowsAsItIs() {
        double[] values = eigenvalues();
        values[7] = -0.5;
        Matrix v = Symmetric.random(N, 1, 7);
        for (SpectralFunction f : new SpectralFunction[]{SpectralFunction.exponential(8), SpectralFunction.psi(8)}) {
            FunctionProduct found = KrylovFunction.DEFAULT.withSteps(12).withLambdaMin(-0.5).times(new Diagonal(values), f, v, products,
                    Progress.NONE);
            assertThat(distance(values, f, v, found.y())).isLessThanOrEqualTo(found.error() + 1e-12);
        }
    }

    @Test
    void zeroAndWhatDoesNotFit() {
        FunctionProduct none = KrylovFunction.DEFAULT.times(new Diagonal(1, 2), SpectralFunction.psi(1), Matrix.zeros(Precision.F64, 2, 1),
                products, Progress.NONE);
        assertThat(products.norm(none.y())).isZero();
        assertThat(none.converged()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(
                () -> KrylovFunction.DEFAULT.times(new Diagonal(1, 2), SpectralFunction.psi(1), Matrix.zeros(Precision.F64, 3, 1), products,
                        Progress.NONE))
                .withMessageContaining("3 x 1");
        assertThatIllegalArgumentException().isThrownBy(
                () -> new ChebyshevFunction(0, 1, 1e-6, 9).times(new Diagonal(1, 2), SpectralFunction.psi(1),
                        Matrix.zeros(Precision.F32, 2, 1), products, Progress.NONE))
                .withMessageContaining("2 x 1 f32");
        assertThatIllegalArgumentException().isThrownBy(() -> new ChebyshevFunction(1, 1, 1e-6, 9)).withMessageContaining("[1.0, 1.0]");
    }
}
