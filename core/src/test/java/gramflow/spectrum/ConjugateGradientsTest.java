package gramflow.spectrum;

import gramflow.io.DataFile;
import gramflow.io.ReadOptions;
import gramflow.machine.Progress;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

final class ConjugateGradientsTest {
    private final Products products = Products.auto();

    private double relativeResidual(SymmetricOperator k, Matrix x, Matrix b) {
        Matrix r = Matrix.zeros(Precision.F64, b.rows(), 1);
        k.apply(x, r);
        products.axpy(-1, b, r);
        return products.norm(r) / products.norm(b);
    }

    private int[] iterations(Matrix k, double shift, int rank) {
        SymmetricOperator shifted = SymmetricOperator.of(k, products).plus(shift, products);
        Matrix b = Symmetric.random(k.rows(), 1, 9);
        Matrix factor = RandomlyPivotedCholesky.of(Entries.of(k), rank, 1, products, Progress.NONE).factor();
        ConjugateGradients.Solution plain = ConjugateGradients.DEFAULT.solve(shifted, b, products, Progress.NONE);
        ConjugateGradients.Solution better = ConjugateGradients.DEFAULT.solve(shifted, new LowRankPreconditioner(factor, shift, products),
                b,
                products, Progress.NONE);
        assertThat(plain.converged() && better.converged()).isTrue();
        for (ConjugateGradients.Solution each : new ConjugateGradients.Solution[]{plain, better}) {
            assertThat(each.relativeResidual()).isLessThanOrEqualTo(1e-8);
            assertThat(relativeResidual(shifted, each.x(), b)).isLessThanOrEqualTo(1.0001e-8);
        }
        return new int[]{plain.iterations(), better.iterations()};
    }

    @Test
    void asManyDifferentEigenvaluesAsManyIterations() {
        double[] values = new double[60];
        for (int i = 0; i < 60; i++) {
            values[i] = 1 + i % 3;
        }
        ConjugateGradients.Solution found = ConjugateGradients.DEFAULT.withTolerance(1e-13).solve(new Diagonal(values),
                Symmetric.random(60, 1, 1), products, Progress.NONE);
        assertThat(found.converged()).isTrue();
        assertThat(found.iterations()).isEqualTo(3);
    }

    @Test
    void onASpectrumThatFallsThePreconditionerSavesFourIterationsInFive() {
        double[] values = new double[400];
        for (int i = 0; i < 400; i++) {
            values[i] = Math.pow(0.93, i);
        }
        int[] iterations = iterations(Symmetric.withSpectrum(values, 1), 1e-6, 200);
        assertThat(iterations[0]).isGreaterThanOrEqualTo(5 * iterations[1]);
    }

    @Test
    void onDigitsTooWithAMillionthOfTheLargestEigenvalueAdded() throws IOException {
        String folder = System.getProperty("gramflow.data", "");
        assumeTrue(!folder.isEmpty(), "skipped: -Dgramflow.data=DIR does not say where mnist/t10k-images-idx3-ubyte.gz is");
        Matrix x = DataFile.read(Path.of(folder, "mnist/t10k-images-idx3-ubyte.gz"), ReadOptions.DEFAULTS).x().rows(0, 1500);
        Matrix k = products.gram(x);
        double largest = Lanczos.DEFAULT.largest(SymmetricOperator.of(k, products), products, Progress.NONE).value();
        int[] iterations = iterations(k, 1e-6 * largest, 400);
        assertThat(iterations[0]).isGreaterThanOrEqualTo(5 * iterations[1]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20})
    void whatIsUsedUpIsTold(int limit) {
        double[] values = new double[200];
        for (int i = 0; i < 200; i++) {
            values[i] = Math.pow(0.9, i);
        }
        ConjugateGradients.Solution found = ConjugateGradients.DEFAULT.withIterations(limit).solve(new Diagonal(values),
                Symmetric.random(200, 1, 1), products, Progress.NONE);
        assertThat(found.ending()).isEqualTo(ConjugateGradients.Ending.ITERATIONS);
        assertThat(found.iterations()).isEqualTo(limit);
        assertThat(found.relativeResidual()).isGreaterThan(1e-8);
    }

    @Test
    void aToleranceBelowRoundingIsGivenUp() {
        double[] values = new double[100];
        for (int i = 0; i < 100; i++) {
            values[i] = Math.pow(10, -4.0 * i / 99);
        }
        SymmetricOperator k = SymmetricOperator.of(Symmetric.withSpectrum(values, 4), products);
        ConjugateGradients.Solution found = ConjugateGradients.DEFAULT.withTolerance(1e-17).solve(k, Symmetric.random(100, 1, 1), products,
                Progress.NONE);
        assertThat(found.ending()).isEqualTo(ConjugateGradients.Ending.STAGNATED);
        assertThat(found.relativeResidual()).isLessThan(1e-10);
    }

    @Test
    void anIndefiniteMatrixIsNoticed() {
        ConjugateGradients.Solution found = ConjugateGradients.DEFAULT.solve(new Diagonal(1, -2, 3), Matrix.of(new double[]{1},
                new double[]{5}, new double[]{1}), products, Progress.NONE);
        assertThat(found.ending()).isEqualTo(ConjugateGradients.Ending.NOT_POSITIVE_DEFINITE);
    }

    @Test
    void zeroIsSolvedByZeroAndWhatDoesNotFitIsRefused() {
        Matrix zero = Matrix.zeros(Precision.F64, 2, 1);
        assertThat(ConjugateGradients.DEFAULT.solve(new Diagonal(1, 2), zero, products, Progress.NONE).iterations()).isZero();
        assertThatIllegalArgumentException().isThrownBy(
                () -> ConjugateGradients.DEFAULT.solve(new Diagonal(1, 2, 3), zero, products, Progress.NONE))
                .withMessageContaining("2 x 1 f64");
        zero.set(1, 0, Double.NaN);
        assertThatIllegalArgumentException().isThrownBy(
                () -> ConjugateGradients.DEFAULT.solve(new Diagonal(1, 2), zero, products, Progress.NONE)).withMessageContaining("NaN");
    }
}
