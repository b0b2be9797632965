package gramflow.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class EstimateTest {

    @Test
    void medianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
        assertThat(Estimate.median(new double[]{4, 1, 3, 2})).isEqualTo(2.5);
        assertThat(Estimate.median(new double[]{9, 1, 5})).isEqualTo(5);
        assertThat(Estimate.median(new double[]{7})).isEqualTo(7);
    }

    @Test
    void equalSamplesHaveAnIntervalWithoutWidth() {
        Estimate e = Estimate.of(List.of(List.of(2.0, 2.0, 2.0), List.of(2.0, 2.0)));
        assertThat(e).isEqualTo(new Estimate(2, 2, 2));
        assertThat(e.relativeWidth()).isZero();
    }

    @Test
    void sameSamplesGiveTheSameInterval() {
        List<List<Double>> forks = List.of(normal(1, 10, 1, 0.1), normal(2, 10, 1, 0.1));
        assertThat(Estimate.of(forks)).isEqualTo(Estimate.of(forks));
    }

    @Test
    void oneOutlierDoesNotMoveTheMedian() {
        assertThat(Estimate.of(List.of(List.of(1.0, 1.0, 1.0, 50.0, 1.0))).median()).isEqualTo(1);
    }

    @Test
    void forksThatDifferWidenTheInterval() {
        List<Double> fast = List.of(1.0, 1.0, 1.0);
        List<Double> slow = List.of(2.0, 2.0, 2.0);
        Estimate e = Estimate.of(List.of(fast, slow, fast, slow, fast));
        assertThat(e.median()).isEqualTo(1);
        assertThat(e.low()).isEqualTo(1);
        assertThat(e.high()).isEqualTo(2);
    }

    @Test
    void oneSampleIsItsOwnInterval() {
        assertThat(Estimate.of(List.of(List.of(3.0)))).isEqualTo(new Estimate(3, 3, 3));
    }

    @Test
    void intervalHoldsTheTrueMedianAbout95TimesIn100() {
        int held = 0;
        for (int run = 0; run < 200; run++) {
            Estimate e = Estimate.of(List.of(normal(100 + run, 25, 10, 1)));
            held += e.low() <= 10 && 10 <= e.high() ? 1 : 0;
        }
        // Few samples make a bootstrap of the median somewhat off its nominal 190.
        assertThat(held).isBetween(176, 200);
    }

    @Test
    void medianLiesInItsInterval() {
        for (int run = 0; run < 50; run++) {
            Estimate e = Estimate.of(List.of(normal(run, 7, 5, 1), normal(1000 + run, 7, 5.5, 1), normal(2000 + run, 7, 5, 1)));
            assertThat(e.median()).isBetween(e.low(), e.high());
            assertThat(e.relativeWidth()).isCloseTo((e.high() - e.low()) / e.median(), within(1e-15));
        }
    }

    private static List<Double> normal(long seed, int count, double mean, double deviation) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(mean + deviation * random.nextGaussian());
        }
        return values;
    }
}
