package gramflow.problem;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The worst cases are what they say: gradients are those of F, and as smooth or convex as is claimed. */
class WorstCasesTest {
    private static final List<Problem> SCALAR = List.of(WorstCases.huber(2, 0.7), WorstCases.absolute(3), WorstCases.staircase(2, 0.7),
            WorstCases.staircaseIntoValley(2, 0.7, 4),
            WorstCases.bumpyBowl());

    @Test
    void gradientsAreThoseOfF() {
        double h = 1e-6;
        for (Problem f : SCALAR) {
            for (double w = -5.011; w < 5; w += 0.0377) {
                double difference = (f.value(new double[]{w + h}) - f.value(new double[]{w - h})) / (2 * h);
                double[] gradient = new double[1];
                f.valueAndGradient(new double[]{w}, gradient);
                // Kinks of the gradient may lie within h.
                assertThat(gradient[0]).as("%s at %s", f, w).isEqualTo(difference, within(1e-5));
            }
        }
        Problem linear = WorstCases.linear(1, -2);
        double[] gradient = new double[2];
        assertThat(linear.valueAndGradient(new double[]{3, 4}, gradient)).isEqualTo(-5);
        assertThat(gradient).containsExactly(1, -2);
    }

    @Test
    void gradientsAreAsLipschitzAsBetaSaysAndDominateTheGapAsMuSays() {
        SplittableRandom random = new SplittableRandom(1);
        double[] a = new double[1];
        double[] b = new double[1];
        for (Problem f : SCALAR) {
            Facts facts = f.facts();
            for (int k = 0; k < 2000; k++) {
                double x = random.nextDouble(-6, 6);
                double y = random.nextDouble(-6, 6);
                double value = f.valueAndGradient(new double[]{x}, a);
                f.valueAndGradient(new double[]{y}, b);
                if (facts.beta().isKnown()) {
                    assertThat(Math.abs(a[0] - b[0])).isLessThanOrEqualTo(facts.beta().value() * Math.abs(x - y) + 1e-12);
                }
                if (facts.mu().isKnown() && facts.mu().value() > 0) {
                    assertThat(a[0] * a[0]).isGreaterThanOrEqualTo(2 * facts.mu().value() * (value - facts.infimum().value()));
                }
                if (facts.convex()) {
                    assertThat(f.value(new double[]{y})).isGreaterThanOrEqualTo(value + a[0] * (y - x) - 1e-12);
                }
                if (facts.lipschitz().isKnown()) {
                    assertThat(Math.abs(a[0])).isLessThanOrEqualTo(facts.lipschitz().value());
                }
            }
        }
    }

    @Test
    void theHardProblemsSubgradientsAreSubgradientsAndItsMinimiserIsOne() {
        SplittableRandom random = new SplittableRandom(2);
        for (int t : new int[]{1, 3, 8}) {
            Problem f = WorstCases.hardForSubgradients(t, 2, 1.5);
            double infimum = f.facts().infimum().value();
            assertThat(f.value(f.facts().minimiser().orElseThrow())).isEqualTo(infimum, within(1e-12));
            for (int k = 0; k < 500; k++) {
                double[] x = random.doubles(t, -4, 4).toArray();
                double[] y = random.doubles(t, -4, 4).toArray();
                double[] g = new double[t];
                double value = f.valueAndGradient(x, g);
                double along = 0;
                for (int i = 0; i < t; i++) {
                    along += g[i] * (y[i] - x[i]);
                }
                assertThat(f.value(y)).isGreaterThanOrEqualTo(value + along - 1e-12);
                assertThat(value).isGreaterThanOrEqualTo(infimum - 1e-12);
                assertThat(Vectors.norm(g)).isEqualTo(1.5, within(1e-12));
            }
        }
    }
}
