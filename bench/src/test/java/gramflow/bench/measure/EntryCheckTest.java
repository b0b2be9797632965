package gramflow.bench.measure;

import gramflow.backend.Backends;
import gramflow.machine.Workers;
import gramflow.matrix.Matrix;
import gramflow.matrix.Products;
import gramflow.memory.Precision;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

final class EntryCheckTest {
    private static final Products SCALAR = new Products(Backends.named("scalar"), Workers.of(1));

    private static Matrix random(Precision precision, long rows, long cols, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Matrix m = Matrix.zeros(precision, rows, cols);
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < cols; j++) {
                m.set(i, j, 2 * random.nextDouble() - 1);
            }
        }
        return m;
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void rightProductPasses(Precision precision) {
        Matrix a = random(precision, 37, 1000, 1);
        Matrix b = random(precision, 1000, 23, 2);
        Check check = new EntryCheck(a, b, false).compare(SCALAR.times(a, b));
        assertThat(check.pass()).isTrue();
        assertThat(check.residual()).isBetween(0.0, check.bound() / 10);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void oneForgottenProductIsFound(Precision precision) {
        Matrix a = random(precision, 20, 1000, 1);
        Matrix b = random(precision, 1000, 20, 2);
        Matrix c = SCALAR.times(a.block(0, 20, 0, 999), b.block(0, 999, 0, 20));
        Check check = new EntryCheck(a, b, false).compare(c);
        assertThat(check.pass()).isFalse();
        assertThat(check.fault()).contains("expected");
        assertThat(check.residual()).isGreaterThan(check.bound());
    }

    @Test
    void lastCornerIsAlwaysLookedAt() {
        Matrix a = random(Precision.F64, 1000, 3, 1);
        Matrix b = random(Precision.F64, 3, 1000, 2);
        Matrix c = SCALAR.times(a, b);
        c.set(999, 999, c.get(999, 999) + 1e-9);
        assertThat(new EntryCheck(a, b, false).compare(c).fault()).startsWith("entry (999, 999)");
    }

    @Test
    void entryNeverWrittenIsFound() {
        Matrix a = random(Precision.F32, 5, 4, 1);
        Matrix c = SCALAR.times(a, a.transpose());
        c.set(4, 0, Double.NaN);
        Check check = new EntryCheck(a, a.transpose(), false).compare(c);
        assertThat(check.pass()).isFalse();
        assertThat(check.residual()).isInfinite();
    }

    @Test
    void writingAboveTheTriangleIsFound() {
        Matrix a = random(Precision.F64, 9, 4, 1);
        Matrix c = SCALAR.gram(a);
        Check check = new EntryCheck(a, a.transpose(), true).compare(c);
        assertThat(check.fault()).contains("above the triangle");
    }

    @Test
    void smallestMatricesAreChecked() {
        Matrix a = Matrix.of(new double[]{3});
        assertThat(new EntryCheck(a, a, true).compare(Matrix.of(new double[]{9})).pass()).isTrue();
        assertThat(new EntryCheck(a, a, true).compare(Matrix.of(new double[]{9.0001})).pass()).isFalse();
    }

    @Test
    void worseOfTwoChecksIsTheOneThatFails() {
        Check good = new Check(1e-16, 1e-15, "");
        Check better = new Check(0, 1e-15, "");
        Check bad = new Check(1, 1e-15, "entry (0, 0) is 2");
        assertThat(good.worse(better)).isSameAs(good);
        assertThat(better.worse(good)).isSameAs(good);
        assertThat(good.worse(bad)).isSameAs(bad);
        assertThat(bad.worse(good)).isSameAs(bad);
    }
}
