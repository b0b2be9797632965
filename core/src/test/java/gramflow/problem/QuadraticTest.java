package gramflow.problem;

import gramflow.matrix.Products;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** Quadratics: value, gradient and coordinates fit together, and what is known of them is right. */
class QuadraticTest {
    private static final double[] SPECTRUM = {-2, 0, 0.5, 3, 7};

    private static double[] random(long seed) {
        return new SplittableRandom(seed).doubles(SPECTRUM.length, -2, 2).toArray();
    }

    @Test
    void coordinatesDiagonaliseFAndComeBack() {
        Quadratic f = Quadratic.rotated(3, SPECTRUM).withCentre(random(1)).withInfimum(4);
        for (long seed = 2; seed < 20; seed++) {
            double[] w = random(seed);
            double[] c = new double[5];
            f.toCoordinates(w, c);
            double sum = 4;
            for (int j = 0; j < 5; j++) {
                sum += SPECTRUM[j] * c[j] * c[j] / 2;
            }
            assertThat(f.value(w)).isEqualTo(sum, within(1e-12));
            double[] back = new double[5];
            f.fromCoordinates(c, back);
            assertThat(back).containsExactly(w, within(1e-14));
        }
    }

    @Test
    void gradientAndHessianAreExactDifferences() {
        SplittableRandom seeds = new SplittableRandom(1);
        Quadratic rotated = Quadratic.rotated(3, SPECTRUM).withCentre(random(1));
        for (Problem f : new Problem[]{rotated, rotated.dense(Products.auto()), Quadratic.diagonal(SPECTRUM)}) {
            double[] w = random(seeds.nextLong());
            double[] v = random(seeds.nextLong());
            double[] there = new double[5];
            Vectors.sum(w, 1, v, there);
            double[] here = new double[5];
            double[] gradient = new double[5];
            double[] product = new double[5];
            double value = f.valueAndGradient(w, here);
            f.valueAndGradient(there, gradient);
            f.hessianTimes(w, v, product);
            assertThat(value).isEqualTo(f.value(w));
            for (int i = 0; i < 5; i++) {
                assertThat(gradient[i] - here[i]).isEqualTo(product[i], within(1e-12));
            }
            // F(w + v) − F(w) = g·v + ½vᵀAv, exactly.
            assertThat(f.value(there) - value).isEqualTo(Vectors.dot(here, v) + Vectors.dot(v, product) / 2, within(1e-12));
        }
    }

    @Test
    void aDenseQuadraticIsTheSameFunction() {
        Quadratic f = Quadratic.rotated(3, SPECTRUM).withCentre(random(1)).withInfimum(4);
        Problem dense = f.dense(Products.auto());
        assertThat(dense.value(random(5))).isEqualTo(f.value(random(5)), within(1e-12));
        assertThat(dense.facts().beta()).isEqualTo(f.facts().beta());
    }

    @Test
    void whatIsKnownFollowsFromTheSpectrum() {
        Facts indefinite = Quadratic.diagonal(SPECTRUM).facts();
        assertThat(indefinite.convex()).isFalse();
        assertThat(indefinite.beta().value()).isEqualTo(7);
        assertThat(indefinite.infimum().isKnown()).isFalse();
        Facts singular = Quadratic.diagonal(0, 0.5, 3).withInfimum(9).facts();
        assertThat(singular.convex()).isTrue();
        assertThat(singular.lambda().value()).isZero();
        assertThat(singular.mu().value()).isEqualTo(0.5);
        assertThat(singular.infimum()).isEqualTo(Known.computed(9));
        Facts strong = Quadratic.diagonal(0.5, 3).facts();
        assertThat(strong.mu()).isEqualTo(strong.lambda());
        assertThat(strong.withLambda(Known.declared(1)).toString()).contains("lambda 1.0 (declared)").contains("beta 3.0 (computed)");
    }

    @Test
    void spectraAreRefusedOrSpacedEvenly() {
        assertThat(Quadratic.logarithmicSpectrum(4, 1, 1000)).containsExactly(new double[]{1, 10, 100, 1000}, within(1e-12 * 1000));
        assertThat(Quadratic.logarithmicSpectrum(1, 2, 2)).containsExactly(2);
        assertThatIllegalArgumentException().isThrownBy(() -> Quadratic.logarithmicSpectrum(3, 2, 1))
                .withMessage("spectrum of 3 eigenvalues from 2.0 to 1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Quadratic.diagonal(1, 2).withCentre(1))
                .withMessage("a centre of 1 coordinates for 2 parameters");
    }
}
