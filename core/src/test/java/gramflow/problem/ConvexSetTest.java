package gramflow.problem;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

/** Projections are the nearest points, and faces are what projected velocities say they are. */
class ConvexSetTest {
    private static final int P = 5;

    private static double[] random(SplittableRandom random, double scale) {
        double[] w = new double[P];
        for (int i = 0; i < P; i++) {
            w[i] = scale * random.nextGaussian();
        }
        return w;
    }

    static List<ConvexSet> sets() {
        SplittableRandom random = new SplittableRandom(1);
        return List.of(Box.cube(P, -0.4, 0.9),
                Box.of(new double[]{0, Double.NEGATIVE_INFINITY, -1, -1, 2}, new double[]{1, 0, Double.POSITIVE_INFINITY, 1, 2}),
                Ball.of(random(random, 1), 0.8), Halfspace.of(random(random, 2), 0.3), Halfspace.of(random(random, 2), -1), Simplex.of(1),
                Simplex.of(0.2),
                AffineSet.of(new double[][]{random(random, 1), random(random, 1)}, new double[]{0.5, -1}),
                Intersection.of(Box.cube(P, 0, 1), Halfspace.of(new double[]{1, 1, 1, 1, 1}, 1.3), Ball.around0(P, 0.9)));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void theProjectionIsTheOnlyPointFromWhichTheSetLiesBehind(ConvexSet set) {
        SplittableRandom random = new SplittableRandom(2);
        for (int k = 0; k < 200; k++) {
            double[] w = random(random, 2);
            double[] projected = w.clone();
            set.project(projected);
            double[] again = projected.clone();
            set.project(again);
            assertThat(again).as("projected twice").containsExactly(projected, within(1e-12));
            for (int j = 0; j < 20; j++) {
                double[] z = random(random, 2);
                set.project(z);
                double product = 0;
                for (int i = 0; i < P; i++) {
                    product += (w[i] - projected[i]) * (z[i] - projected[i]);
                }
                assertThat(product).as("obtuse angle").isLessThanOrEqualTo(1e-11);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sets")
    void theFacesVelocityIsTheLimitOfProjectedSteps(ConvexSet set) {
        SplittableRandom random = new SplittableRandom(3);
        for (int k = 0; k < 200; k++) {
            double[] w = random(random, k % 2 == 0 ? 2 : 0.1);
            set.project(w);
            double[] velocity = random(random, 1);
            if (set.face(w, velocity).isEmpty()) {
                assertThat(set).isInstanceOf(Intersection.class);
                return;
            }
            Face face = set.face(w, velocity).orElseThrow();
            double[] along = velocity.clone();
            face.tangent(w, along);
            double h = 1e-7;
            double[] stepped = new double[P];
            Vectors.sum(w, h, velocity, stepped);
            set.project(stepped);
            for (int i = 0; i < P; i++) {
                assertThat((stepped[i] - w[i]) / h).isEqualTo(along[i], within(1e-5));
            }
            assertThat(face.pressure(w, velocity)).isNotNegative();
            assertThat(face.slack(w)).isGreaterThanOrEqualTo(-1e-12);
        }
    }

    @Test
    void theSimplexAgreesWithTheMultiplierFoundByBisection() {
        SplittableRandom random = new SplittableRandom(4);
        for (int k = 0; k < 300; k++) {
            double[] w = random(random, Math.exp(random.nextDouble(-4, 4)));
            double[] projected = w.clone();
            Simplex.of(1).project(projected);
            double low = Arrays.stream(w).min().orElseThrow() - 1;
            double high = Arrays.stream(w).max().orElseThrow();
            for (int i = 0; i < 200; i++) {
                double mu = (low + high) / 2;
                if (Arrays.stream(w).map(x -> Math.max(0, x - mu)).sum() > 1) {
                    low = mu;
                } else {
                    high = mu;
                }
            }
            double mu = high;
            assertThat(projected).containsExactly(Arrays.stream(w).map(x -> Math.max(0, x - mu)).toArray(),
                    within(1e-13 * Math.max(1, Vectors.maxAbs(w))));
            assertThat(Arrays.stream(projected).sum()).isEqualTo(1, within(1e-13));
        }
    }

    @Test
    void aPointOfTheSetStaysAsItIs() {
        double[] inside = {0.1, 0.2, 0.3, 0.15, 0.25};
        for (ConvexSet set : List.of(Box.cube(P, 0, 1), Ball.around0(P, 1), Halfspace.of(new double[]{1, 1, 1, 1, 1}, 2), Simplex.of(1),
                WholeSpace.INSTANCE)) {
            double[] w = inside.clone();
            set.project(w);
            assertThat(w).as(set.toString()).containsExactly(inside);
        }
    }

    @Test
    void setsThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Box.cube(2, 1, 0)).withMessage("box: coordinate 0 from 1.0 to 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Ball.around0(2, -1))
                .withMessage("ball: radius -1.0, expected a positive number");
        assertThatIllegalArgumentException().isThrownBy(() -> Simplex.of(0)).withMessageContaining("expected a positive number");
        assertThatIllegalArgumentException().isThrownBy(() -> Halfspace.of(new double[3], 1)).withMessageContaining("normal of length 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> AffineSet.of(new double[][]{{1, 2}, {2, 4}}, new double[]{1, 2}))
                .withMessage("affine set: row 1 depends on those before it");
        assertThatIllegalArgumentException().isThrownBy(() -> Quadratic.diagonal(1, 2).on(Box.cube(3, 0, 1)))
                .withMessage("a box of 3 coordinates for 2 parameters");
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> Intersection.of(Halfspace.of(new double[]{1}, -1), Halfspace.of(new double[]{-1}, -1)).project(new double[1]))
                .withMessageContaining("no common point");
    }

    @Test
    void onASmallerSetOnlyWhatStaysTrueIsKnown() {
        Function<Problem, Facts> facts = Problem::facts;
        Facts smaller = facts.apply(Quadratic.diagonal(1, 2).on(Ball.around0(2, 1)));
        assertThat(smaller.convex()).isTrue();
        assertThat(smaller.beta()).isEqualTo(Known.computed(2));
        assertThat(smaller.lambda()).isEqualTo(Known.computed(1));
        assertThat(smaller.infimum().isKnown()).isFalse();
        assertThat(smaller.minimiser()).isEmpty();
    }
}
